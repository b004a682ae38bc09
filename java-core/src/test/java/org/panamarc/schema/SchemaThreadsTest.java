package org.panamarc.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.panamarc.ErrorPolicy;
import org.panamarc.MarcFormatException;
import org.panamarc.MarcReader;
import org.panamarc.MarcRecord;
import org.panamarc.ReadOptions;
import org.panamarc.RecordBatch;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;
import org.panamarc.testing.SpecFolder;

/** A report does not depend on threads, windows and batches. */
class SchemaThreadsTest {
    /** Threads, records of a batch, bytes of a window. */
    private static final int[][] WAYS = {
        {1, 100, 1 << 20}, {2, 1, 1 << 20}, {2, 100, 3000}, {2, 7, 1 << 16}, {3, 5000, 3000}
    };

    /** A record at a time. */
    private static final ReadOptions ONE = ReadOptions.DEFAULT.withBatchRecords(1);

    private static ReadOptions way(int[] way) {
        return ReadOptions.DEFAULT
                .withThreads(way[0])
                .withBatchRecords(way[1])
                .withWindowBytes(way[2]);
    }

    /** Real files, and the same with damage. */
    private static byte[] damaged() throws IOException {
        List<byte[]> parts = new ArrayList<>();
        Random random = new Random(7);
        for (String name :
                List.of(
                        "loc_bibliographic_386",
                        "ia_malformed_116",
                        "bu_bibs_100",
                        "loc_edge_cases_50")) {
            byte[] whole = Files.readAllBytes(SpecFolder.file("data/" + name + ".mrc"));
            parts.add(whole);
            byte[] broken = whole.clone();
            for (int i = 0; i < broken.length / 2000; i++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(0x20);
            }
            parts.add(broken);
        }
        return Bytes.concat(parts.toArray(byte[][]::new));
    }

    /** The reports until the end, and what was thrown between. */
    private static List<String> reports(byte[] bytes, MarcSchema schema, ReadOptions options)
            throws IOException {
        List<String> found = new ArrayList<>();
        try (MarcReader reader = MarcReader.of(bytes, options)) {
            boolean more = true;
            while (more) {
                try {
                    SchemaReport report = reader.validate(schema);
                    report.rows().forEach(row -> found.add(row.toString()));
                    found.add(report.records() + " " + report.recordsWithIssues());
                    more = false;
                } catch (MarcFormatException e) {
                    found.add(e.getMessage());
                }
            }
            found.add(reader.skipped() + " " + reader.bytesRead());
        }
        return found;
    }

    @ParameterizedTest
    @EnumSource
    void aReportIsThatOfOneThreadAndSingleRecords(ErrorPolicy policy) throws IOException {
        // Threads begin again after each exception, so that many of them take long.
        byte[] bytes =
                policy == ErrorPolicy.RAISE
                        ? Files.readAllBytes(SpecFolder.file("data/bu_bibs_100.mrc"))
                        : damaged();
        MarcSchema schema = MarcSchemaCasesTest.schema();
        List<String> expected = reports(bytes, schema, ONE.withOnError(policy));
        assertTrue(expected.size() > 20);
        for (int[] way : WAYS) {
            assertEquals(
                    expected,
                    reports(bytes, schema, way(way).withOnError(policy)),
                    Arrays.toString(way));
        }
    }

    @Test
    void placesAfterTheFirstTenThousandAreThoseOfOneThread() throws IOException {
        Random random = new Random(8);
        byte[][] records = new byte[5_000][];
        for (int i = 0; i < records.length; i++) {
            RecordBuilder built = new RecordBuilder();
            for (int field = 0; field < 5; field++) {
                String tag = Integer.toString(0x10000 + random.nextInt(30_000), 36);
                built.field(
                        tag.substring(1).toUpperCase(Locale.ROOT),
                        "x".getBytes(StandardCharsets.UTF_8));
            }
            records[i] = built.build();
        }
        byte[] bytes = Bytes.concat(records);
        MarcSchema schema = MarcSchema.parse("{\"fields\": {}}");
        List<String> expected = reports(bytes, schema, ONE);
        assertEquals(SchemaReport.MOST_PLACES + 2, expected.size() - 1);
        for (int[] way : WAYS) {
            assertEquals(expected, reports(bytes, schema, way(way)), Arrays.toString(way));
        }
    }

    @Test
    void theFirstValueThatTakesTooMuchIsTheErrorOfAllThreads() throws IOException {
        MarcSchema schema =
                MarcSchema.parse(
                        "{\"fields\": {\"001\": {\"pattern\": \"^(a+)+\\\\1$\"}, \"002\": {\"pattern\": \"^(a+)+\\\\1$\"}}}");
        byte[] first =
                new RecordBuilder()
                        .field("002", ("a".repeat(40) + "!").getBytes(StandardCharsets.UTF_8))
                        .build();
        byte[] second =
                new RecordBuilder()
                        .field("001", ("a".repeat(40) + "!").getBytes(StandardCharsets.UTF_8))
                        .build();
        byte[] bytes = Bytes.concat(first, second, second);
        for (int[] way : new int[][] {{1, 100, 1 << 20}, {2, 1, 3000}}) {
            try (MarcReader reader = MarcReader.of(bytes, way(way))) {
                SchemaException caught =
                        assertThrows(SchemaException.class, () -> reader.validate(schema));
                assertEquals("$.fields.002.pattern", caught.path(), Arrays.toString(way));
            }
        }
    }

    @Test
    void recordsAreDeliveredAfterAndBeforeAReport() throws IOException {
        byte[] bytes = Files.readAllBytes(SpecFolder.file("data/loc_bibliographic_386.mrc"));
        MarcSchema schema = MarcSchema.parse("{\"fields\": {}}");
        for (int[] way : WAYS) {
            try (MarcReader reader = MarcReader.of(bytes, way(way))) {
                RecordBatch before = reader.readBatch(40);
                assertEquals(386 - before.size(), reader.validate(schema).records());
                assertTrue(reader.readBatch().isEmpty());
                assertEquals(1, before.stream().mapToLong(MarcRecord::number).min().orElse(0));
            }
        }
    }
}
