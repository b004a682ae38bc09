package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

class ErrorPolicyTest {
    private static final byte[] GOOD = RecordBuilder.numbered(1);
    private static final long SIZE = GOOD.length;
    private static final byte[] BROKEN = Bytes.with(GOOD, 0, "99999");
    private static final byte[] MARC_8 =
            new RecordBuilder()
                    .scheme(' ')
                    .field("245", Bytes.latin1("10\u001FaCaf\u00FFe"))
                    .build();
    private static final byte[] JUNK = Bytes.latin1("This is <no> record, is it?");

    private static MarcReader reader(byte[] input, ErrorPolicy policy) throws IOException {
        return MarcReader.of(input, ReadOptions.DEFAULT.withOnError(policy));
    }

    private static MarcReader strict(byte[] input, ErrorPolicy policy) throws IOException {
        return MarcReader.of(input, ReadOptions.DEFAULT.withOnError(policy).withStrict(true));
    }

    /** What a reader gives: numbers of records, messages of exceptions. */
    private static List<String> all(MarcReader reader) throws IOException {
        List<String> events = new ArrayList<>();
        while (true) {
            try {
                RecordBatch batch = reader.readBatch();
                if (batch.isEmpty()) {
                    return events;
                }
                batch.forEach(record -> events.add("record " + record.number()));
            } catch (MarcFormatException e) {
                events.add(e.getMessage());
            }
        }
    }

    private static SkippedRange skipped(long start, long length, SkippedRange.Reason reason) {
        return new SkippedRange("<bytes>", new Span(start, length), reason);
    }

    private static void assertAccounted(MarcReader reader, List<Span> spans, long size) {
        List<Span> all = new ArrayList<>(spans);
        reader.skipped().forEach(range -> all.add(range.span()));
        all.sort((a, b) -> Long.compare(a.start(), b.start()));
        long next = 0;
        for (Span span : all) {
            assertEquals(next, span.start());
            next = span.end();
        }
        assertEquals(size, next);
        assertEquals(size, reader.bytesRead());
    }

    @Test
    void recoverGivesEveryRecordWithItsDefects() throws IOException {
        MarcReader reader = reader(Bytes.concat(GOOD, BROKEN, MARC_8, GOOD), ErrorPolicy.RECOVER);
        List<MarcRecord> records = reader.stream().toList();
        assertEquals(4, records.size());
        assertEquals(
                List.of(
                        new Defect(
                                Defect.Kind.RECORD_LENGTH,
                                2,
                                SIZE,
                                null,
                                "the leader states a record length of '99999'; the record has "
                                        + SIZE
                                        + " bytes")),
                records.get(1).defects());
        assertEquals(List.of(), records.get(3).defects());
        assertEquals(
                Map.of(Defect.Kind.RECORD_LENGTH, 1L, Defect.Kind.UNDECODABLE, 1L),
                reader.defectCounts());
        assertEquals(List.of(), reader.skipped());
    }

    @Test
    void skipLeavesOutRecordsWithABrokenStructure() throws IOException {
        byte[] input = Bytes.concat(GOOD, BROKEN, MARC_8, BROKEN, BROKEN, GOOD, JUNK);
        MarcReader reader = reader(input, ErrorPolicy.SKIP);
        List<MarcRecord> records = reader.stream().toList();
        assertEquals(List.of(1L, 3L, 6L), records.stream().map(MarcRecord::number).toList());
        assertEquals(
                List.of(4, 1, 4), records.stream().map(record -> record.fields().size()).toList());
        assertEquals(
                List.of(0, 1, 0), records.stream().map(record -> record.defects().size()).toList());
        long marc8 = 2 * SIZE;
        long next = marc8 + MARC_8.length;
        assertEquals(
                List.of(
                        skipped(SIZE, SIZE, SkippedRange.Reason.LEFT_OUT),
                        skipped(next, SIZE, SkippedRange.Reason.LEFT_OUT),
                        skipped(next + SIZE, SIZE, SkippedRange.Reason.LEFT_OUT),
                        skipped(next + 3 * SIZE, JUNK.length, SkippedRange.Reason.NO_LEADER)),
                reader.skipped());
        assertEquals(Map.of(Defect.Kind.UNDECODABLE, 1L), reader.defectCounts());
        assertEquals(3, reader.recordsRead());
        assertAccounted(reader, records.stream().map(MarcRecord::span).toList(), input.length);
    }

