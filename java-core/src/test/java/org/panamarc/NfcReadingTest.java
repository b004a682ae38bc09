package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;
import org.panamarc.testing.SpecFolder;

/** Values in Unicode Normalization Form C, whatever they are coded in. */
class NfcReadingTest {
    private static final ReadOptions NFC = ReadOptions.DEFAULT.withNfc(Nfc.ALL);

    private static MarcRecord record(byte[] input, ReadOptions options) throws IOException {
        return MarcReader.of(input, options).readBatch().getFirst();
    }

    private static byte[] title(char scheme, String latin1) {
        return new RecordBuilder().scheme(scheme).field("245", Bytes.latin1(latin1)).build();
    }

    @Test
    void marc8IsComposed() throws IOException {
        byte[] input = title(' ', "10\u001FaCaf\u00E2e\u001Fb\u00E2\u001Fcx");
        MarcRecord record = record(input, NFC);
        assertEquals("Caf\u00E9", record.value("245$a"));
        assertEquals("\u0301", record.value("245$b"));
        assertEquals(List.of(), record.defects());
        assertArrayEquals(input, record.raw());
    }

    @Test
    void utf8IsComposed() throws IOException {
        byte[] input =
                new RecordBuilder()
                        .field("001", "e\u0301")
                        .field("245", "10$aCafe\u0301$b\u0301$cx")
                        .build();
        MarcRecord record = record(input, NFC);
        assertEquals("\u00E9", record.value("001"));
        assertEquals("Caf\u00E9", record.value("245$a"));
        assertEquals("\u0301", record.value("245$b"));
        assertEquals("x", record.value("245$c"));
        assertEquals(List.of(), record.defects());
        assertArrayEquals(input, record.raw());
    }

    @Test
    void utf8ValuesStayWhereOnlyDecodedOnesAreComposed() throws IOException {
        ReadOptions decoded = ReadOptions.DEFAULT.withNfc(Nfc.DECODED);
        String marked = "10\u001Fae\u00CC\u0081";
        assertEquals("e\u0301", record(title('a', marked), decoded).value("245$a"));
        assertEquals("e\u0301", record(title(' ', marked), decoded).value("245$a")); // lies
        assertEquals(
                "e\u0301\uFFFD", record(title('a', marked + "\u00FF"), decoded).value("245$a"));
        assertEquals("\u00E9", record(title(' ', "10\u001Fa\u00E2e"), decoded).value("245$a"));
    }

    @Test
    void damagedUtf8IsComposedToo() throws IOException {
        MarcRecord record = record(title('a', "10\u001Fae\u00CC\u0081\u00FFe\u00CC\u0081"), NFC);
        assertEquals("\u00E9\uFFFD\u00E9", record.value("245$a"));
    }

    @Test
    void theEncodingOfAFileAndTheSetsOfUnimarcAreComposed() throws IOException {
        byte[] vietnamese = title(' ', "10\u001FaVi\u00EA\u00F2t"); // windows-1258 has marks
        ReadOptions file = NFC.withFileEncoding(FileEncoding.of(Charset.forName("windows-1258")));
        assertEquals("Vi\u1EC7t", record(vietnamese, file).value("245$a"));
        byte[] unimarc =
                new RecordBuilder()
                        .scheme(' ')
                        .field("100", "  $a" + " ".repeat(26) + "0103")
                        .field("200", Bytes.latin1("1 \u001FaCaf\u00C2e"))
                        .build();
        ReadOptions field100 = NFC.withFileEncoding(FileEncoding.Rule.UNIMARC);
        assertEquals("Caf\u00E9", record(unimarc, field100).value("200$a"));
    }

    @ParameterizedTest
    @CsvSource({
        "bu_bibs_100.mrc, 0",
        "cliffeh_1010.mrc.gz, 394",
        "ia_malformed_116.mrc, 3",
        "loc_authority_150.mrc, 39",
        "loc_bibliographic_386.mrc, 74",
        "loc_edge_cases_50.mrc, 0",
        "uva_marc8_2000.mrc.gz, 833"
    })
    void everyValueOfARealFileIsWhatItIsElseInNfc(String name, int changed) throws IOException {
        Path path = SpecFolder.file("data/" + name);
        int differing = 0;
        for (int window : new int[] {64 * 1024, 1 << 20}) {
            ReadOptions options = ReadOptions.DEFAULT.withWindowBytes(window);
            try (MarcReader plain = MarcReader.open(path, options);
                    MarcReader composed = MarcReader.open(path, options.withNfc(Nfc.ALL))) {
                var others = composed.iterator();
                for (MarcRecord record : plain) {
                    MarcRecord other = others.next();
                    assertEquals(
                            record.fields().stream().map(NfcReadingTest::inNfc).toList(),
                            other.fields());
                    assertEquals(record.defects(), other.defects());
                    assertArrayEquals(record.raw(), other.raw());
                    differing += record.fields().equals(other.fields()) ? 0 : 1;
                }
                assertTrue(!others.hasNext());
                assertEquals(plain.skipped(), composed.skipped());
                assertEquals(plain.bytesRead(), composed.bytesRead());
            }
        }
        assertEquals(2 * changed, differing);
    }

    private static Field inNfc(Field field) {
        return switch (field) {
            case ControlField control -> new ControlField(control.tag(), nfc(control.data()));
            case DataField data ->
                    new DataField(
                            data.tag(),
                            data.indicators(),
                            data.subfields().stream()
                                    .map(s -> new Subfield(s.code(), nfc(s.value())))
                                    .toList());
        };
    }

    private static String nfc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}
