package org.panamarc.internal.charset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.SpecFolder;

/** MARC-8 by the cases that all readers share, by another decoder's answers, and by its limits. */
class Marc8Test {
    /** Bytes after the room that a decoder may use, to show that it leaves them alone. */
    private static final byte[] GUARD = Bytes.repeat(0x55, 16);

    private final Marc8 marc8 = new Marc8();

    private String decode(byte[] value) {
        byte[] room = new byte[marc8.mostGrowth() * value.length + GUARD.length];
        System.arraycopy(GUARD, 0, room, room.length - GUARD.length, GUARD.length);
        int end = marc8.decode(value, 0, value.length, room, 0);
        assertArrayEquals(GUARD, Arrays.copyOfRange(room, room.length - GUARD.length, room.length));
        assertTrue(end <= room.length - GUARD.length);
        assertEquals(end, Utf8.walk(room, 0, end, end), "the text must be well-formed UTF-8");
        return new String(room, 0, end, StandardCharsets.UTF_8);
    }

    private static List<String[]> rows(String file) throws IOException {
        return Files.readAllLines(SpecFolder.file(file)).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .toList();
    }

    static List<String[]> cases() throws IOException {
        return rows("marc8/cases.tsv");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void eachCaseGivesItsText(String name, String hex, String text, String offset) {
        String decoded = decode(HexFormat.ofDelimiter(" ").parseHex(hex));
        assertEquals(text, visible(decoded), name);
        assertEquals(offset.equals("-") ? -1 : Integer.parseInt(offset), marc8.firstUndecodable());
    }

    @Test
    void referencesMayBeKept() {
        byte[] value = Bytes.latin1("10\u001Fa\u00E2e &#x4E00;&amp; &#x4E00;");
        byte[] out = new byte[3 * value.length];
        int end = new Marc8(true).decode(value, 0, value.length, out, 0);
        assertEquals(
                "10\u001Fae\u0301 &#x4E00;&amp; &#x4E00;",
                new String(out, 0, end, StandardCharsets.UTF_8));
    }

    private static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        text.codePoints()
                .forEach(c ->
                        visible.append(
                                c >= ' ' && c < 0x7F
                                        ? Character.toString(c)
                                        : (c < 0x100 ? "<%02X>" : "<%04X>").formatted(c)));
        return visible.toString();
    }

    /** The second halves of double marks, which yaz leaves out wherever they are. */
    private static final String SECOND_HALVES = "\uFE21\uFE23";

    @Test
    void everyCodeIsWhatYazSaysItIs() throws IOException {
        int characters = 0;
        List<String> differences = new ArrayList<>();
        for (String[] row : rows("marc8/yaz.tsv")) {
            int first = row[0].equals("1") ? 0x20 : 0x21;
            int[] answers = row[2].codePoints().toArray();
            for (int last = first; last < 0x7F; last++) {
                int answer = last - first < answers.length ? answers[last - first] : ' ';
                characters += answer == ' ' ? 0 : 1;
                byte[] code = Bytes.concat(HexFormat.of().parseHex(row[1]), Bytes.of(last));
                for (byte[] value : notations(row[0], code)) {
                    String decoded = decode(value);
                    if (!agrees(answer, decoded)) {
                        differences.add(row[0] + row[1] + " %02X: ".formatted(last) + decoded);
                    }
                }
            }
        }
        assertEquals(List.of(), differences);
        assertEquals(16_387, characters);
    }

    /** A character as one of the set that is designated as G0 and as G1, in both notations. */
    private static List<byte[]> notations(String set, byte[] code) {
        if ("gbp".contains(set)) {
            return List.of(Bytes.concat(Bytes.latin1("\u001B" + set), code));
        }
        byte[] high = code.clone();
        for (int i = 0; i < high.length; i++) {
            high[i] |= (byte) 0x80;
        }
        String escape = set.equals("1") ? "\u001B$" : "\u001B";
        return List.of(
                Bytes.concat(Bytes.latin1(escape + "(" + set), code),
                Bytes.concat(Bytes.latin1(escape + "," + set), code),
                Bytes.concat(Bytes.latin1(escape + ")" + set), high),
                Bytes.concat(Bytes.latin1(escape + "-" + set), high));
    }

