package org.panamarc.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.panamarc.Defect;
import org.panamarc.ErrorPolicy;
import org.panamarc.Framing;
import org.panamarc.MarcReader;
import org.panamarc.ReadOptions;
import org.panamarc.SkippedRange.Reason;
import org.panamarc.Span;
import org.panamarc.fuzz.Reading.Failure;
import org.panamarc.fuzz.Reading.Seen;
import org.panamarc.fuzz.Reading.Skipped;

/**
 * What holds for every reading of any bytes.
 *
 * <ul>
 *   <li>Reading ends, and throws nothing but what {@link ErrorPolicy#RAISE} says.
 *   <li>The account closes: records and skipped ranges lie side by side and add up to the input.
 *   <li>Window size, batch size, threads and origin change nothing in records, fields, defects,
 *       skipped ranges and what is raised. Boundaries found without reading are those of the
 *       records.
 *   <li>{@link ErrorPolicy#SKIP} gives exactly those records of {@link ErrorPolicy#RECOVER} that
 *       have no defect that counts, and reports the others as ranges left out.
 *   <li>{@link ErrorPolicy#RAISE} gives, read on after each exception, what SKIP gives, and has one
 *       exception for each range that is no filler.
 *   <li>A record without a defect of the structure is the same when its bytes are read alone, and
 *       is what its directory states ({@link StandardCheck}).
 * </ul>
 */
final class ReadCheck {
    /** Of one input, or one of many records would take seconds. */
    private static final int MOST_READ_ALONE = 3;

    private ReadCheck() {}

    /** Reads in every way, the chosen one among them. */
    static void everyWayToReadGivesTheSame(Choice choice) {
        Choice plain = choice.plain();
        Reading all = Reading.of(plain, plain.options);
        accountCloses(all, choice.bytes.length);
        assertEquals(all, Reading.of(choice, choice.options));
        assertEquals(List.of(), all.failures());
        boundariesAreThoseOf(all, choice);

        Reading skip = skipped(all, choice.strict);
        assertEquals(skip, Reading.of(choice, choice.with(ErrorPolicy.SKIP)));
        Reading raise = Reading.of(choice, choice.with(ErrorPolicy.RAISE));
        assertEquals(raised(all, skip, choice), withoutMessagesOfRanges(raise));
        assertEquals(raise, Reading.of(plain, plain.with(ErrorPolicy.RAISE)));
        all.records().stream()
                .filter(record -> record.defects().stream().noneMatch(ReadCheck::ofStructure))
                .limit(MOST_READ_ALONE)
                .forEach(record -> sameAlone(record, choice));
    }

    private static void accountCloses(Reading reading, int size) {
        List<Span> spans = new ArrayList<>();
        reading.records().forEach(record -> spans.add(record.span()));
        reading.skipped().forEach(range -> spans.add(range.span()));
        spans.sort(Comparator.comparingLong(Span::start));
        long next = 0;
        for (Span span : spans) {
            assertEquals(next, span.start(), "records and skipped ranges lie side by side");
            assertTrue(span.length() > 0);
            next = span.end();
        }
        assertEquals(size, next);
        assertEquals(size, reading.bytesRead());
        assertEquals(reading.records().size(), reading.recordsRead());
        for (int i = 0; i < reading.records().size(); i++) {
            assertEquals(i + 1, reading.records().get(i).number());
        }
        assertEquals(counted(reading.records()), reading.defectCounts());
    }

    private static Map<Defect.Kind, Long> counted(List<Seen> records) {
        Map<Defect.Kind, Long> counts = new EnumMap<>(Defect.Kind.class);
        records.forEach(record ->
                record.defects().forEach(defect -> counts.merge(defect.kind(), 1L, Long::sum)));
        return counts;
    }

