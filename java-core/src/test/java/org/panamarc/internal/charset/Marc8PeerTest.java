package org.panamarc.internal.charset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.marc4j.converter.impl.AnselToUnicode;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.SpecFolder;

/** MARC-8 as marc4j decodes it, with tables of its own: code by code, and real records. */
class Marc8PeerTest {
    private static final Pattern BETWEEN_SUBFIELDS = Pattern.compile("[\\x1D-\\x1F]");

    private final Marc8 marc8 = new Marc8();
    private final AnselToUnicode marc4j = new AnselToUnicode();
    private final Map<String, String> differences = new TreeMap<>();
    private int compared;

    private String decode(byte[] value) {
        byte[] room = new byte[marc8.mostGrowth() * value.length];
        int end = marc8.decode(value, 0, value.length, room, 0);
        return new String(room, 0, end, StandardCharsets.UTF_8);
    }

    /** Compares what both make of a character that panamarc knows. */
    private void compare(String name, String escape, int... code) {
        byte[] value =
                Bytes.concat(Bytes.latin1(escape), Bytes.of(code), Bytes.latin1("\u001B(Bx"));
        String ours = decode(value);
        if (marc8.firstUndecodable() < 0) {
            compared++;
            String theirs = marc4j.convert(value);
            if (!ours.equals(theirs)) {
                differences.put(name, escaped(ours) + " " + escaped(theirs));
            }
        }
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append(c < 0x7F ? (char) c + "" : "%04X".formatted(c)));
        return escaped.toString();
    }

    @Test
    void everyCodeOfOneByteIsWhatMarc4jSaysItIs() {
        for (String set : List.of("B", "E", "2", "N", "3", "Q", "4", "S")) {
            for (int code = 0x21; code < 0x7F; code++) {
                compare("G0 %s %02X".formatted(set, code), "\u001B(" + set, code);
                compare("G1 %s %02X".formatted(set, code), "\u001B)" + set, code | 0x80);
            }
        }
        for (String set : List.of("g", "b", "p")) {
            for (int code = 0x21; code < 0x7F; code++) {
                compare("%s %02X".formatted(set, code), "\u001B" + set, code);
            }
        }
        for (int code = 0x80; code < 0xA0; code++) {
            compare("C1 %02X".formatted(code), "", code);
        }
        // Half a double mark: marc4j writes the first as a whole and drops the second.
        assertEquals(
                Map.of(
                        "G0 E 6B", "xFE20 x0361",
                        "G1 E 6B", "xFE20 x0361",
                        "G0 E 6C", "xFE21 x",
                        "G1 E 6C", "xFE21 x",
                        "G0 E 7A", "xFE22 x0360",
                        "G1 E 7A", "xFE22 x0360",
                        "G0 E 7B", "xFE23 x",
                        "G1 E 7B", "xFE23 x"),
                differences);
        assertEquals(2 * (94 + 65 + 78 + 94 + 83 + 42 + 90 + 73) + 31 + 4, compared);
    }

    @Test
    void everyEastAsianCodeIsWhatMarc4jSaysItIs() {
        for (int first = 0x21; first < 0x7F; first++) {
            for (int second = 0x21; second < 0x7F; second++) {
                for (int third = 0x20; third < 0x7F; third++) {
                    compare(
                            "%02X%02X%02X".formatted(first, second, third),
                            "\u001B$1",
                            first,
                            second,
                            third);
                }
            }
        }
        // Beyond the first plane: marc4j keeps the last 16 bits only.
        assertEquals(
                Map.of(
                        "217559", "D844DEC4x 12C4x",
                        "222A34", "D849DD1Bx 251Bx",
                        "223339", "D84BDC4Dx 2C4Dx"),
                differences);
        assertEquals(15_739, compared);
    }

    @Test
    void everySubfieldOfRealRecordsIsWhatMarc4jSaysItIs() throws IOException {
        byte[] file;
        try (GZIPInputStream in =
                new GZIPInputStream(
                        Files.newInputStream(SpecFolder.file("data/uva_marc8_2000.mrc.gz")))) {
            file = in.readAllBytes();
        }
        String text = new String(file, StandardCharsets.ISO_8859_1);
        for (String piece : BETWEEN_SUBFIELDS.split(text, -1)) {
            byte[] value = Bytes.latin1(piece);
            String ours = decode(value);
            assertEquals(-1, marc8.firstUndecodable(), piece);
            String theirs = marc4j.convert(value);
            if (!ours.equals(theirs)) {
                differences.put(piece, escaped(ours) + "|" + escaped(theirs));
            }
            compared++;
        }
        // Two words with but the first half of a double mark.
        assertEquals(2, differences.size(), differences::toString);
        assertTrue(differences.toString().contains("stat'iFE20la"), differences::toString);
        assertTrue(
                differences.toString().contains("is0332h0332aFE2202BBat"), differences::toString);
        assertEquals(151_424, compared);
    }
}
