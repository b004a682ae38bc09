package org.panamarc.internal.charset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.marc4j.converter.impl.Iso5426ToUnicode;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.SpecFolder;

/** The sets of UNIMARC, as two other decoders read them. */
class UnimarcSetTest {
    private final ValueDecoder iso5426 = UnimarcSet.EXTENDED_LATIN.decoder();

    private static String decode(ValueDecoder decoder, byte[] value) {
        byte[] room = new byte[decoder.mostGrowth() * value.length];
        int end = decoder.decode(value, 0, value.length, room, 0);
        return new String(room, 0, end, StandardCharsets.UTF_8);
    }

    @Test
    void everyByteOfIso5426IsWhatYazSaysItIs() throws IOException {
        List<String> differences = new ArrayList<>();
        int characters = 0;
        for (String line : Files.readAllLines(SpecFolder.file("marc8/yaz_iso5426.tsv"))) {
            if (line.startsWith("#")) {
                continue;
            }
            String[] row = line.split("\t", -1);
            int first = Integer.parseInt(row[0], 16);
            for (int value = first; value < first + 16; value++) {
                boolean none = row[1].length() <= value - first;
                char answer = none ? ' ' : row[1].charAt(value - first);
                String decoded = decode(iso5426, Bytes.of(value));
                boolean same =
                        (answer == ' ' && value != ' ')
                                ? decoded.equals("\uFFFD")
                                : decoded.equals(Character.toString(answer));
                characters += same && iso5426.firstUndecodable() < 0 ? 1 : 0;
                if (!same) {
                    differences.add("%02X %04X".formatted(value, (int) decoded.charAt(0)));
                }
            }
        }
        // yaz drops DEL and second halves, and has the common first half as the tilde's alone.
        assertEquals(List.of("7F 007F", "DD FE20", "DE FE21", "DF FE23"), differences);
        assertEquals(95 + 2 + 28 + 28 + 17, characters);
    }

    @Test
    void everyLetterAndSignOfIso5426IsWhatMarc4jSaysItIs() {
        Iso5426ToUnicode marc4j = new Iso5426ToUnicode();
        Map<String, String> differences = new TreeMap<>();
        int compared = 0;
        for (int value = 0xA1; value < 0xFF; value++) {
            String ours = decode(iso5426, Bytes.of(value));
            boolean mark = value >= 0xC0 && value < 0xE0;
            if (!mark && iso5426.firstUndecodable() < 0) {
                compared++;
                String theirs = marc4j.convert(Bytes.of(value));
                if (!theirs.equals(ours)) {
                    differences.put("%02X".formatted(value), ours + theirs);
                }
            }
        }
        assertEquals(Map.of(), differences);
        assertEquals(28 + 17, compared);
    }

    @ParameterizedTest
    @CsvSource({
        "\u00C2e, e\u0301",
        "\u00DDt\u00DEs, t\u0361s", // the second half decides what the first is
        "\u00DDn\u00DFg, n\u0360g",
        "\u00DDt\u00DEs\u00DDi\u00DEa, t\u0361si\u0361a",
        "\u00DDn\u00C2\u00DFg, n\u0360g\u0301",
        "\u00DDts, t\uFE20s",
        "t\u00DEs, ts\uFE21",
        "\u0088The \u0089End, \u0098The \u009CEnd",
        "'\u001B)N\u00CF\u001B)P\u00E1', \u043E\u00C6",
        "'\u001B(Pa', \u00C6",
        "'\u001B(Sa\u001B(B\u00E1', \u03B1\u00C6",
        "'\u001B(MZ\u001B(B\u00E1', \u0254\u00C6", // ISO registration 39
        "'\u001B)M\u00DA', \u0254"
    })
    void iso5426IsWrittenAsMarc8Is(String latin1, String text) {
        assertEquals(text, decode(iso5426, Bytes.latin1(latin1)));
        assertEquals(-1, iso5426.firstUndecodable());
        String subfields = "\u001Fa" + latin1 + "\u001Fb\u00E1";
        assertEquals("\u001Fa" + text + "\u001Fb\u00C6", decode(iso5426, Bytes.latin1(subfields)));
    }

    /** What 0xA1 to 0xFE are, a blank where the set has no character. */
    private static String charactersOf(UnimarcSet set) {
        StringBuilder characters = new StringBuilder();
        ValueDecoder decoder = set.decoder();
        for (int value = 0xA1; value < 0xFF; value++) {
            String text = decode(decoder, Bytes.of(value));
            boolean none = decoder.firstUndecodable() == 0;
            assertEquals(none, text.equals("\uFFFD"), "%02X".formatted(value));
            characters.append(none ? " " : text);
        }
        return characters.toString();
    }

