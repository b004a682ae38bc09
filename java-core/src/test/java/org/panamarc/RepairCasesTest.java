package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.panamarc.testing.AwkwardStream;
import org.panamarc.testing.Dump;
import org.panamarc.testing.RepairCase;
import org.panamarc.testing.RepairCase.Part;
import org.panamarc.testing.RepairCase.Skipped;
import org.panamarc.testing.RepairCase.Whole;

/** Reads each case of {@code spec/cases} in many ways, all of which must give what it says. */
class RepairCasesTest {
    /** Sizes of windows in bytes and of batches in records. */
    private static final int[][] SIZES = {
        {1, 100}, {7, 100}, {64, 1}, {100, 2}, {4096, 100}, {1 << 20, 1}, {1 << 20, 100}
    };

    static Stream<RepairCase> cases() throws IOException {
        return RepairCase.all();
    }

    static Stream<RepairCase> cutCases() throws IOException {
        return RepairCase.all().filter(RepairCase::isCut);
    }

    /** Some cases begin as other formats do; here all are read as what they are not. */
    private static final ReadOptions ISO_2709 = ReadOptions.DEFAULT.withFormat(MarcFormat.ISO_2709);

    @FunctionalInterface
    private interface Opener {
        MarcReader open(ReadOptions options) throws IOException;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void everyWayToReadACaseGivesWhatItSays(RepairCase given) throws IOException {
        byte[] content = given.content();
        for (ErrorPolicy policy : ErrorPolicy.values()) {
            for (boolean strict : new boolean[] {false, true}) {
                Events expected = Events.of(given.parts(), content, policy, strict);
                ReadOptions options = ISO_2709.withOnError(policy).withStrict(strict);
                for (int[] sizes : SIZES) {
                    check(
                            given,
                            expected,
                            options.withWindowBytes(sizes[0]).withBatchRecords(sizes[1]),
                            changed -> MarcReader.of(content, changed));
                }
                check(given, expected, options, changed -> MarcReader.open(given.path(), changed));
                check(
                        given,
                        expected,
                        options.withWindowBytes(64),
                        changed -> MarcReader.of(new AwkwardStream(content, 7), "stream", changed));
            }
        }
    }

