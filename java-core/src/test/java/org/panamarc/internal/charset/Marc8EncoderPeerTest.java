package org.panamarc.internal.charset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.marc4j.converter.impl.AnselToUnicode;
import org.marc4j.converter.impl.UnicodeToAnsel;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.SpecFolder;

/** What is written in MARC-8, compared with what yaz and marc4j write, and as marc4j reads it. */
class Marc8EncoderPeerTest {
    private static final Pattern BETWEEN_SUBFIELDS = Pattern.compile("[\\x1D-\\x1F]");

    private final Marc8Encoder encoder = new Marc8Encoder();
    private final Marc8 decoder = new Marc8();
    private final AnselToUnicode fromMarc4j = new AnselToUnicode();
    private final Map<String, String> differences = new TreeMap<>();

    private byte[] encode(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int length = encoder.encode(utf8, 0, utf8.length, true);
        return Arrays.copyOf(encoder.bytes(), length);
    }

    private String decode(byte[] value) {
        byte[] room = new byte[decoder.mostGrowth() * value.length];
        int end = decoder.decode(value, 0, value.length, room, 0);
        return new String(room, 0, end, StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }

    private static String nfc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private record Golden(int point, String hex) {}

    private static List<Golden> golden() throws IOException {
        return Files.readAllLines(SpecFolder.file("marc8/yaz_encoded.tsv")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t"))
                .map(row -> new Golden(Integer.parseInt(row[0], 16), row[1]))
                .toList();
    }

    @Test
    void everyCharacterIsWhatYazMakesOfIt() throws IOException {
        int compared = 0;
        for (Golden golden : golden()) {
            String character = Character.toString(golden.point);
            String itself = hex(encode(character));
            String mark = hex(encode("x" + character)).replaceFirst("78$", "");
            compared++;
            if (!golden.hex.equals(itself) && !golden.hex.equals(mark)) {
                differences.put("%04X".formatted(golden.point), golden.hex + " " + mark);
            }
        }
        assertEquals(
                Map.of(
                        // A reference; yaz has the code of U+02BC.
                        "02BE", "AE 78262378303242453B",
                        // Of marks over two letters there is but one letter here.
                        "0360", "FA78 78262378303336303B",
                        "0361", "EB78 78262378303336313B",
                        // The code that reads as U+3013; yaz has one that reads as U+EA00.
                        "3013", "1B24316F76241B2842 781B2431212A461B2842"),
                differences);
        assertEquals(16_027, compared);
    }

    /** A letter that may have a mark in MARC-8: of the mark's own script. */
    private static String letter(int point) {
        if (Character.UnicodeScript.of(point) == Character.UnicodeScript.HEBREW) {
            return "\u05D1";
        }
        if (point >= 0x600 && point < 0x700) {
            return "\u0628";
        }
        return point == 0x314 || point == 0x342 || point == 0x345 ? "\u03B1" : "x";
    }

    @Test
    void marc4jReadsEveryCharacterAsItIs() throws IOException {
        for (Golden golden : golden()) {
            String text = letter(golden.point) + Character.toString(golden.point) + "y";
            byte[] encoded = encode(text);
            String theirs = fromMarc4j.convert(encoded);
            if (!nfc(theirs).equals(nfc(text))) {
                differences.put("%04X".formatted(golden.point), theirs);
            }
        }
        assertEquals(Map.of("02BE", "x&#x02BE;y"), differences);
    }

    @Test
    void whatMarc4jWritesReadsAsWhatWeWrite() throws IOException {
        UnicodeToAnsel marc4j = new UnicodeToAnsel();
        for (Golden golden : golden()) {
            String text = letter(golden.point) + Character.toString(golden.point) + "y";
            String theirs = decode(Bytes.latin1(marc4j.convert(text)));
            // It writes a mark of Hebrew or Arabic before the escape sequence of its set.
            if (!isMarkOfG0(golden.point)) {
                assertEquals(nfc(decode(encode(text))), nfc(theirs), text);
            }
        }
    }

    private static boolean isMarkOfG0(int point) {
        Marc8Set set = Marc8Set.of(point);
        return set != null && !set.isHigh() && (set.code(point) & CodeTable.MARK) != 0;
    }

    @Test
    void realValuesAreWrittenUnchanged() throws IOException {
        byte[] file;
        try (GZIPInputStream in =
                new GZIPInputStream(
                        Files.newInputStream(SpecFolder.file("data/uva_marc8_2000.mrc.gz")))) {
            file = in.readAllBytes();
        }
        String text = new String(file, StandardCharsets.ISO_8859_1);
        int compared = 0;
        for (String piece : BETWEEN_SUBFIELDS.split(text, -1)) {
            byte[] value = Bytes.latin1(piece);
            String decoded = decode(value);
            byte[] again = encode(decoded);
            compared++;
            assertEquals(decoded, decode(again));
            assertArrayEquals(value, again, piece);
        }
        assertEquals(151_424, compared);
    }
}
