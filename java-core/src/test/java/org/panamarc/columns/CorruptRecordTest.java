package org.panamarc.columns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panamarc.ErrorPolicy;
import org.panamarc.ReadOptions;
import org.panamarc.columns.Column.Kind;
import org.panamarc.testing.SpecFolder;

/** The column of the bytes of corrupt records. */
class CorruptRecordTest {
    private static ColumnScan.Builder scan(Path file, ReadOptions options) {
        return ColumnScan.builder()
                .file(file)
                .options(options)
                .column("corrupt", Column.of(Kind.CORRUPT_RECORD))
                .column("offset", Column.of(Kind.OFFSET))
                .column("length", Column.of(Kind.LENGTH));
    }

    @ParameterizedTest
    @CsvSource({
        "bu_bibs_100.mrc, false, 1",
        "bu_bibs_100.mrc, true, 2",
        "ia_malformed_116.mrc, false, 2",
        "ia_malformed_116.mrc, true, 1"
    })
    void bytesAreThoseOfRecordsThatSkipLeavesOut(String name, boolean strict, int threads)
            throws IOException {
        Path file = SpecFolder.file("data/" + name);
        byte[] bytes = Files.readAllBytes(file);
        ReadOptions options = ReadOptions.DEFAULT.withStrict(strict).withThreads(threads);
        List<List<@Nullable Object>> rows = Rows.of(scan(file, options));
        List<List<@Nullable Object>> sound =
                rows.stream().filter(row -> row.getFirst() == null).toList();
        assertEquals(Rows.of(scan(file, options.withOnError(ErrorPolicy.SKIP))), sound);
        assertFalse(sound.size() == rows.size());
        for (List<@Nullable Object> row : rows) {
            if (row.get(0) instanceof byte[] corrupt
                    && row.get(1) instanceof Long offset
                    && row.get(2) instanceof Long length) {
                int from = offset.intValue();
                assertArrayEquals(
                        Arrays.copyOfRange(bytes, from, from + length.intValue()), corrupt);
            }
        }
    }

    @Test
    void recordOfAnotherFormatIsGivenAsItWasPutTogether() throws IOException {
        String xml =
                """
                <collection xmlns="http://www.loc.gov/MARC21/slim">
                <record><leader>00000nam a2200000 a 4500</leader>\
                <controlfield tag="001">a</controlfield></record>
                <record><controlfield tag="001">b</controlfield></record>
                </collection>
                """;
        List<List<@Nullable Object>> rows =
                Rows.of(
                        ColumnScan.builder()
                                .bytes(xml.getBytes(StandardCharsets.UTF_8), "xml")
                                .column("corrupt", Column.of(Kind.CORRUPT_RECORD))
                                .column("defects", Column.of(Kind.DEFECTS)));
        assertNull(rows.get(0).getFirst());
        assertEquals(List.of("format"), rows.get(1).get(1));
        byte[] made = (byte[]) rows.get(1).getFirst();
        assertEquals("00040", new String(made, 0, 5, StandardCharsets.US_ASCII));
    }

    @Test
    void columnHasNoDictionary() {
        Column column = Column.of(Kind.CORRUPT_RECORD);
        assertThrows(IllegalArgumentException.class, column::asDictionary);
    }
}