    private static boolean agrees(int answer, String decoded) {
        return switch (answer) {
            case ' ' -> decoded.equals("\uFFFD") || SECOND_HALVES.contains(decoded);
            // A double mark that has no other half is its left half.
            case '\u0361' -> decoded.equals("\uFE20");
            case '\u0360' -> decoded.equals("\uFE22");
            default -> decoded.equals(Character.toString(answer));
        };
    }

    @Test
    void anyBytesGiveWellFormedTextWithTheirSubfieldsInPlace() {
        Random random = new Random(8);
        byte[] often = {0x1B, '(', '$', ')', '1', 'N', 'b', 0x1F, 'a', (byte) 0xEB, (byte) 0xEC};
        for (int i = 0; i < 20_000; i++) {
            byte[] value = new byte[random.nextInt(40)];
            for (int j = 0; j < value.length; j++) {
                value[j] =
                        random.nextBoolean()
                                ? often[random.nextInt(often.length)]
                                : (byte) random.nextInt(256);
            }
            String decoded = decode(value);
            assertEquals(structure(value), structure(decoded));
            assertEquals(decoded.indexOf('\uFFFD') >= 0, marc8.firstUndecodable() >= 0);
        }
    }

    /** Subfield delimiters with the code after each, where that is ASCII. */
    private static String structure(byte[] value) {
        return structure(new String(value, StandardCharsets.ISO_8859_1));
    }

    private static String structure(String value) {
        StringBuilder structure = new StringBuilder();
        for (int i = value.indexOf('\u001F'); i >= 0; i = value.indexOf('\u001F', i + 1)) {
            char code = i + 1 < value.length() ? value.charAt(i + 1) : 0;
            structure.append(code < 0x80 ? code : '?');
        }
        return structure.toString();
    }

    @Test
    void longAsciiIsCopiedWhereverAnotherByteIs() {
        for (int length = 0; length < 40; length++) {
            byte[] value = Bytes.repeat('x', length);
            assertEquals("x".repeat(length), decode(value));
            for (int at = 0; at < length - 1; at++) {
                byte[] marked = value.clone();
                marked[at] = (byte) 0xE2;
                String expected = "x".repeat(at + 1) + "\u0301" + "x".repeat(length - at - 2);
                assertEquals(expected, decode(marked));
            }
        }
    }

    @Test
    void aValueMayBeDecodedWithinItsOwnArray() {
        byte[] batch = new byte[64];
        byte[] value = Bytes.concat(Bytes.latin1("10\u001FaCaf"), Bytes.of(0xE2, 'e'));
        System.arraycopy(value, 0, batch, 8, value.length);
        int end = marc8.decode(batch, 8, 8 + value.length, batch, 24);
        assertEquals(
                "10\u001FaCafe\u0301", new String(batch, 24, end - 24, StandardCharsets.UTF_8));
        assertArrayEquals(value, Arrays.copyOfRange(batch, 8, 8 + value.length));
    }

    @Test
    void offsetsOfUndecodableBytesCountInTheArray() {
        byte[] batch = Bytes.latin1("some\u00FFthing\u00FF");
        marc8.decode(batch, 2, batch.length, new byte[64], 0);
        assertEquals(4, marc8.firstUndecodable());
        marc8.decode(batch, 5, 10, new byte[64], 0);
        assertEquals(-1, marc8.firstUndecodable(), "of the value decoded last only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(E", "(2", "(N", "(3", "(Q", "(4", "(S", "$1"})
    void spacesStayInEverySet(String designation) {
        assertEquals("  ", decode(Bytes.latin1("\u001B" + designation + "  ")));
    }
}