    @Test
    void raiseThrowsAtTheRecordAndGoesOnAfterIt() throws IOException {
        byte[] input = Bytes.concat(GOOD, GOOD, BROKEN, MARC_8, BROKEN, GOOD);
        MarcReader reader = reader(input, ErrorPolicy.RAISE);
        assertEquals(2, reader.readBatch().size()); // the records before come first
        MarcFormatException e = assertThrows(MarcFormatException.class, reader::readBatch);
        assertEquals(
                "<bytes>: record 3 at byte %d: the leader states a record length of '99999'; the record has %d bytes"
                        .formatted(2 * SIZE, SIZE),
                e.getMessage());
        assertEquals("<bytes>", e.source());
        assertEquals(Defect.Kind.RECORD_LENGTH, e.defect().kind());
        assertEquals(3, e.defect().recordNumber());
        assertEquals(2 * SIZE, e.defect().offset());
        assertArrayEquals(BROKEN, e.bytes());
        assertEquals(
                List.of(
                        "record 4",
                        "<bytes>: record 5 at byte %d: the leader states a record length of '99999'; the record has %d bytes"
                                .formatted(3 * SIZE + MARC_8.length, SIZE),
                        "record 6"),
                all(reader));
        assertEquals(input.length, reader.bytesRead());
        assertEquals(4, reader.recordsRead());
    }

    @Test
    void anIteratorGoesOnAfterAnException() throws IOException {
        var records = reader(Bytes.concat(GOOD, BROKEN, GOOD), ErrorPolicy.RAISE).iterator();
        assertEquals(1, records.next().number());
        assertThrows(MarcFormatException.class, records::hasNext);
        assertTrue(records.hasNext());
        assertEquals(3, records.next().number());
    }

    @Test
    void aTagAtFaultIsNamed() throws IOException {
        byte[] record =
                new RecordBuilder()
                        .entry("245", 9, 0)
                        .data(Bytes.latin1("10\u001FaT\u001E"))
                        .build();
        assertEquals(
                List.of(
                        "<bytes>: record 1 at byte 24, field 245: 1 of 1 directory entries disagree"
                                + " with the field terminators, which are followed; the first,"
                                + " entry 1, states length 0009 at 00000; its field has length 6"
                                + " at 0"),
                all(reader(record, ErrorPolicy.RAISE)));
    }

    @Test
    void strictCountsContentToo() throws IOException {
        byte[] input = Bytes.concat(GOOD, MARC_8, GOOD);
        long high = SIZE + Bytes.indexOf(MARC_8, "\u00FF");
        assertEquals(
                List.of(
                        "record 1",
                        "<bytes>: record 2 at byte %d, field 245: byte 0xFF is no character of MARC-8; such bytes are read as U+FFFD"
                                .formatted(high),
                        "record 3"),
                all(strict(input, ErrorPolicy.RAISE)));
        MarcReader skipping = strict(input, ErrorPolicy.SKIP);
        assertEquals(List.of("record 1", "record 3"), all(skipping));
        assertEquals(
                List.of(skipped(SIZE, MARC_8.length, SkippedRange.Reason.LEFT_OUT)),
                skipping.skipped());
        assertEquals(Map.of(), skipping.defectCounts());
        assertEquals(3, all(strict(input, ErrorPolicy.RECOVER)).size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 1 << 20})
    void bytesThatHoldNoRecordRaiseOnceForEachRange(int window) throws IOException {
        byte[] input =
                Bytes.concat(GOOD, Bytes.latin1("\n\n"), JUNK, Bytes.repeat('x', 3000), GOOD, JUNK);
        MarcReader reader =
                MarcReader.of(
                        input,
                        ReadOptions.DEFAULT.withOnError(ErrorPolicy.RAISE).withWindowBytes(window));
        String found =
                "no record begins here: found 54 68 69 73 20 69 73 20 3C 6E 6F 3E 20 72 65 63 6F 72 64 2C 20 69 73 20, expected a leader of 24 bytes";
        assertEquals(
                List.of(
                        "record 1",
                        "<bytes>: record 2 at byte %d: %s".formatted(SIZE, found),
                        "record 2",
                        "<bytes>: record 3 at byte %d: %s"
                                .formatted(input.length - JUNK.length, found)),
                all(reader));
        assertEquals(
                List.of(
                        skipped(SIZE, 3029, SkippedRange.Reason.NO_LEADER),
                        skipped(
                                input.length - JUNK.length,
                                JUNK.length,
                                SkippedRange.Reason.NO_LEADER)),
                reader.skipped());
    }

