package org.panamarc.internal.charset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panamarc.testing.Bytes;

/** MARC-8 as it is written: case by case, and as the decoder reads it. */
class Marc8EncoderTest {
    private static final Pattern REFERENCE = Pattern.compile("&#x([0-9A-F]+);");

    private final Marc8Encoder encoder = new Marc8Encoder();
    private final Marc8 decoder = new Marc8();

    private byte[] encode(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        byte[] moved = Bytes.concat(Bytes.of('-', 0xC3), utf8, Bytes.of(0xA9, '-'));
        int length = encoder.encode(moved, 2, 2 + utf8.length, true);
        return Arrays.copyOf(encoder.bytes(), length);
    }

    private String decode(byte[] value) {
        byte[] room = new byte[decoder.mostGrowth() * value.length];
        int end = decoder.decode(value, 0, value.length, room, 0);
        assertEquals(-1, decoder.firstUndecodable(), () -> visible(value));
        return new String(room, 0, end, StandardCharsets.UTF_8);
    }

    /** ASCII unchanged, an escape as {@code ^}, a delimiter as {@code $}, others as (hex). */
    private static String visible(byte[] value) {
        return IntStream.range(0, value.length)
                .map(i -> value[i] & 0xFF)
                .mapToObj(b ->
                        switch (b) {
                            case 0x1B -> "^";
                            case 0x1F -> "$";
                            default ->
                                    b >= 0x20 && b < 0x7F
                                            ? Character.toString(b)
                                            : "(%02X)".formatted(b);
                        })
                .collect(Collectors.joining());
    }