    private static void boundariesAreThoseOf(Reading reading, Choice choice) {
        try (MarcReader reader = choice.open(choice.options)) {
            assertEquals(
                    reading.records().stream().map(Seen::span).toList(), reader.scanBoundaries());
            assertEquals(reading.skipped(), Reading.skippedBy(reader));
            assertEquals(reading.bytesRead(), reader.bytesRead());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean ofStructure(Defect defect) {
        return defect.severity() == Defect.Severity.STRUCTURE;
    }

    private static boolean counts(Defect defect, boolean strict) {
        return strict || ofStructure(defect);
    }

    /** What SKIP must give where RECOVER gave {@code all}. */
    private static Reading skipped(Reading all, boolean strict) {
        List<Seen> kept = new ArrayList<>();
        List<Skipped> ranges = new ArrayList<>(all.skipped());
        for (Seen record : all.records()) {
            if (record.defects().stream().anyMatch(defect -> counts(defect, strict))) {
                ranges.add(new Skipped(record.span(), Reason.LEFT_OUT));
            } else {
                kept.add(record);
            }
        }
        ranges.sort(Comparator.comparingLong(range -> range.span().start()));
        return new Reading(kept, ranges, List.of(), counted(kept), all.bytesRead(), kept.size());
    }

    /** What RAISE must give, but for the messages about ranges without a record. */
    private static Reading raised(Reading all, Reading skip, Choice choice) {
        List<Failure> failures = new ArrayList<>();
        for (Skipped range : skip.skipped()) {
            Span span = range.span();
            if (range.reason() == Reason.LEFT_OUT) {
                failures.add(leftOut(all, span, choice));
            } else if (range.reason() != Reason.FILLER) {
                failures.add(noRecord(numberAt(all, span), span));
            }
        }
        return new Reading(
                skip.records(),
                skip.skipped(),
                failures,
                skip.defectCounts(),
                skip.bytesRead(),
                skip.recordsRead());
    }

    private static Failure leftOut(Reading all, Span span, Choice choice) {
        Defect first =
                all.records().stream()
                        .filter(record -> record.span().equals(span))
                        .flatMap(record -> record.defects().stream())
                        .filter(defect -> counts(defect, choice.strict))
                        .findFirst()
                        .orElseThrow();
        return new Failure(first, HexFormat.of().formatHex(choice.only(span).bytes));
    }

    /** The number of the record after a range, which is the next one's at its place. */
    private static long numberAt(Reading all, Span range) {
        return 1
                + all.records().stream()
                        .filter(record -> record.span().start() < range.start())
                        .count();
    }

    private static Failure noRecord(long number, Span span) {
        return new Failure(new Defect(Defect.Kind.NO_RECORD, number, span.start(), null, ""), "");
    }

    private static Reading withoutMessagesOfRanges(Reading reading) {
        return new Reading(
                reading.records(),
                reading.skipped(),
                reading.failures().stream().map(ReadCheck::withoutMessageOfRange).toList(),
                reading.defectCounts(),
                reading.bytesRead(),
                reading.recordsRead());
    }

    private static Failure withoutMessageOfRange(Failure failure) {
        Defect defect = failure.defect();
        return defect.kind() == Defect.Kind.NO_RECORD
                ? new Failure(
                        new Defect(
                                defect.kind(),
                                defect.recordNumber(),
                                defect.offset(),
                                defect.tag(),
                                ""),
                        "")
                : failure;
    }

    private static void sameAlone(Seen record, Choice choice) {
        long start = record.span().start();
        Choice alone = choice.plain().only(record.span());
        List<Defect> defects =
                record.defects().stream()
                        .map(d -> new Defect(d.kind(), 1, d.offset() - start, d.tag(), d.message()))
                        .toList();
        Seen expected =
                new Seen(
                        1,
                        new Span(0, record.span().length()),
                        record.leader(),
                        record.fields(),
                        defects);
        assertEquals(List.of(expected), Reading.of(alone, alone.options).records());
    }

    /** Pieces ended by 0x1E: each ends at the first one after its start, but perhaps the last. */
    static void piecesEndAtFieldTerminators(Choice choice) {
        ReadOptions options = choice.options.withFraming(Framing.TERMINATOR);
        List<Span> expected = new ArrayList<>();
        byte[] bytes = choice.bytes;
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0x1E || i == bytes.length - 1) {
                expected.add(new Span(start, i + 1 - start));
                start = i + 1;
            }
        }
        try (MarcReader reader = choice.open(options)) {
            assertEquals(expected, reader.scanBoundaries());
            assertEquals(bytes.length, reader.bytesRead());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
