package org.panamarc.internal.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.panamarc.ReadOptions;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.reader.BatchReader;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.source.Sources;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/** Reads packed batches by nothing but their description in docs/internals. */
class PackedBatchTest {
    private static final byte[] GOOD =
            new RecordBuilder()
                    .field("001", "a")
                    .field("245", "10$aT")
                    .field("24x", "  $a\u00E9")
                    .build();
    private static final byte[] OTHER_ORDER =
            new RecordBuilder()
                    .entry("245", 6, 2)
                    .entry("001", 2, 0)
                    .data(Bytes.latin1("b\u001E10\u001FaU\u001E"))
                    .build();
    private static final byte[] WRONG_LENGTH =
            Bytes.with(new RecordBuilder().field("001", "c").build(), 0, "00000");
    private static final byte[] MARC_8 =
            new RecordBuilder().scheme(' ').field("24x", Bytes.latin1("  \u001Fa\u00FF")).build();
    private static final byte[] EMPTY = new RecordBuilder().build();
    private static final List<byte[]> RECORDS =
            List.of(GOOD, OTHER_ORDER, EMPTY, WRONG_LENGTH, MARC_8, GOOD);

    private static byte[] pack(byte[] input, long firstNumber) throws IOException {
        try (BatchReader reader =
                new BatchReader(
                        Sources.ofSegment(MemorySegment.ofArray(input), "n\u00E4me", () -> {}),
                        ReadOptions.DEFAULT,
                        InputRange.whole(firstNumber),
                        null)) {
            assertEquals(ReadState.READY, reader.advance(1000, 1 << 20));
            int length = reader.readyLength();
            byte[] batch = reader.take();
            assertTrue(batch.length >= length);
            return Arrays.copyOf(batch, length);
        }
    }

    @Test
    void itIsLaidOutAsDescribed() throws IOException {
        byte[] input =
                Bytes.concat(Bytes.latin1("\n"), Bytes.concat(RECORDS.toArray(byte[][]::new)));
        byte[] bytes = pack(input, 41);
        ByteBuffer batch = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        int n = RECORDS.size();
        int[] fields = {3, 2, 0, 1, 1, 3};
        int m = Arrays.stream(fields).sum() + n;
        assertArrayEquals(Bytes.of('P', 'M', 'B', 1), Arrays.copyOf(bytes, 4));
        assertEquals(n, batch.getInt(4));
        assertEquals(m, batch.getInt(8));
        int columns = batch.getInt(12);
        int starts = batch.getInt(16);
        int tags = batch.getInt(20);
        int oddTags = batch.getInt(24);
        int defects = batch.getInt(32);
        for (int column : new int[] {columns, starts, tags, oddTags, defects}) {
            assertEquals(0, column % 8);
        }
        assertEquals(1, batch.getInt(28));
        assertEquals("24x", text(bytes, oddTags, 3));
        assertEquals(41, batch.getLong(40));
        assertEquals(bytes.length, batch.getInt(48));
        int source = batch.getInt(52);
        assertEquals("n\u00E4me", text(bytes, source, bytes.length - source));
        assertEquals(0, batch.getLong(56));

        int rawStarts = columns + 8 * n;
        int rawLengths = rawStarts + 4 * n;
        int firstSlots = rawLengths + 4 * n;
        int numbers = firstSlots + 4 * (n + 1);
        int flags = numbers + 4 * n;
        long inputStart = 1;
        int slot = 0;
        List<String> values = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            assertEquals(inputStart, batch.getLong(columns + 8 * i));
            inputStart += RECORDS.get(i).length;
            int raw = batch.getInt(rawStarts + 4 * i);
            int rawLength = batch.getInt(rawLengths + 4 * i);
            assertArrayEquals(RECORDS.get(i), Arrays.copyOfRange(bytes, raw, raw + rawLength));
            assertEquals(slot, batch.getInt(firstSlots + 4 * i));
            assertEquals(i, batch.getInt(numbers + 4 * i));
            boolean aside = (bytes[flags + i] & 2) != 0;
            for (int field = 0; field < fields[i]; field++, slot++) {
                int from = batch.getInt(starts + 4 * slot);
                int to = batch.getInt(starts + 4 * slot + 4) - 1;
                assertEquals(0x1E, bytes[to], "what is between values");
                assertEquals(aside, from >= raw + rawLength);
                int tag = batch.getShort(tags + 2 * slot) & 0xFFFF;
                values.add(i + " " + tag + " " + text(bytes, from, to - from));
            }
            assertEquals(0, batch.getShort(tags + 2 * slot));
            slot++;
        }
        assertEquals(m, slot);
        assertEquals(m, batch.getInt(firstSlots + 4 * n));
        int title = 1 + 2 * 1296 + 4 * 36 + 5;
        assertEquals(
                List.of(
                        "0 2 a",
                        "0 " + title + " 10\u001FaT",
                        "0 57344   \u001Fa\u00E9",
                        "1 " + title + " 10\u001FaU",
                        "1 2 b",
                        "3 2 c",
                        "4 57344   \u001Fa\uFFFD",
                        "5 2 a",
                        "5 " + title + " 10\u001FaT",
                        "5 57344   \u001Fa\u00E9"),
                values);
        assertArrayEquals(Bytes.of(5, 2, 0, 1, 7, 5), Arrays.copyOfRange(bytes, flags, flags + n));

