package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.testing.Dump;
import org.panamarc.testing.SpecFolder;

/** Reads real files and compares with {@code spec/expected}, whose README defines what is there. */
class GoldenDataTest {
    private final MessageDigest sha256;
    private long records;
    private long fields;
    private long recordsWithDefects;
    private long nextByte;
    private long skippedBefore; // bytes of the input that lie before a record and in none

    GoldenDataTest() throws NoSuchAlgorithmException {
        sha256 = MessageDigest.getInstance("SHA-256");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bu_bibs_100.mrc",
                "cliffeh_1010.mrc.gz",
                "ia_malformed_116.mrc",
                "loc_authority_150.mrc",
                "loc_bibliographic_386.mrc",
                "loc_edge_cases_50.mrc",
                "uva_marc8_2000.mrc.gz"
            })
    void everyWayToReadARealFileGivesWhatIsExpected(String name) throws IOException {
        Path path = SpecFolder.file("data/" + name);
        String expected = Files.readString(SpecFolder.file("expected/" + name + ".json"));
        byte[] bytes = Files.readAllBytes(path);
        for (int window : new int[] {64 * 1024, 1 << 20}) {
            for (int batch : new int[] {1, 100}) {
                ReadOptions options =
                        ReadOptions.DEFAULT.withWindowBytes(window).withBatchRecords(batch);
                try (MarcFile file = MarcFile.open(path, options);
                        MarcReader reader = file.reader()) {
                    assertEquals(expected, summary(name, reader));
                }
                try (MarcReader reader = MarcReader.of(bytes, options)) {
                    assertEquals(expected, summary(name, reader));
                }
            }
        }
    }

    private String summary(String name, MarcReader reader) {
        sha256.reset();
        records = fields = recordsWithDefects = nextByte = skippedBefore = 0;
        reader.forEach(this::take);
        long skipped = reader.skipped().stream().mapToLong(range -> range.span().length()).sum();
        assertEquals(skipped, skippedBefore + reader.bytesRead() - nextByte, "the byte account");
        Map<String, Long> defects = new TreeMap<>();
        reader.defectCounts().forEach((kind, count) -> defects.put(kind.text(), count));
        return """
        {
          "file": "%s",
          "bytes": %d,
          "records": %d,
          "fields": %d,
          "records_with_defects": %d,
          "defects": {%s},
          "skipped_bytes": %d,
          "dump_sha256": "%s"
        }
        """
                .formatted(
                        name,
                        reader.bytesRead(),
                        records,
                        fields,
                        recordsWithDefects,
                        defects.entrySet().stream()
                                .map(e -> "\"%s\": %d".formatted(e.getKey(), e.getValue()))
                                .collect(Collectors.joining(", ")),
                        skipped,
                        HexFormat.of().formatHex(sha256.digest()));
    }

    private void take(MarcRecord record) {
        records++;
        assertEquals(records, record.number());
        assertTrue(record.span().start() >= nextByte, "records do not overlap");
        skippedBefore += record.span().start() - nextByte;
        nextByte = record.span().end();
        assertEquals(record.span().length(), record.raw().length);
        recordsWithDefects += record.defects().isEmpty() ? 0 : 1;
        fields += record.fields().size();
        sha256.update(Dump.of(record).getBytes(StandardCharsets.UTF_8));
    }
}
