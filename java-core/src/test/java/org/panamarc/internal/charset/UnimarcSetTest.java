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
        "\u00DDt\u00DEs, t\u0361s", // the second half tells what the first is
        "\u00DDn\u00DFg, n\u0360g",
        "\u00DDt\u00DEs\u00DDi\u00DEa, t\u0361si\u0361a",
        "\u00DDn\u00C2\u00DFg, n\u0360g\u0301",
        "\u00DDts, t\uFE20s",
        "t\u00DEs, ts\uFE21",
        "\u0088The \u0089End, \u0098The \u009CEnd",
        "'\u001B)N\u00CF\u001B)P\u00E1', \u043E\u00C6",
        "'\u001B(Pa', \u00C6",
        "'\u001B(Sa\u001B(B\u00E1', \u03B1\u00C6"
    })
    void iso5426IsWrittenAsMarc8Is(String latin1, String text) {
        assertEquals(text, decode(iso5426, Bytes.latin1(latin1)));
        assertEquals(-1, iso5426.firstUndecodable());
        String subfields = "\u001Fa" + latin1 + "\u001Fb\u00E1";
        assertEquals("\u001Fa" + text + "\u001Fb\u00C6", decode(iso5426, Bytes.latin1(subfields)));
    }

    @Test
    void marc8HasNoEscapeToIso5426AndTwoFirstHalves() {
        Marc8 marc8 = new Marc8();
        assertEquals("\uFFFD)PA", decode(marc8, Bytes.latin1("\u001B)PA")));
        assertEquals("t\uFE20s\uFE23", decode(marc8, Bytes.latin1("\u00EBt\u00FBs")));
    }

    @Test
    void codesThatAreNotReadHaveNoSet() {
        assertSame(UnimarcSet.GREEK, UnimarcSet.of("05"));
        assertNull(UnimarcSet.of("06"));
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