        long third = 1L + GOOD.length + OTHER_ORDER.length + EMPTY.length;
        long high = third + WRONG_LENGTH.length + Bytes.indexOf(MARC_8, "\u00FF");
        String tag =
                "%d\u001Ftag\u001Fcontent\u001F%d\u001F24x\u001F1 of %d tags are not three characters from 0-9 and A-Z; the first is '24x'\u001E";
        long last = third + WRONG_LENGTH.length + MARC_8.length;
        assertEquals(
                tag.formatted(0, 1 + 48, 3)
                        + "3\u001Frecord-length\u001Fstructure\u001F%d\u001F\u001Fthe leader states a record length of '00000'; the record has %d bytes\u001E"
                                .formatted(third, WRONG_LENGTH.length)
                        + tag.formatted(4, third + WRONG_LENGTH.length + 24, 1)
                        + "4\u001Fundecodable\u001Fcontent\u001F%d\u001F\u001Fbyte 0xFF is no character of MARC-8; such bytes are read as U+FFFD\u001E"
                                .formatted(high)
                        + tag.formatted(5, last + 48, 3),
                text(bytes, defects, batch.getInt(36)));
    }

    private static String text(byte[] bytes, int at, int length) {
        return new String(bytes, at, length, StandardCharsets.UTF_8);
    }

    @Test
    void aViewFindsWhatWasPacked() throws IOException {
        BatchView view = BatchView.of(pack(Bytes.concat(GOOD, WRONG_LENGTH, MARC_8), 7));
        assertEquals(3, view.records());
        assertEquals("n\u00E4me", view.source());
        assertEquals(9, view.number(2));
        assertEquals("24x", view.tagText(view.firstSlot(2)));
        assertEquals(view.tag(view.firstSlot(2)), view.tagNumber("24x"));
        assertEquals(-1, view.tagNumber("24y"));
        assertEquals(-1, view.tagNumber("2"));
        assertEquals("tag", view.defects(0).getFirst().kind().text());
        assertEquals("record-length", view.defects(1).getFirst().kind().text());
        assertEquals(8, view.defects(1).getFirst().recordNumber());
        assertEquals("undecodable", view.defects(2).getLast().kind().text());
    }

    @Test
    void aBatchInMemoryThatIsUsedAgainHoldsNothingOfTheLastOne() throws IOException {
        byte[] input = Bytes.concat(MARC_8, GOOD, WRONG_LENGTH, OTHER_ORDER, EMPTY, GOOD);
        try (BatchReader reader =
                        new BatchReader(
                                Sources.ofSegment(MemorySegment.ofArray(input), "name", () -> {}),
                                ReadOptions.DEFAULT,
                                InputRange.whole(1),
                                null);
                BatchReader fresh =
                        new BatchReader(
                                Sources.ofSegment(MemorySegment.ofArray(input), "name", () -> {}),
                                ReadOptions.DEFAULT,
                                InputRange.whole(1),
                                null)) {
            while (reader.advance(2, 1 << 20) == ReadState.READY) {
                assertEquals(ReadState.READY, reader.advance(2, 1 << 20));
                byte[] copied = new byte[reader.readyLength()];
                reader.copy(ByteBuffer.wrap(copied));
                reader.drop();
                fresh.advance(2, 1 << 20);
                assertEquals(content(BatchView.of(fresh.take())), content(BatchView.of(copied)));
            }
        }
    }

    @Test
    void aBatchLooksTheSameBeforeItIsCompleted() throws IOException {
        byte[] input = Bytes.concat(MARC_8, GOOD, WRONG_LENGTH, OTHER_ORDER, EMPTY, GOOD);
        BatchUse use = new BatchUse(PackedBatchTest::content, null);
        try (BatchReader open =
                        new BatchReader(
                                Sources.ofSegment(MemorySegment.ofArray(input), "name", () -> {}),
                                ReadOptions.DEFAULT,
                                InputRange.whole(1),
                                null,
                                use);
                BatchReader packed =
                        new BatchReader(
                                Sources.ofSegment(MemorySegment.ofArray(input), "name", () -> {}),
                                ReadOptions.DEFAULT,
                                InputRange.whole(1),
                                null)) {
            while (open.advance(4, 1 << 20) == ReadState.READY) {
                assertEquals(ReadState.READY, packed.advance(4, 1 << 20));
                List<String> content = content(BatchView.of(packed.take()));
                assertEquals(content, open.make(PackedBatchTest::content));
            }
            assertEquals(ReadState.END, packed.advance(4, 1 << 20));
        }
    }

    private static List<String> content(BatchView view) {
        List<String> content = new ArrayList<>(List.of(view.source()));
        for (int i = 0; i < view.records(); i++) {
            content.add(view.number(i) + " " + view.inputStart(i) + " " + view.inputLength(i));
            content.add(view.defects(i) + " " + view.isAside(i) + " " + view.hasHighBytes(i));
            content.add(view.text(view.rawStart(i), view.rawStart(i) + view.rawLength(i)));
            for (int slot = view.firstSlot(i); slot < view.closingSlot(i); slot++) {
                content.add(
                        view.tagText(slot)
                                + (view.tag(slot) == view.tagNumber(view.tagText(slot)))
                                + view.text(view.valueStart(slot), view.valueEnd(slot)));
            }
        }
        return content;
    }

    @Test
    void nothingCanBeTakenBeforeItIsReady() throws IOException {
        try (BatchReader reader =
                new BatchReader(
                        Sources.ofSegment(MemorySegment.ofArray(GOOD), "name", () -> {}),
                        ReadOptions.DEFAULT,
                        InputRange.whole(1),
                        null)) {
            assertEquals(
                    "no batch is ready",
                    assertThrows(IllegalStateException.class, reader::take).getMessage());
            assertEquals(ReadState.READY, reader.advance(10, 1000));
            assertThrows(
                    IndexOutOfBoundsException.class, () -> reader.copy(ByteBuffer.allocate(70)));
            assertEquals(1, BatchView.of(reader.take()).records());
            assertEquals(0, reader.readyLength());
            assertEquals(ReadState.END, reader.advance(10, 1000));
        }
    }
}