    private static void check(RepairCase given, Events expected, ReadOptions options, Opener opener)
            throws IOException {
        byte[] content = given.content();
        try (MarcReader reader = opener.open(options)) {
            assertEquals(expected, Events.of(reader, content), () -> given + ", " + options);
            assertEquals(content.length, reader.bytesRead());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void whatACaseSpellsOutIsWhatIsRead(RepairCase given) throws IOException {
        byte[] content = given.content();
        for (ErrorPolicy policy : List.of(ErrorPolicy.SKIP, ErrorPolicy.RAISE)) {
            List<String> explicit = given.explicit(policy.name().toLowerCase(Locale.ROOT));
            if (explicit != null) {
                try (MarcReader reader = MarcReader.of(content, ISO_2709.withOnError(policy))) {
                    assertEquals(
                            explicit,
                            Events.of(reader, content).events().stream()
                                    .map(event -> event.lines().findFirst().orElseThrow())
                                    .toList());
                }
            }
        }
    }

    @Test
    void theSeveritiesAreThoseOfTheCases() {
        assertEquals(
                RepairCase.contentKinds(),
                Stream.of(Defect.Kind.values())
                        .filter(kind -> kind.severity() == Defect.Severity.CONTENT)
                        .map(Defect.Kind::text)
                        .toList());
    }

    /**
     * What reading gives.
     *
     * @param events records in full, and messages of exceptions
     * @param chunks the bytes that the exceptions have, as ISO 8859-1
     * @param skipped the skipped ranges
     * @param counts defects by kind
     */
    private record Events(
            List<String> events,
            List<String> chunks,
            List<String> skipped,
            Map<Defect.Kind, Long> counts) {
        Events() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new HashMap<>());
        }

        /** What must come of the parts of an input. */
        static Events of(List<Part> parts, byte[] content, ErrorPolicy policy, boolean strict) {
            Events expected = new Events();
            long number = 1;
            for (Part part : parts) {
                boolean raise = policy == ErrorPolicy.RAISE;
                switch (part) {
                    case Skipped range -> {
                        expected.skip(range.span(), range.reason());
                        if (raise && !range.message().isEmpty()) {
                            expected.raise(number, range.span().start(), null, range.message());
                            expected.chunks.add(shown(range.message()));
                        }
                    }
                    case Whole record -> {
                        Optional<Defect> counting =
                                record.defects().stream()
                                        .filter(d ->
                                                strict || d.severity() == Defect.Severity.STRUCTURE)
                                        .findFirst();
                        if (policy == ErrorPolicy.RECOVER || counting.isEmpty()) {
                            expected.give(
                                    number,
                                    record.span(),
                                    record.leader(),
                                    record.fields(),
                                    record.defects());
                        } else {
                            expected.skip(record.span(), "left out");
                            if (raise) {
                                Defect defect = counting.orElseThrow();
                                expected.raise(
                                        number, defect.offset(), defect.tag(), defect.message());
                                expected.chunks.add(bytes(content, record.span()));
                            }
                        }
                        number++;
                    }
                }
            }
            return expected;
        }

        /** The bytes that a message shows in hexadecimal digits. */
        private static String shown(String message) {
            String digits = message.replaceFirst(".*found ", "").replaceFirst(",.*", "");
            return new String(
                    HexFormat.ofDelimiter(" ").parseHex(digits), StandardCharsets.ISO_8859_1);
        }

        private static String bytes(byte[] content, Span span) {
            return new String(
                    content, (int) span.start(), (int) span.length(), StandardCharsets.ISO_8859_1);
        }

        /** What a reader gives. */
        static Events of(MarcReader reader, byte[] content) throws IOException {
            Events read = new Events();
            while (true) {
                try {
                    RecordBatch batch = reader.readBatch();
                    if (batch.isEmpty()) {
                        break;
                    }
                    for (MarcRecord record : batch) {
                        Span span = record.span();
                        read.give(
                                record.number(),
                                span,
                                record.leader().text(),
                                Dump.fields(record),
                                record.defects());
                        byte[] raw =
                                Arrays.copyOfRange(content, (int) span.start(), (int) span.end());
                        assertArrayEquals(raw, record.raw());
                    }
                } catch (MarcFormatException e) {
                    String message = Objects.requireNonNull(e.getMessage());
                    assertTrue(message.startsWith(reader.source() + ": "));
                    read.events.add("{source}" + message.substring(reader.source().length()));
                    read.chunks.add(new String(e.bytes(), StandardCharsets.ISO_8859_1));
                }
            }
            reader.skipped().forEach(range -> read.skip(range.span(), range.reason().text()));
            assertEquals(read.counts, reader.defectCounts());
            return read;
        }

        private void give(
                long number, Span span, String leader, List<String> fields, List<Defect> defects) {
            List<String> lines = new ArrayList<>(List.of("" + number, "" + span, leader));
            lines.addAll(fields);
            defects.forEach(defect -> {
                lines.add(defect.toString());
                counts.merge(defect.kind(), 1L, Long::sum);
            });
            events.add(String.join("\n", lines));
        }

        private void raise(long number, long offset, @Nullable String tag, String message) {
            events.add(
                    "{source}: record %d at byte %d%s: %s"
                            .formatted(
                                    number, offset, tag == null ? "" : ", field " + tag, message));
        }

        private void skip(Span span, String reason) {
            skipped.add(span + " " + reason);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cutCases")
    void aCutAtAnyByteGivesWhatIsThere(RepairCase given) throws IOException {
        byte[] content = given.content();
        List<Part> before = new ArrayList<>(given.parts());
        Whole last = (Whole) before.removeLast();
        int start = (int) last.span().start();
        List<Integer> fieldStarts = fieldStarts(content, start);
        List<String> kept = Events.of(before, content, ErrorPolicy.RECOVER, false).events();
        for (int size = 1; size < last.span().length(); size++) {
            byte[] input = Arrays.copyOf(content, start + size);
            for (int window : new int[] {64, 1 << 20}) {
                ReadOptions options = ISO_2709.withWindowBytes(window);
                try (MarcReader reader = MarcReader.of(input, options)) {
                    List<MarcRecord> records = reader.stream().toList();
                    String where = "cut after %d bytes".formatted(size);
                    try (MarcReader again = MarcReader.of(input, options)) {
                        List<String> events = Events.of(again, input).events();
                        assertEquals(kept, events.subList(0, kept.size()), where);
                    }
                    assertEquals(kept.size() + (size < 24 ? 0 : 1), records.size(), where);
                    Span rest = new Span(start, size);
                    if (size < 24) {
                        assertEquals(
                                List.of(
                                        new SkippedRange(
                                                "<bytes>", rest, SkippedRange.Reason.NO_LEADER)),
                                reader.skipped());
                    } else {
                        assertEquals(List.of(), reader.skipped());
                        assertEquals(rest, records.getLast().span());
                        checkCut(records.getLast(), last, fieldStarts, size, where);
                    }
                }
            }
        }
    }

    /** Offsets in the record of its fields, as its directory, which is in order, states them. */
    private static List<Integer> fieldStarts(byte[] content, int at) {
        String text = new String(content, at, content.length - at, StandardCharsets.ISO_8859_1);
        int base = Integer.parseInt(text.substring(12, 17));
        List<Integer> starts = new ArrayList<>();
        for (int entry = 24; entry < base - 1; entry += 12) {
            starts.add(base + Integer.parseInt(text.substring(entry + 7, entry + 12)));
        }
        return starts;
    }

    private static void checkCut(
            MarcRecord record, Whole whole, List<Integer> starts, int size, String where) {
        List<Defect> defects = record.defects();
        assertTrue(defects.stream().anyMatch(d -> d.kind() == Defect.Kind.TRUNCATED), where);
        List<String> lines = Dump.fields(record);
        int there = (int) starts.stream().filter(start -> start < size).count();
        assertEquals(there, lines.size(), where);
        boolean directoryIsWhole = size >= starts.getFirst();
        assertEquals(
                directoryIsWhole
                        ? whole.fields().stream().skip(there).map(l -> l.substring(1, 4)).toList()
                        : List.of(),
                defects.stream()
                        .filter(d -> d.kind() == Defect.Kind.MISSING_FIELD)
                        .map(Defect::tag)
                        .toList(),
                where);
        if (there > 0) {
            assertEquals(whole.fields().subList(0, there - 1), lines.subList(0, there - 1), where);
            // Only the last field can be cut, and its last character with it.
            String cut = lines.getLast();
            String beginning = cut.substring(0, cut.length() - 1);
            assertTrue(whole.fields().get(there - 1).startsWith(beginning), where);
        }
    }
}
