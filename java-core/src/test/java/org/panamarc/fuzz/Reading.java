package org.panamarc.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.panamarc.Defect;
import org.panamarc.Field;
import org.panamarc.MarcFormatException;
import org.panamarc.MarcReader;
import org.panamarc.MarcRecord;
import org.panamarc.ReadOptions;
import org.panamarc.RecordBatch;
import org.panamarc.SkippedRange;
import org.panamarc.Span;

/**
 * Everything that reading an input to its end gave, for comparison with another reading.
 *
 * @param failures what the error policy raised, in order
 */
record Reading(
        List<Seen> records,
        List<Skipped> skipped,
        List<Failure> failures,
        Map<Defect.Kind, Long> defectCounts,
        long bytesRead,
        long recordsRead) {

    /** A record; its raw bytes have been compared with those of the input. */
    record Seen(long number, Span span, String leader, List<Field> fields, List<Defect> defects) {}

    /** A skipped range; its source's name differs from origin to origin. */
    record Skipped(Span span, SkippedRange.Reason reason) {}

    /** What was raised; the bytes at fault in hexadecimal. */
    record Failure(Defect defect, String bytes) {}

    /** Reads all bytes, going on after what is raised. */
    static Reading of(Choice choice, ReadOptions options) {
        try (MarcReader reader = choice.open(options)) {
            List<Seen> records = new ArrayList<>();
            List<Failure> failures = new ArrayList<>();
            while (true) {
                assertTrue(
                        records.size() + failures.size() <= choice.bytes.length,
                        "each batch and each failure takes bytes of the input");
                try {
                    RecordBatch batch = reader.readBatch();
                    if (batch.isEmpty()) {
                        break;
                    }
                    assertTrue(batch.size() <= options.batchRecords());
                    batch.forEach(record -> records.add(seen(record, choice.bytes)));
                } catch (MarcFormatException e) {
                    failures.add(new Failure(e.defect(), HexFormat.of().formatHex(e.bytes())));
                }
            }
            assertTrue(reader.readBatch().isEmpty(), "the end stays the end");
            return new Reading(
                    records,
                    skippedBy(reader),
                    failures,
                    reader.defectCounts(),
                    reader.bytesRead(),
                    reader.recordsRead());
        } catch (IOException e) {
            throw new AssertionError("bytes that are at hand can be read", e);
        }
    }

    private static Seen seen(MarcRecord record, byte[] bytes) {
        Span span = record.span();
        assertArrayEquals(
                Arrays.copyOfRange(bytes, (int) span.start(), (int) span.end()), record.raw());
        ValuesCheck.valuesAreThoseOfTheFields(record);
        StandardCheck.recordInOrderIsWhatItsDirectoryStates(record);
        return new Seen(
                record.number(), span, record.leader().text(), record.fields(), record.defects());
    }

    /** What a reader has skipped so far. */
    static List<Skipped> skippedBy(MarcReader reader) {
        return reader.skipped().stream()
                .map(range -> new Skipped(range.span(), range.reason()))
                .toList();
    }
}
