package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.testing.AwkwardStream;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

class MarcReaderTest {
    private static final ReadOptions DEFAULT = ReadOptions.DEFAULT;

    private static byte[] file(int records) {
        return Bytes.concat(
                IntStream.rangeClosed(1, records)
                        .mapToObj(RecordBuilder::numbered)
                        .toArray(byte[][]::new));
    }

    private static MarcReader reader(byte[] input) throws IOException {
        return MarcReader.of(input, DEFAULT);
    }

    private static List<String> numbers(Iterable<MarcRecord> records) {
        List<String> numbers = new ArrayList<>();
        records.forEach(record -> numbers.add(record.value("001") + " " + record.number()));
        return numbers;
    }

    private static List<String> expected(int records) {
        return IntStream.rangeClosed(1, records)
                .mapToObj(i -> "test%05d %d".formatted(i, i))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 100_000})
    void batchesOfAnySizeGiveTheSameRecords(int most) throws IOException {
        try (MarcReader reader = reader(file(1000))) {
            List<String> found = new ArrayList<>();
            int batches = 0;
            for (RecordBatch batch = reader.readBatch(most);
                    !batch.isEmpty();
                    batch = reader.readBatch(most)) {
                assertTrue(batch.size() <= most);
                found.addAll(numbers(batch));
                batches++;
            }
            assertEquals(expected(1000), found);
            assertEquals(Math.ceilDiv(1000, most), batches);
            assertEquals(1000, reader.recordsRead());
        }
    }

    @Test
    void aBatchEndsWhereItsBytesAreFull() throws IOException {
        int size = RecordBuilder.numbered(1).length;
        ReadOptions options = DEFAULT.withBatchBytes(3 * size);
        try (MarcReader reader = MarcReader.of(file(7), options)) {
            List<Integer> sizes = new ArrayList<>();
            for (RecordBatch batch = reader.readBatch(); !batch.isEmpty(); ) {
                sizes.add(batch.size());
                batch = reader.readBatch();
            }
            assertEquals(List.of(3, 3, 1), sizes);
        }
        try (MarcReader reader = MarcReader.of(file(3), DEFAULT.withBatchBytes(1))) {
            assertEquals(1, reader.readBatch().size()); // a larger record still comes whole
        }
    }

    @Test
    void aBatchEndsWhereWhatIsSaidOfItsDefectsFillsIt() throws IOException {
        RecordBuilder builder = new RecordBuilder();
        for (int i = 0; i < 500; i++) {
            builder.entry("500", 9999, 0);
        }
        byte[] record = builder.build(); // of 6 KB, with 500 defects of 70 bytes and more
        byte[] input = Bytes.concat(record, record, record, record);
        ReadOptions options = DEFAULT.withBatchBytes(record.length + 500 * 70);
        try (MarcReader reader = MarcReader.of(input, options)) {
            for (int i = 0; i < 4; i++) {
                RecordBatch batch = reader.readBatch();
                assertEquals(1, batch.size());
                assertTrue(batch.get(0).defects().size() >= 500);
            }
            assertTrue(reader.readBatch().isEmpty());
        }
    }

    @Test
    void theOptionsSayHowManyRecordsABatchHasAtMost() throws IOException {
        try (MarcReader reader = MarcReader.of(file(7), DEFAULT.withBatchRecords(4))) {
            assertEquals(4, reader.readBatch().size());
            assertEquals(3, reader.readBatch().size());
        }
    }

    @Test
    void aBatchIsAListThatCannotBeChanged() throws IOException {
        RecordBatch batch = reader(file(3)).readBatch();
        assertEquals(3, batch.size());
        assertEquals("test00003", batch.get(2).value("001"));
        assertThrows(IndexOutOfBoundsException.class, () -> batch.get(3));
        assertThrows(IndexOutOfBoundsException.class, () -> batch.get(-1));
        assertThrows(UnsupportedOperationException.class, () -> batch.remove(0));
    }

    @Test
    void anEmptyInputHasNoRecords() throws IOException {
        try (MarcReader reader = reader(new byte[0])) {
            assertTrue(reader.readBatch().isEmpty());
            assertFalse(reader.iterator().hasNext());
            assertEquals(0, reader.bytesRead());
            assertEquals(List.of(), reader.skipped());
        }
    }

    @Test
    void theEndIsForEverAndDoesNotTouchTheInput() throws IOException {
        AwkwardStream stream = new AwkwardStream(file(2), 1000);
        try (MarcReader reader = MarcReader.of(stream, "name", DEFAULT)) {
            assertEquals(2, reader.readBatch().size());
            assertTrue(reader.readBatch().isEmpty());
            stream.close();
            assertTrue(reader.readBatch().isEmpty());
            assertTrue(reader.readBatch(1).isEmpty());
            Iterator<MarcRecord> records = reader.iterator();
            assertFalse(records.hasNext());
            assertEquals(
                    "name has no more records",
                    assertThrows(NoSuchElementException.class, records::next).getMessage());
        }
    }

    @Test
    void everyWayToReadGivesTheSameRecords() throws IOException {
        byte[] input = file(250);
        assertEquals(expected(250), numbers(reader(input)));
        assertEquals(expected(250), numbers(reader(input).stream().toList()));
        assertEquals(
                expected(250),
                numbers(MarcReader.of(new ByteArrayInputStream(input), "name", DEFAULT)));
        assertEquals(
                expected(250),
                numbers(MarcReader.of(new AwkwardStream(input, 7), "name", DEFAULT)));
        for (int window : new int[] {1, 100, 1 << 20}) {
            assertEquals(
                    expected(250), numbers(MarcReader.of(input, DEFAULT.withWindowBytes(window))));
        }
    }

    @Test
    void nextNeedsNoHasNext() throws IOException {
        Iterator<MarcRecord> records = reader(file(3)).iterator();
        assertEquals(1, records.next().number());
        assertEquals(2, records.next().number());
        assertTrue(records.hasNext());
        assertEquals(3, records.next().number());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void aBatchHasAtLeastOneRecord(int most) throws IOException {
        try (MarcReader reader = reader(file(1))) {
            assertEquals(
                    "a batch has at least 1 record; %d were asked for".formatted(most),
                    assertThrows(IllegalArgumentException.class, () -> reader.readBatch(most))
                            .getMessage());
        }
    }

    @Test
    void aClosedReaderReadsNoMore() throws IOException {
        AwkwardStream stream = new AwkwardStream(file(3), 1000);
        MarcReader reader = MarcReader.of(stream, "name", DEFAULT);
        Iterator<MarcRecord> records = reader.iterator();
        reader.close();
        reader.close();
        assertTrue(stream.closed());
        assertEquals(
                "name: the reader is closed",
                assertThrows(IllegalStateException.class, reader::readBatch).getMessage());
        assertThrows(IllegalStateException.class, records::hasNext);
        assertThrows(IllegalStateException.class, reader::scanBoundaries);
    }

    @Test
    void recordsOutliveTheirReader() throws IOException {
        List<MarcRecord> records;
        try (MarcReader reader = MarcReader.of(file(300), DEFAULT.withWindowBytes(64))) {
            records = reader.stream().toList();
        }
        assertEquals(expected(300), numbers(records));
        assertArrayEquals(RecordBuilder.numbered(300), records.getLast().raw());
        assertEquals("<bytes>", records.getLast().source());
    }

    @Test
    void spansAndBytesReadAccountForTheInput() throws IOException {
        byte[] input = Bytes.concat(Bytes.latin1("\n\n"), file(50), Bytes.latin1("rest"));
        try (MarcReader reader = reader(input)) {
            long next = 2;
            for (MarcRecord record : reader) {
                assertEquals(next, record.span().start());
                next = record.span().end();
            }
            assertEquals(input.length - 4, next);
            assertEquals(input.length, reader.bytesRead());
            assertEquals(
                    List.of(
                            new SkippedRange("<bytes>", new Span(0, 2), SkippedRange.Reason.FILLER),
                            new SkippedRange(
                                    "<bytes>",
                                    new Span(input.length - 4, 4),
                                    SkippedRange.Reason.NO_LEADER)),
                    reader.skipped());
        }
    }

    @Test
    void severalThreadsThatShareAReaderGetEveryRecordOnce() throws Exception {
        List<String> found = Collections.synchronizedList(new ArrayList<>());
        List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
        try (MarcReader reader = MarcReader.of(file(5000), DEFAULT.withWindowBytes(4096))) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(
                        Thread.ofPlatform()
                                .start(() -> {
                                    try {
                                        for (RecordBatch batch = reader.readBatch(9);
                                                !batch.isEmpty(); ) {
                                            found.addAll(numbers(batch));
                                            batch = reader.readBatch(9);
                                        }
                                    } catch (IOException | RuntimeException e) {
                                        thrown.add(e);
                                    }
                                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertEquals(List.of(), thrown);
        assertEquals(5000, found.size());
        assertEquals(new TreeSet<>(expected(5000)), new TreeSet<>(found));
    }

    @Test
    void whatWasFramedBeforeAFailureIsDeliveredAndReadingGoesOn() throws IOException {
        byte[] input = file(40);
        int size = RecordBuilder.numbered(1).length;
        int untilFailure = 10 * size + size / 2;
        MarcReader reader =
                MarcReader.of(new AwkwardStream(input, 500, untilFailure), "name", DEFAULT);
        assertEquals(10, reader.readBatch().size());
        IOException e = assertThrows(IOException.class, reader::readBatch);
        assertEquals("name: the line went dead", e.getMessage());
        assertEquals(30, reader.readBatch().size());
        assertEquals(input.length, reader.bytesRead());

        MarcReader another =
                MarcReader.of(new AwkwardStream(input, 500, untilFailure), "name", DEFAULT);
        Iterator<MarcRecord> records = another.iterator();
        for (int i = 0; i < 10; i++) {
            records.next();
        }
        assertEquals(
                "java.io.IOException: name: the line went dead",
                assertThrows(UncheckedIOException.class, records::hasNext).getMessage());
        assertEquals(11, records.next().number());
    }

    @Test
    void boundariesAreThoseOfTheRecords() throws IOException {
        Random random = new Random(4);
        byte[] input = new byte[0];
        for (int i = 0; i < 300; i++) {
            byte[] record = RecordBuilder.numbered(i);
            input =
                    Bytes.concat(
                            input,
                            random.nextInt(5) == 0
                                    ? Bytes.remove(record, random.nextInt(record.length), 1)
                                    : record,
                            Bytes.repeat('\n', random.nextInt(2)));
        }
        try (MarcReader records = reader(input);
                MarcReader boundaries = reader(input)) {
            assertEquals(
                    records.stream().map(MarcRecord::span).toList(), boundaries.scanBoundaries());
            assertEquals(records.skipped(), boundaries.skipped());
            assertEquals(input.length, boundaries.bytesRead());
            assertEquals(List.of(), boundaries.scanBoundaries());
        }
    }

    @Test
    void boundariesOfPiecesEndWithTheFieldTerminator() throws IOException {
        ReadOptions options = DEFAULT.withFraming(Framing.TERMINATOR).withWindowBytes(3);
        byte[] input = Bytes.latin1("abc\u001E\u001Erest");
        try (MarcReader reader = MarcReader.of(input, options)) {
            assertEquals(
                    List.of(new Span(0, 4), new Span(4, 1), new Span(5, 4)),
                    reader.scanBoundaries());
            assertEquals(input.length, reader.bytesRead());
            assertEquals(
                    "<bytes>: the framing TERMINATOR gives ranges, not records;"
                            + " scan its boundaries",
                    assertThrows(IllegalStateException.class, reader::readBatch).getMessage());
        }
    }

    @Test
    void manyPiecesAreAllFound() throws IOException {
        byte[] input = new byte[30_000];
        for (int i = 2; i < input.length; i += 3) {
            input[i] = 0x1E;
        }
        try (MarcReader reader = MarcReader.of(input, DEFAULT.withFraming(Framing.TERMINATOR))) {
            assertEquals(
                    LongStream.range(0, 10_000).mapToObj(i -> new Span(3 * i, 3)).toList(),
                    reader.scanBoundaries());
        }
    }

    @Test
    void moreOddTagsThanABatchHasRoomForLoseOnlyTheirNames() throws IOException {
        byte[] input = new byte[0];
        for (int record = 0; record < 5; record++) {
            RecordBuilder builder = new RecordBuilder();
            for (int i = 0; i < 2000; i++) {
                builder.field("%c%02d".formatted('a' + (record * 20 + i / 100), i % 100), "xy" + i);
            }
            input = Bytes.concat(input, builder.build());
        }
        RecordBatch batch = reader(input).readBatch(5);
        List<Field> fields = batch.stream().flatMap(r -> r.fields().stream()).toList();
        assertEquals(10_000, fields.size());
        for (int i = 0; i < fields.size(); i++) {
            String tag = "%c%02d".formatted('a' + i / 100, i % 100);
            assertEquals(i < 8191 ? tag : "???", fields.get(i).tag());
            assertEquals("xy" + i % 2000, ((ControlField) fields.get(i)).data());
        }
        assertEquals(1, batch.get(4).fields("%c90".formatted('a' + 81)).size());
        assertEquals(0, batch.get(4).fields("%c91".formatted('a' + 81)).size());
    }
}