    private static String nfd(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD);
    }

    private static String resolved(String text) {
        return REFERENCE
                .matcher(text)
                .replaceAll(r -> Character.toString(Integer.parseInt(r.group(1), 16)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "ASCII stays|plain text, 1 & 2~|plain text, 1 & 2~",
                "a letter of ANSEL|\u0141\u00F3d\u017A|(A1)(E2)od(E2)z",
                "marks before their base, in order|a\u0323\u0302x|(F2)(E3)ax",
                "a composed letter is decomposed|\u1EAD|(F2)(E3)a",
                "as is a mark|a\u0344|(E8)(E2)a",
                "a mark after a letter of ANSEL|\u00F8\u0301|(E2)(B2)",
                "a composed letter with a code is not|\u0439|^(NJ^(B",
                "a mark of ANSEL before a letter of G0|\u0430\u0301|^(N(E2)A^(B",
                "a set stays for spaces and signs it has|\u0418\u0430, 5 \u042F|^(NiA, 5 q^(B",
                "and is left for letters it has not|\u0418x\u0418|^(Ni^(Bx^(Ni^(B",
                "one set after the other|\u0430\u0451\u03B1|^(NA^(QD^(Sa^(B",
                "Hebrew with its points|\u05D1\u05BC\u05B8|^(2KAa^(B",
                "a mark of another set than its base|a\u05B8|^(2A^(Ba",
                "Arabic and extended Arabic|\u0628\u067E|^(3H^(4)^(B",
                "subscripts end by ESC s|H\u2082O|H^b2^sO",
                "also before another set|x\u00B2\u2083\u03B1|x^p2^s^b3^s^(Sa^(B",
                "EACC, and ASCII for a space in it|\u4E2D \u6587|^$1!04^(B ^$1!BX^(B",
                "EACC beyond the first plane|\uD844\uDEC4|^$1!uY^(B",
                "the space of EACC|\u3000|^$1!#!^(B",
                "a mark after a character of three bytes|\u4E2D\u0301|^$1(E2)!04^(B",
                "a ligature over two letters|t\u0361s|(EB)t(EC)s",
                "over three|t\u0361s\u0361h|(EB)t(EC)(EB)s(EC)h",
                "with other marks|t\u0301\u0361s\u0302|(E2)(EB)t(EC)(E3)s",
                "over letters of two sets|t\u0361\u0441|(EB)t^(N(EC)S^(B",
                "a double tilde|n\u0360g|(FA)n(FB)g",
                "a half of them|t\uFE20s n\uFE22g|(EB)ts (FA)ng",
                "the other half of them|ts\uFE21 ng\uFE23|t(EC)s n(FB)g",
                "C1 controls|\u0098The \u009Cx\u200Dy\u200Cz|(88)The (89)x(8D)y(8E)z",
                "what no set has|a\u0450\uA66Eb|a^(N(E1)E^(B&#xA66E;b",
                "beyond the planes that any set has|\uDBFF\uDFFF|&#x10FFFF;",
                "a mark that no set has|a\u0331b|a&#x0331;b",
                "and those after it|a\u0301\u0331\u0302b|(E2)a&#x0331;&#x0302;b",
                "a mark after a reference|\uA66E\u0301b|&#xA66E;&#x0301;b",
                "a composed letter whose mark no set has|\u1E96|&#x1E96;",
                "a reference leaves G0|\u0418\uA66E\u0418|^(Ni^(B&#xA66E;^(Ni^(B",
                "what looks like a reference stays|&#x41;|&#x41;",
                "an undecodable character|\uFFFD|&#xFFFD;",
                "a mark before its base|\u0301a|&#x0301;a",
                "marks before a letter of another set|\u0301\u0418|&#x0301;^(Ni^(B",
                "a mark after a tab|a\t\u0301b|a(09)&#x0301;b",
                "a mark alone|\u0301|(E2)",
                "marks alone, of other sets|\u0301\u05B8|(E2)^(2A^(B",
                "marks alone, one over two letters|\u0301\u0361|&#x0301;&#x0361;",
                "a mark over two letters at the end|t\u0361|t&#x0361;",
                "before a reference|t\u0361\uA66E|t&#x0361;&#xA66E;",
                "with others after it|n\u0360\u0301\t|(E2)n&#x0360;(09)",
                "two of them on a letter|t\u0361\u0360s|t&#x0361;&#x0360;s",
                "a control character keeps a set|\u0418\t\u0418|^(Ni(09)i^(B",
                "but not EACC|\u4E2D\u000B|^$1!04^(B(0B)",
                "an escape is no escape|a\u001B(Nb|a&#x001B;(Nb",
                "subfield by subfield|1 \u001Fa\u0418\u001Fb\u0418|1 $a^(Ni^(B$b^(Ni^(B",
                "a mark does not join a code|1 \u001Fa\u0301b|1 $a&#x0301;b",
                "alone in its subfield|1 \u001Fa\u0301\u001Fb\u4E2D|1 $a(E2)$b^$1!04^(B",
                "nothing||",
            })
    void eachTextGivesItsBytes(String name, String text, String expected) {
        String given = text == null ? "" : text;
        byte[] encoded = encode(given);
        assertEquals(expected == null ? "" : expected, visible(encoded), name);
        String back = given.contains("&#x") ? decode(encoded) : resolved(decode(encoded));
        assertEquals(nfd(given), nfd(back), name);
    }

    @Test
    void aDelimiterWithoutACodeIsKept() {
        assertEquals("$$aX$", visible(encode("\u001F\u001FaX\u001F")));
    }

    @Test
    void aCodeThatIsNotAsciiIsRefused() {
        assertEquals(
                "the subfield code U+00E9 is not ASCII, which MARC-8 asks for",
                assertThrows(IllegalArgumentException.class, () -> encode("1 \u001F\u00E9x"))
                        .getMessage());
        assertEquals("x", visible(encode("x")), "the encoder must be of use afterwards");
    }

    @Test
    void bytesThatAreNotUtf8ReadAsOneReplacementEach() {
        byte[] value = Bytes.of('a', 0xC3, 'b', 0x80, 0xE4, 0xB8);
        int length = encoder.encode(value, 0, value.length, true);
        assertEquals(
                "a&#xFFFD;b&#xFFFD;&#xFFFD;&#xFFFD;",
                visible(Arrays.copyOf(encoder.bytes(), length)));
    }

    @Test
    void longTextsHaveRoom() {
        String text = "\u05D1\u001B\u0430\u4E2D\u0301x".repeat(5_000);
        assertEquals(nfd(text), nfd(resolved(decode(encode(text)))));
        String marks = "a" + "\u05B8".repeat(5_000) + "\t" + "\u05B8".repeat(5_000);
        assertEquals(marks, decode(encode(marks)));
    }

    @Test
    void everyCharacterOfTheTablesIsReadBackAlone() {
        int characters = 0;
        for (int point = 0x80; point < 0x30000; point++) {
            if (Marc8Set.of(point) != null) {
                characters++;
                byte[] encoded = encode("x" + Character.toString(point));
                String expected = "x" + Character.toString(point);
                boolean isDouble = point == 0x360 || point == 0x361;
                assertEquals(expected, isDouble ? resolved(decode(encoded)) : decode(encoded));
            }
        }
        // Those of the tables beyond ASCII, each once, and U+FE20 to U+FE23.
        assertEquals(15_513 + 465 + 4, characters);
    }

    @Test
    void randomTextIsReadBackCanonicallyEquivalent() {
        int[] points = interestingPoints();
        Random random = new Random(20);
        for (int i = 0; i < 40_000; i++) {
            String text =
                    random.ints(1 + random.nextInt(12), 0, points.length)
                            .mapToObj(at -> Character.toString(points[at]))
                            .collect(Collectors.joining());
            byte[] encoded = encode(text);
            String back = resolved(decode(encoded));
            assertEquals(nfd(text), nfd(back), () -> visible(encoded));
            assertArrayEquals(encoded, encode(text), "the encoder must not remember");
        }
    }

    /** Letters, marks and signs of all kinds; no left half, which a right half may join. */
    private static int[] interestingPoints() {
        return ("abn ,5\t\u001B\u00E9\u1EC7\u0141\u00F8\u0301\u0302\u0323\u0327\u0331\u0345\u0344"
                        + "\u0361\u0360\uFE21\uFE23\u0418\u0439\u0450\u0451\u03B1\u1F82\u05D1\u05B8\u05BC"
                        + "\u0628\u067E\u064E\u2082\u00B2\u4E2D\u6587\u3000\u304C\uAC00\uD55C\uA66E\u200D"
                        + "\u0098\uFFFD\u201C\uD83D\uDE00\uD844\uDEC4")
                .codePoints()
                .toArray();
    }

    @Test
    void halvesThatBelongTogetherAreReadAsOneMark() {
        assertEquals("t\u0361s n\u0360g", decode(encode("t\uFE20s\uFE21 n\uFE22g\uFE23")));
        assertTrue(visible(encode("t\uFE20\u0361s")).contains("&#x0361;"));
    }

    @ParameterizedTest
    @CsvSource({
        "&#x4E2D;, &^(B#x4E2D;",
        "x&#x4E2D;&#x1F600;y, x&^(B#x4E2D;&^(B#x1F600;y",
        "&&#x4E2D, &&#x4E2D",
        "&#x0041;&#xZ;, &#x0041;&#xZ;"
    })
    void textInTheFormOfAReferenceIsReadBackAsText(String text, String bytes) {
        assertEquals(bytes, visible(encode(text)));
        for (String before :
                List.of("", "\u0436", "\u4E2D", "\u2082", "a\u0361", "\u0301", "\u001Fa")) {
            for (String after : List.of("", "\u0301", "\u0436", "\u001Fb&#x4E2D;")) {
                String whole = before + text + after;
                assertEquals(nfd(whole), nfd(decode(encode(whole))), whole);
            }
        }
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        int length = encoder.encode(ascii, 0, ascii.length, false);
        assertEquals(text, visible(Arrays.copyOf(encoder.bytes(), length)));
    }
}