    /** Its scope states 60 characters; capital letters are two columns left of small ones. */
    @Test
    void everyByteOfIso6438IsWhatRegistration39SaysItIs() {
        String characters = charactersOf(UnimarcSet.AFRICAN);
        assertEquals(
                " \u0181\u0187\u018A\u0189 \u0190\u018E \u0191\u0193\u0194\u0126 \u0197"
                        + "  \u0253\u0188\u0257\u0256 \u025B\u01DD \u0192\u0260\u0263\u0127 \u026A"
                        + "\u0198      \u014A \u019F\u0186\u01A4   \u01A9"
                        + "\u0199\u026C \u0271 \u0273\u0272\u014B \u0275\u0254\u01A5 \u027D \u0283"
                        + "\u01AC\u01AE \u01B1\u01B2\uA7B3\u01B3\u01B7        "
                        + "\u01AD\u0288 \u028A\u028B\uAB53\u01B4\u0292"
                        + "\u0295\u0294\u0298\u01C0\u01C2\u01C3\u01C1",
                characters);
        assertEquals(60, characters.replace(" ", "").length());
        for (int capital = 0; capital < characters.length(); capital++) {
            int letter = characters.charAt(capital);
            if (Character.isUpperCase(letter) && letter != 0x0197) { // whose small one is U+026A
                assertEquals(Character.toLowerCase(letter), characters.charAt(capital + 0x10));
            }
        }
    }

    /** Its scope states 42 characters. */
    @Test
    void everyByteOfIso10586IsWhatItsLegendSaysItIs() {
        String characters = charactersOf(UnimarcSet.GEORGIAN);
        String letters =
                "AN BAN GAN DON EN VIN ZEN HE TAN IN KAN LAS MAN NAR HIE ON PAR ZHAR RAE SAN TAR UN"
                        + " WE PHAR KHAR GHAN QAR SHIN CHIN CAN JIL CIL CHAR XAN HAR JHAN HAE HOE FI";
        StringBuilder expected = new StringBuilder("\u0589\u00B7\u10FB");
        for (String letter : letters.split(" ", -1)) {
            expected.appendCodePoint(Character.codePointOf("GEORGIAN LETTER " + letter));
        }
        assertEquals(" ".repeat(0x4D - 0x21) + expected + " ".repeat(8), characters);
        assertEquals(42, expected.length());
    }

    /** Its scope states 78 characters: 74, three ligatures of Yiddish, a point of Judeo-Spanish. */
    @Test
    void iso8957Table1IsMarc8sHebrew() {
        String characters = charactersOf(UnimarcSet.HEBREW);
        assertEquals(
                "!\u05F4#$%&\u05F3()*+,\u05BE./0123456789:;<=>?"
                        + "\u05B7\u05B8\u05B6\u05B5\u05B4\u05B9\u05BB\u05B0"
                        + "\u05B2\u05B3\u05B1\u05BC\u05BF\u05C1\uFB1E            [ ]  "
                        + "\u05D0\u05D1\u05D2\u05D3\u05D4\u05D5\u05D6\u05D7\u05D8\u05D9\u05DA\u05DB\u05DC\u05DD"
                        + "\u05DE\u05DF\u05E0\u05E1\u05E2\u05E3\u05E4\u05E5\u05E6\u05E7\u05E8\u05E9\u05EA"
                        + "\u05F0\u05F1\u05F2 ",
                characters);
        assertEquals(78, characters.replace(" ", "").length());
    }

    @Test
    void marc8HasNoEscapeToIso5426AndTwoFirstHalves() {
        Marc8 marc8 = new Marc8();
        assertEquals("\uFFFD)PA", decode(marc8, Bytes.latin1("\u001B)PA")));
        assertEquals("\uFFFD(MA", decode(marc8, Bytes.latin1("\u001B(MA")));
        assertEquals("t\uFE20s\uFE23", decode(marc8, Bytes.latin1("\u00EBt\u00FBs")));
    }

    @Test
    void codesThatAreNotReadHaveNoSet() {
        assertSame(UnimarcSet.GREEK, UnimarcSet.of("05"));
        assertSame(UnimarcSet.HEBREW, UnimarcSet.of("08"));
        assertNull(UnimarcSet.of("09"));
        assertNull(UnimarcSet.of("10"));
        assertNull(UnimarcSet.of("11"));
        assertNull(UnimarcSet.of(""));
    }

    @ParameterizedTest
    @CsvSource({"LATIN, ISO 646", "UNICODE, ISO 10646"})
    void setsWithoutBytesAboveAsciiAreNoG1(UnimarcSet set, String title) {
        assertEquals(
                title + " is no G1",
                assertThrows(IllegalStateException.class, set::decoder).getMessage());
    }
}