    @ParameterizedTest
    @EnumSource
    void fillerIsNoDefectUnderAnyPolicy(ErrorPolicy policy) throws IOException {
        byte[] input = Bytes.concat(GOOD, Bytes.latin1("\r\n"), GOOD, Bytes.of(0x1A, 0, 0));
        MarcReader reader = strict(input, policy);
        assertEquals(List.of("record 1", "record 2"), all(reader));
        assertEquals(
                List.of(
                        skipped(SIZE, 2, SkippedRange.Reason.FILLER),
                        skipped(2 * SIZE + 2, 3, SkippedRange.Reason.FILLER)),
                reader.skipped());
    }

    @Test
    void aRecordLargerThanAllowedRaises() throws IOException {
        byte[] endless = Bytes.concat(Arrays.copyOf(BROKEN, 30), Bytes.repeat('x', 6000));
        MarcReader reader =
                MarcReader.of(
                        Bytes.concat(endless, GOOD),
                        ReadOptions.DEFAULT
                                .withOnError(ErrorPolicy.RAISE)
                                .withMaxRecordBytes(1000));
        List<String> events = all(reader);
        assertEquals(
                "<bytes>: record 1 at byte 0: the record does not end within 1000 bytes,"
                        + " the largest size allowed",
                events.getFirst());
        assertEquals("record 1", events.getLast());
        assertEquals(SkippedRange.Reason.NO_END, reader.skipped().getFirst().reason());
        assertEquals(6030 + SIZE, reader.bytesRead());
    }

    @Test
    void aLeaderWithMoreTerminatorsThanARecordHasRaises() throws IOException {
        byte[] terminators = Bytes.repeat(0x1E, 200_000);
        MarcReader reader =
                reader(
                        Bytes.concat(Arrays.copyOf(BROKEN, 24), terminators, GOOD),
                        ErrorPolicy.RAISE);
        assertEquals(
                List.of(
                        "<bytes>: record 1 at byte 0: the record does not end within 99999 bytes,"
                                + " although these hold 99975 terminators",
                        "<bytes>: record 1 at byte 99999: no record begins here: found"
                                + " 1E".repeat(24)
                                + ", expected a leader of 24 bytes",
                        "record 1"),
                all(reader));
        assertEquals(200_024 + SIZE, reader.bytesRead());
    }

    @ParameterizedTest
    @EnumSource
    void bytesThatAreNotMarcAtAllAreAccountedFor(ErrorPolicy policy) throws IOException {
        byte[] png =
                Bytes.concat(
                        Bytes.of(0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A),
                        Bytes.latin1("\u0000\u0000\u0000\rIHDR"));
        byte[] random = new byte[1 << 20];
        new Random(6).nextBytes(random);
        for (byte[] input : List.of(png, random, Bytes.concat(png, GOOD, random))) {
            MarcReader reader = reader(input, policy);
            List<Span> spans = new ArrayList<>();
            while (true) {
                try {
                    RecordBatch batch = reader.readBatch();
                    batch.forEach(record -> spans.add(record.span()));
                    if (batch.isEmpty()) {
                        break;
                    }
                } catch (MarcFormatException e) {
                    assertEquals(Defect.Kind.NO_RECORD, e.defect().kind());
                }
            }
            assertAccounted(reader, spans, input.length);
        }
        MarcReader reader = reader(png, ErrorPolicy.RAISE);
        assertEquals(
                "<bytes>: record 1 at byte 0: no record begins here: found 89 50 4E 47 0D 0A 1A 0A"
                        + " 00 00 00 0D 49 48 44 52, expected a leader of 24 bytes",
                assertThrows(MarcFormatException.class, reader::readBatch).getMessage());
    }
}
