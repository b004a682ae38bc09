package org.panamarc.python;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/** It is one file, longer than others, since all of its calls go to one reader. */
class PythonReaderTest {
    private static final byte[] A = RecordBuilder.numbered(1);
    private static final byte[] BROKEN = Bytes.with(RecordBuilder.numbered(2), 0, "99999");
    private static final byte[] C = RecordBuilder.numbered(3);
    private static final long SIZE = A.length;
    private static final int MIB = 1 << 20;

    private final ByteBuffer target = ByteBuffer.allocateDirect(MIB);
    private long taken; // Python has all that was given before
    private long chunks;

    private static PythonReader memory(byte[] bytes, String onError) throws IOException {
        return memory(bytes, onError, "record");
    }

    private static PythonReader memory(byte[] bytes, String onError, String framing)
            throws IOException {
        PythonMemory memory = new PythonMemory(bytes.length);
        if (bytes.length > 0) {
            memory.part(0).put(bytes);
        }
        return PythonReader.memory(
                memory,
                "name",
                new PythonOptions(onError, false, framing, null, null, "none", false, 1, "", ""),
                1);
    }

    private static PythonReader chunks(String onError) throws IOException {
        return PythonReader.chunks(
                "name",
                new PythonOptions(onError, false, "record", null, null, "none", false, 1, "", ""),
                1);
    }

    private void supply(PythonReader reader, byte[] bytes) {
        reader.chunk().put(0, bytes);
        reader.supply(bytes.length, ++chunks);
    }

    /** The control numbers of the batch that is at the start of a buffer. */
    private static List<String> records(ByteBuffer buffer, long length) {
        assertTrue(length >= 64, () -> "status " + length);
        byte[] batch = new byte[(int) length];
        buffer.get(0, batch);
        BatchView view = BatchView.of(batch);
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < view.records(); i++) {
            int slot = view.firstSlot(i);
            numbers.add(
                    view.number(i) + " " + view.text(view.valueStart(slot), view.valueEnd(slot)));
        }
        return numbers;
    }

    private List<String> fill(PythonReader reader) throws IOException {
        return records(target, reader.fill(target, ++taken, 100, MIB));
    }

    @Test
    void aBatchIsAtTheStartOfTheTarget() throws IOException {
        try (PythonReader reader = memory(Bytes.concat(A, C, A), "recover")) {
            target.position(17); // it does not matter
            assertEquals(
                    List.of("1 test00001", "2 test00003"),
                    records(target, reader.fill(target, ++taken, 2, MIB)));
            assertEquals(17, target.position());
            assertEquals(List.of("3 test00001"), fill(reader));
            assertEquals(PythonReader.END, reader.fill(target, ++taken, 2, MIB));
            assertEquals(PythonReader.END, reader.fill(target, ++taken, 2, MIB));
            assertEquals(3, reader.recordsRead());
            assertEquals(4, reader.nextNumber());
            assertEquals(3 * SIZE, reader.bytesRead());
        }
    }

    @Test
    void aBatchIsWrittenIntoMemoryOfTheCallers() throws IOException {
        try (PythonReader reader = memory(Bytes.concat(A, C, A), "recover");
                Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(MIB);
            long needed = -reader.fillAt(memory.address(), 64, ++taken, 100, MIB);
            long length = reader.fillAt(memory.address(), MIB, taken, 100, MIB);
            assertEquals(needed, length);
            assertEquals(3, records(memory.asByteBuffer(), length).size());
            assertEquals(PythonReader.END, reader.flushAt(memory.address(), MIB, ++taken));
        }
    }

    @Test
    void aBatchThatDoesNotFitWaitsForALargerTarget() throws IOException {
        try (PythonReader reader = memory(Bytes.concat(A, C), "recover")) {
            ByteBuffer small = ByteBuffer.allocateDirect(100);
            long needed = -reader.fill(small, ++taken, 100, MIB);
            assertTrue(needed > 2 * SIZE, () -> "" + needed);
            assertEquals(-needed, reader.fill(small, ++taken, 1, 1));
            assertEquals(-needed, reader.flush(small, ++taken));
            ByteBuffer exact = ByteBuffer.allocateDirect((int) needed);
            assertEquals(needed, reader.fill(exact, ++taken, 1, 1));
            assertEquals(List.of("1 test00001", "2 test00003"), records(exact, needed));
            assertEquals(PythonReader.END, reader.fill(exact, ++taken, 1, 1));
        }
    }

    @Test
    void aBatchIsGivenAgainUntilItIsTaken() throws IOException {
        try (PythonReader reader = memory(Bytes.concat(A, C, A), "recover")) {
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        List.of("1 test00001", "2 test00003"),
                        records(target, reader.fill(target, 7, 2, MIB)));
            }
            assertEquals(16, reader.boundaries(target, 1)); // of what follows
            assertEquals(
                    List.of("1 test00001", "2 test00003"),
                    records(target, reader.flush(target, 7)));
            assertEquals(PythonReader.END, reader.fill(target, 8, 2, MIB));
        }
    }

    @Test
    void aChunkIsSuppliedOnce() throws IOException {
        try (PythonReader reader = chunks("recover")) {
            reader.chunk().put(0, A);
            reader.supply(A.length, 1);
            reader.supply(A.length, 1);
            assertEquals(PythonReader.NEED_INPUT, reader.fill(target, 0, 100, MIB));
            reader.supply(A.length, 1);
            assertEquals(PythonReader.NEED_INPUT, reader.fill(target, 0, 100, MIB));
            reader.supply(A.length, 2);
            assertEquals(PythonReader.NEED_INPUT, reader.fill(target, 0, 100, MIB));
            reader.supply(0, 3);
            assertEquals(List.of("1 test00001", "2 test00001"), fill(reader));
        }
    }

    @Test
    void aChunkIsAskedForUntilABatchIsFullOrTheEndIsThere() throws IOException {
        try (PythonReader reader = chunks("recover")) {
            ByteBuffer chunk = reader.chunk();
            assertTrue(chunk.isDirect());
            assertEquals(MIB, chunk.capacity());
            assertSame(chunk, reader.chunk());
            assertEquals(PythonReader.NEED_INPUT, reader.fill(target, ++taken, 2, MIB));
            supply(reader, Bytes.concat(A, Bytes.latin1("00")));
            assertEquals(PythonReader.NEED_INPUT, reader.fill(target, ++taken, 2, MIB));
            supply(reader, Bytes.concat(Bytes.remove(C, 0, 2), A));
            assertEquals(
                    List.of("1 test00001", "2 test00003"),
                    records(target, reader.fill(target, ++taken, 2, MIB)));
            assertEquals(PythonReader.NEED_INPUT, reader.fill(target, ++taken, 2, MIB));
            reader.supply(0, ++chunks);
            assertEquals(List.of("3 test00001"), fill(reader));
            assertEquals(PythonReader.END, reader.fill(target, ++taken, 2, MIB));
            assertThrows(IllegalArgumentException.class, () -> reader.supply(5, ++chunks));
        }
    }

    @Test
    void aFlushGivesWhatIsThereWithoutMeaningTheEnd() throws IOException {
        try (PythonReader reader = chunks("recover")) {
            assertEquals(PythonReader.END, reader.flush(target, ++taken));
            supply(reader, Bytes.concat(A, C, new byte[] {'0'}));
            assertEquals(PythonReader.NEED_INPUT, reader.fill(target, ++taken, 100, MIB));
            assertEquals(
                    List.of("1 test00001", "2 test00003"),
                    records(target, reader.flush(target, ++taken)));
            assertEquals(PythonReader.END, reader.flush(target, ++taken));
            supply(reader, Bytes.remove(A, 0, 1));
            assertEquals(
                    List.of("3 test00001"), records(target, reader.fill(target, ++taken, 1, MIB)));
        }
    }

    @Test
    void onlyAReaderOfChunksTakesThem() throws IOException {
        try (PythonReader reader = memory(A, "recover")) {
            assertEquals(
                    "name is not read in chunks",
                    assertThrows(IllegalStateException.class, reader::chunk).getMessage());
            assertThrows(IllegalStateException.class, () -> reader.supply(0, ++chunks));
        }
    }

    @Test
    void muchInputWithoutABatchGivesTheCallerABreak() throws IOException {
        int size = 40 * MIB;
        PythonMemory memory = new PythonMemory(size + SIZE);
        ByteBuffer part = memory.part(0);
        for (int i = 0; i < size; i++) {
            part.put((byte) 'x');
        }
        part.put(A);
        try (PythonReader reader =
                PythonReader.memory(
                        memory,
                        "name",
                        new PythonOptions(
                                "recover", false, "record", null, null, "none", false, 1, "", ""),
                        1)) {
            assertEquals(PythonReader.PAUSED, reader.fill(target, ++taken, 100, MIB));
            assertTrue(reader.bytesRead() < size);
            assertEquals(List.of("1 test00001"), fill(reader));
            assertEquals("name\u001F0\u001F" + size + "\u001Fno leader\u001E", reader.skipped(0));
        }
    }

    @Test
    void muchInputWithoutABoundaryGivesTheCallerABreak() throws IOException {
        PythonMemory memory = new PythonMemory(40 * MIB);
        try (PythonReader reader =
                PythonReader.memory(
                        memory,
                        "name",
                        new PythonOptions(
                                "recover", false, "record", null, null, "none", false, 1, "", ""),
                        1)) {
            assertEquals(PythonReader.PAUSED, reader.boundaries(target, ++taken));
            assertEquals(PythonReader.END, reader.boundaries(target, ++taken));
            assertEquals(40 * MIB, reader.bytesRead());
        }
    }

    @Test
    void aFailureIsReportedUntilTakenAndReadingGoesOn() throws IOException {
        try (PythonReader reader = memory(Bytes.concat(A, BROKEN, C), "raise")) {
            assertEquals("", reader.failure());
            assertEquals(List.of("1 test00001"), fill(reader));
            assertEquals(PythonReader.FAILED, reader.fill(target, ++taken, 100, MIB));
            assertEquals(
                    "record-length\u001Fname\u001F2\u001F%d\u001F\u001Fthe leader states a record length of '99999'; the record has %d bytes"
                            .formatted(SIZE, SIZE),
                    reader.failure());
            assertArrayEquals(BROKEN, reader.failureBytes());
            assertEquals(PythonReader.FAILED, reader.fill(target, taken, 100, MIB));
            assertArrayEquals(BROKEN, reader.failureBytes());
            assertEquals(List.of("3 test00003"), fill(reader));
            assertEquals("", reader.failure());
            assertEquals(0, reader.failureBytes().length);
            assertEquals(PythonReader.END, reader.fill(target, ++taken, 100, MIB));
            assertEquals(
                    "name\u001F%d\u001F%d\u001Fleft out\u001E".formatted(SIZE, SIZE),
                    reader.skipped(0));
        }
    }

    @Test
    void theTagAtFaultIsReported() throws IOException {
        byte[] record =
                new RecordBuilder()
                        .entry("245", 9, 0)
                        .data(Bytes.latin1("10\u001Fa\u001E"))
                        .build();
        try (PythonReader reader = memory(record, "raise")) {
            assertEquals(PythonReader.FAILED, reader.fill(target, ++taken, 100, MIB));
            assertTrue(
                    reader.failure()
                            .startsWith("directory\u001Fname\u001F1\u001F24\u001F245\u001F"));
        }
    }

    @Test
    void theAccountIsGivenAsRows() throws IOException {
        byte[] input = Bytes.concat(BROKEN, Bytes.latin1("\n"), BROKEN, C, Bytes.latin1("junk"));
        try (PythonReader reader = memory(input, "recover")) {
            assertEquals(List.of("1 test00002", "2 test00002", "3 test00003"), fill(reader));
            assertEquals(PythonReader.END, reader.fill(target, ++taken, 100, MIB));
            assertEquals("record-length\u001F2\u001E", reader.defectCounts());
            assertEquals(
                    "name\u001F%d\u001F1\u001Ffiller\u001Ename\u001F%d\u001F4\u001Fno leader\u001E"
                            .formatted(SIZE, 3 * SIZE + 1),
                    reader.skipped(0));
        }
    }

    @Test
    void strictAndTheFirstNumberAreHeeded(@TempDir Path folder) throws IOException {
        byte[] marc8 = new RecordBuilder().scheme(' ').field("001", Bytes.of(0xFF)).build();
        Path path = Files.write(folder.resolve("file.mrc"), Bytes.concat(A, marc8, C));
        try (PythonReader reader =
                PythonReader.file(
                        path.toString(),
                        "name",
                        new PythonOptions(
                                "skip", true, "record", null, null, "none", false, 1, "", ""),
                        1000)) {
            assertEquals(List.of("1000 test00001", "1002 test00003"), fill(reader));
            assertEquals(1003, reader.nextNumber());
        }
    }

    @Test
    void filesThatCannotBeOpenedAreOrdinaryErrors(@TempDir Path folder) throws IOException {
        String missing = folder.resolve("missing").toString();
        assertThrows(
                NoSuchFileException.class,
                () ->
                        PythonReader.file(
                                        missing,
                                        "n",
                                        new PythonOptions(
                                                "recover", false, "record", null, null, "none",
                                                false, 1, "", ""),
                                        1)
                                .close());
        assertThrows(
                FileSystemException.class,
                () ->
                        PythonReader.file(
                                        folder.toString(),
                                        "n",
                                        new PythonOptions(
                                                "skip", false, "record", null, null, "none", false,
                                                1, "", ""),
                                        1)
                                .close());
        byte[] broken = Bytes.of(0x1F, 0x8B, 7, 0, 0, 0, 0, 0, 0, 0);
        IOException thrown =
                assertThrows(IOException.class, () -> memory(broken, "recover").close());
        assertEquals(
                "name: the compressed data is broken: Unsupported compression method",
                thrown.getMessage());
    }

    @Test
    void boundariesArePairsOfOffsetAndLength() throws IOException {
        try (PythonReader reader =
                memory(Bytes.concat(A, Bytes.latin1("\n"), BROKEN, C), "raise")) {
            assertEquals(48, reader.boundaries(target, ++taken));
            target.order(ByteOrder.nativeOrder());
            assertEquals(0, target.getLong(0));
            assertEquals(SIZE, target.getLong(8));
            assertEquals(SIZE + 1, target.getLong(16));
            assertEquals(SIZE, target.getLong(24));
            assertEquals(2 * SIZE + 1, target.getLong(32));
            assertEquals(PythonReader.END, reader.boundaries(target, ++taken));
            assertEquals(3 * SIZE + 1, reader.bytesRead());
        }
    }

    @Test
    void boundariesThatDoNotFitComeWithTheNextCall() throws IOException {
        byte[] input = Bytes.latin1("a\u001Ebb\u001E\u001Ed\u001Ee\u001Ef");
        try (PythonReader reader = memory(input, "recover", "terminator")) {
            ByteBuffer four = ByteBuffer.allocateDirect(72).order(ByteOrder.nativeOrder());
            assertEquals(64, reader.boundaries(four, ++taken));
            assertEquals(2, four.getLong(16));
            assertEquals(3, four.getLong(24));
            assertEquals(6, four.getLong(48));
            assertEquals(32, reader.boundaries(four, ++taken));
            assertEquals(8, four.getLong(0));
            assertEquals(10, four.getLong(16));
            assertEquals(1, four.getLong(24));
            assertEquals(PythonReader.END, reader.boundaries(four, ++taken));
            assertThrows(IllegalStateException.class, () -> reader.fill(target, ++taken, 1, 1));
        }
        try (PythonReader reader = memory(input, "recover", "terminator")) {
            assertEquals(-64, reader.boundaries(ByteBuffer.allocateDirect(8), ++taken));
        }
    }

    @Test
    void boundariesAreGivenAgainUntilTheyAreTaken() throws IOException {
        try (PythonReader reader = memory(Bytes.concat(A, A, A, C), "recover")) {
            ByteBuffer four = ByteBuffer.allocateDirect(64).order(ByteOrder.nativeOrder());
            assertEquals(64, reader.boundaries(four, 0));
            four.putLong(56, -1);
            assertEquals(64, reader.boundaries(four, 0));
            assertEquals(SIZE, four.getLong(56));
            assertEquals(PythonReader.END, reader.boundaries(four, 1));
        }
        try (PythonReader reader = memory(Bytes.concat(A, A, A, A, C), "recover")) {
            assertEquals(80, reader.boundaries(target, 0));
            assertEquals(-80, reader.boundaries(ByteBuffer.allocateDirect(72), 0));
            assertEquals(80, reader.boundaries(target, 0));
        }
    }

    @Test
    void boundariesOfChunksAskForMore() throws IOException {
        try (PythonReader reader =
                PythonReader.chunks(
                        "name",
                        new PythonOptions(
                                "recover",
                                false,
                                "terminator",
                                null,
                                null,
                                "none",
                                false,
                                1,
                                "",
                                ""),
                        1)) {
            assertEquals(PythonReader.NEED_INPUT, reader.boundaries(target, ++taken));
            supply(reader, Bytes.latin1("ab\u001Ec"));
            assertEquals(16, reader.boundaries(target, ++taken));
            assertEquals(PythonReader.NEED_INPUT, reader.boundaries(target, ++taken));
            reader.supply(0, ++chunks);
            assertEquals(16, reader.boundaries(target, ++taken));
            assertEquals(3, target.order(ByteOrder.nativeOrder()).getLong(0));
            assertEquals(PythonReader.END, reader.boundaries(target, ++taken));
        }
    }

    @Test
    void aClosedReaderFillsNoMore() throws IOException {
        PythonReader reader = chunks("recover");
        supply(reader, A);
        assertEquals(PythonReader.NEED_INPUT, reader.fill(target, ++taken, 100, MIB));
        reader.close();
        reader.close();
        assertEquals(
                "name: the reader is closed",
                assertThrows(IllegalStateException.class, () -> reader.fill(target, ++taken, 1, 1))
                        .getMessage());
        assertThrows(IllegalStateException.class, () -> reader.boundaries(target, ++taken));
        assertThrows(IllegalStateException.class, () -> reader.flush(target, ++taken));
    }

    @Test
    void closingAReaderOfMemoryFreesIt() throws IOException {
        PythonMemory memory = new PythonMemory(100);
        ByteBuffer part = memory.part(0);
        PythonReader.memory(
                        memory,
                        "name",
                        new PythonOptions(
                                "recover", false, "record", null, null, "none", false, 1, "", ""),
                        1)
                .close();
        assertThrows(IllegalStateException.class, () -> part.get(0));
        memory.close();
    }

    @Test
    void memoryIsGivenInPartsOfAtMostAGibibyte() {
        PythonMemory empty = new PythonMemory(0);
        assertEquals(0, empty.parts());
        PythonMemory memory = new PythonMemory(1000);
        assertEquals(1, memory.parts());
        assertEquals(1000, memory.part(0).capacity());
        assertTrue(memory.part(0).isDirect());
        assertFalse(memory.part(0).isReadOnly());
        empty.close();
        memory.close();
        memory.close();
    }

    @Test
    void theDescriptionIsLinesOfKeyAndValue() {
        List<String> keys = new ArrayList<>();
        PythonInfo.describe()
                .lines()
                .forEach(line -> keys.add(line.substring(0, line.indexOf('='))));
        assertEquals(
                List.of("version", "java", "scanner", "scanner.reason", "scanner.tiers"), keys);
    }
}
