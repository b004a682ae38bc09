package org.panamarc.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.panamarc.internal.ffi.NativeLibrary;
import org.panamarc.internal.ffi.generated.ArrowArray;
import org.panamarc.internal.ffi.generated.ArrowArrayStream;
import org.panamarc.internal.ffi.generated.ArrowSchema;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/** What Python asks of a scan. */
class PythonScanTest {
    private static final byte[] RECORDS =
            Bytes.concat(
                    new RecordBuilder().field("001", "1").build(),
                    new RecordBuilder().field("001", "b").field("650", "  \u001faCats").build(),
                    new RecordBuilder().field("001", "3").build());

    private static PythonScan scan(String onError) {
        PythonOptions options =
                PythonOptions.of(
                        "on_error", onError,
                        "strict", "false",
                        "framing", "record",
                        "file_encoding", null,
                        "table", null,
                        "nfc", "none",
                        "keep_references", "false",
                        "threads", "1",
                        "quarantine", "",
                        "format", "");
        return new PythonScan(options, 2, 1 << 20);
    }

    /** A table with the column {@code id}, field 001. */
    private static PythonTable ids(String cast) {
        PythonTable table = new PythonTable();
        table.addColumn("id", "first", "001", "", cast, false, false, false, false);
        return table;
    }

    private static PythonMemory memory() {
        PythonMemory memory = new PythonMemory(RECORDS.length);
        memory.part(0).put(RECORDS);
        return memory;
    }

    @Test
    void arraysInMemoryOfPython(@TempDir Path folder) throws IOException {
        assumeTrue(NativeLibrary.status().loaded());
        assertEquals("", PythonScan.missing());
        long before = PythonScan.blocks();
        Path file = folder.resolve("records.mrc");
        Files.write(file, RECORDS);
        try (Arena arena = Arena.ofConfined();
                PythonScan scan = scan("recover")) {
            assertEquals(0, scan.addFile(file.toString(), "a.mrc"));
            assertEquals(1, scan.addMemory(memory(), "b"));
            PythonTable table = ids("text");
            table.addColumn(
                    "isbn", "list", "020$a\u001f022$a", "", "text", false, true, true, false);
            assertThrows(IllegalStateException.class, scan::recordsRead);
            scan.open(table);
            MemorySegment schema = ArrowSchema.allocate(arena);
            scan.schemaAt(schema.address());
            assertEquals(2, ArrowSchema.n_children(schema));
            ArrowSchema.release.invoke(ArrowSchema.release(schema), schema);
            MemorySegment stream = ArrowArrayStream.allocate(arena);
            scan.exportStream(stream.address());
            MemorySegment next = ArrowArrayStream.get_next(stream);
            MemorySegment array = ArrowArray.allocate(arena);
            for (int rows : new int[] {2, 1, 2, 1}) {
                assertEquals(0, ArrowArrayStream.get_next.invoke(next, stream, array));
                assertEquals(rows, ArrowArray.length(array));
                ArrowArray.release.invoke(ArrowArray.release(array), array);
            }
            assertEquals(0, ArrowArrayStream.get_next.invoke(next, stream, array));
            assertEquals(MemorySegment.NULL, ArrowArray.release(array));
            assertEquals(6, scan.recordsRead());
            assertEquals(2L * RECORDS.length, scan.bytesRead());
            assertEquals("", scan.skipped() + scan.defectCounts() + scan.foreign());
            ArrowArrayStream.release.invoke(ArrowArrayStream.release(stream), stream);
        }
        assertEquals(before, PythonScan.blocks());
    }

    @Test
    void conditionsAreAStack() throws IOException {
        assertEquals(3, rows(new PythonTable()));
        PythonTable cats = new PythonTable();
        cats.whereMatches("650$a", "^Cats$");
        cats.whereTag("650");
        cats.whereAll(2);
        cats.whereNot();
        cats.whereType("a");
        assertEquals(2, rows(cats));
        PythonTable any = new PythonTable();
        any.whereYears(1, 2);
        any.whereTag("650");
        any.whereAny(2);
        assertEquals(1, rows(any));
    }

    @Test
    void conditionsOnColumnsThatNeedNotBeGiven() throws IOException {
        PythonTable table = ids("text");
        table.whereValueMatches("id", "[3b]");
        table.whereValueBetween("id", 3, 3);
        table.select("number");
        assertEquals(1, rows(table));
        assertThrows(IllegalArgumentException.class, () -> table.whereValueMatches("x", ""));
    }

    @Test
    void whatWasReadAndGivenIsCounted() throws IOException {
        try (PythonScan scan = scan("recover")) {
            scan.addMemory(memory(), "memory");
            PythonTable table = new PythonTable();
            table.addReadySet("fields");
            table.whereTag("650");
            table.select("tag");
            table.select("value");
            scan.open(table);
            ByteBuffer target = ByteBuffer.allocateDirect(1 << 16);
            for (long taken = 0; scan.ipc(target, taken) > 0; taken++) {}
            assertEquals(3, scan.recordsRead());
            assertEquals(2, scan.rowsGiven());
            assertEquals(2, scan.columns());
        }
    }

    @Test
    void recordsWithoutRowsDoNotKeepACallForLong() throws IOException {
        PythonMemory many = new PythonMemory(100L * RECORDS.length);
        for (int i = 0; i < 100; i++) {
            many.part(0).put(i * RECORDS.length, RECORDS);
        }
        try (PythonScan scan = scan("recover")) {
            scan.addMemory(many, "memory");
            PythonTable table = ids("text");
            table.whereTag("999");
            scan.open(table);
            ByteBuffer target = ByteBuffer.allocateDirect(1 << 16);
            assertTrue(scan.ipc(target, 0) > 0);
            assertEquals(PythonScan.PAUSED, scan.ipc(target, 1));
            long state = PythonScan.PAUSED;
            while (state == PythonScan.PAUSED) {
                state = scan.ipc(target, 1);
            }
            assertTrue(state > 0);
            assertEquals(300, scan.recordsRead());
        }
    }

    /** Rows of the pieces of an IPC stream: those of its batches, by what its counts say. */
    private static int rows(PythonTable table) throws IOException {
        try (PythonScan scan = scan("recover")) {
            scan.addMemory(memory(), "memory");
            table.addColumn("number", "record_number", "", "", "text", false, false, false, false);
            scan.open(table);
            ByteBuffer target = ByteBuffer.allocateDirect(1 << 16);
            int rows = 0;
            long length = scan.ipc(target, 0);
            byte[] first = bytes(target, length);
            assertEquals(length, scan.ipc(target, 0)); // Python does not have it yet
            assertEquals(ByteBuffer.wrap(first), ByteBuffer.wrap(bytes(target, length)));
            for (long taken = 1; length > 0; taken++) {
                length = scan.ipc(target, taken);
                // The body: 64 bytes for each started 8 numbers; all batches have fewer.
                rows += length > 64 ? rowsOfBatch(target, (int) length) : 0;
            }
            return rows;
        }
    }

    private static int rowsOfBatch(ByteBuffer piece, int length) {
        int rows = 0;
        for (int at = length - 64; at < length && piece.get(at) != 0; at += 8) {
            rows++;
        }
        return rows;
    }

    private static byte[] bytes(ByteBuffer target, long length) {
        byte[] bytes = new byte[(int) length];
        target.get(0, bytes);
        return bytes;
    }

    @Test
    void pieceWaitsForALargerBuffer() throws IOException {
        try (PythonScan scan = scan("recover")) {
            scan.addMemory(memory(), "memory");
            PythonTable table = new PythonTable();
            table.addReadySet("subfields");
            scan.open(table);
            long needed = -scan.ipc(ByteBuffer.allocateDirect(8), 0);
            assertTrue(needed > 8);
            assertEquals(needed, scan.ipc(ByteBuffer.allocateDirect((int) needed), 0));
        }
    }

    @Test
    void chunksAreAskedFor() throws IOException {
        try (PythonScan scan = scan("recover")) {
            scan.addMemory(memory(), "memory");
            int input = scan.addChunks("file object");
            PythonTable table = ids("text");
            scan.open(table);
            ByteBuffer target = ByteBuffer.allocateDirect(1 << 16);
            long taken = 0;
            int chunks = 0;
            while (true) {
                long answer = scan.ipc(target, taken);
                if (answer == PythonScan.NEED_INPUT) {
                    assertEquals(input, scan.needed());
                    scan.chunk(input).put(0, RECORDS);
                    scan.supply(input, chunks == 0 ? RECORDS.length : 0, ++chunks);
                    scan.supply(input, 0, 0); // of a number that was supplied
                } else if (answer > 0) {
                    taken++;
                } else if (answer == PythonScan.END) {
                    break;
                }
            }
            assertEquals(6, scan.recordsRead());
            assertThrows(IllegalStateException.class, () -> scan.chunk(0));
        }
    }

    @Test
    void failureSaysWhatDoesNotFit() throws IOException {
        try (PythonScan scan = scan("recover")) {
            scan.addMemory(memory(), "memory");
            PythonTable table = ids("int");
            scan.open(table);
            assertEquals("", scan.failure());
            ByteBuffer target = ByteBuffer.allocateDirect(1 << 16);
            assertTrue(scan.ipc(target, 0) > 0);
            assertEquals(PythonScan.FAILED, scan.ipc(target, 1));
            assertEquals(PythonScan.FAILED, scan.ipc(target, 1));
            assertTrue(scan.failure().startsWith("value\u001fmemory\u001f2\u001f"));
            assertTrue(scan.failure().contains("\u001fid\u001fb\u001fmemory: record 2 at byte"));
        }
    }

    @Test
    void partsKeepTheirNumbersAndTheirFilesSize(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("records.mrc");
        Files.write(file, RECORDS);
        int first = RECORDS.length / 3; // the others are longer together
        while (RECORDS[first - 1] != 0x1d) {
            first--;
        }
        try (PythonScan scan = scan("recover")) {
            scan.addPart(file.toString(), "a", first, RECORDS.length, 2, RECORDS.length);
            scan.addPart(file.toString(), "a", 0, first, 1, RECORDS.length + 1L);
            scan.open(ids("text"));
            ByteBuffer target = ByteBuffer.allocateDirect(1 << 16);
            assertTrue(scan.ipc(target, 0) > 0);
            assertTrue(scan.ipc(target, 1) > 0);
            assertEquals(2, scan.recordsRead());
            assertEquals(RECORDS.length - first, scan.bytesRead());
            assertThrows(IOException.class, () -> scan.ipc(target, 2));
            assertFalse(scan.passOver());
        }
    }

    @Test
    void scanGoesOnAfterWhatTheErrorPolicyDoesNotLetThrough() throws IOException {
        byte[] broken = RECORDS.clone();
        broken[4]++; // the length of the first record
        PythonMemory memory = new PythonMemory(broken.length);
        memory.part(0).put(broken);
        try (PythonScan scan = scan("raise")) {
            scan.addMemory(memory, "memory");
            scan.open(ids("text"));
            ByteBuffer target = ByteBuffer.allocateDirect(1 << 16);
            assertTrue(scan.ipc(target, 0) > 0);
            assertFalse(scan.passOver());
            assertEquals(PythonScan.FAILED, scan.ipc(target, 1));
            assertEquals(PythonScan.FAILED, scan.ipc(target, 1));
            assertTrue(scan.passOver());
            assertTrue(scan.ipc(target, 1) > 0);
            assertEquals(2, scan.rowsGiven());
            assertTrue(scan.ipc(target, 2) > 0); // the end of the stream
            assertEquals(PythonScan.END, scan.ipc(target, 3));
        }
    }

    @Test
    void failureSaysWhatTheErrorPolicyDoesNotLetThrough() throws IOException {
        byte[] broken = RECORDS.clone();
        broken[0] = '9';
        PythonMemory memory = new PythonMemory(broken.length);
        memory.part(0).put(broken);
        try (PythonScan scan = scan("raise")) {
            scan.addMemory(memory, "memory");
            PythonTable table = ids("text");
            scan.open(table);
            ByteBuffer target = ByteBuffer.allocateDirect(1 << 16);
            assertTrue(scan.ipc(target, 0) > 0);
            assertEquals(PythonScan.FAILED, scan.ipc(target, 1));
            assertTrue(scan.failure().startsWith("record-length\u001fmemory\u001f1\u001f0\u001f"));
        }
    }

    @Test
    void streamOwnsTheScan() throws IOException {
        assumeTrue(NativeLibrary.status().loaded());
        try (Arena arena = Arena.ofConfined();
                PythonScan scan = scan("recover")) {
            PythonMemory unread = memory();
            scan.addMemory(memory(), "memory");
            scan.addMemory(unread, "unread");
            PythonTable table = ids("text");
            scan.open(table);
            MemorySegment stream = ArrowArrayStream.allocate(arena);
            scan.exportStream(stream.address());
            ArrowArrayStream.release.invoke(ArrowArrayStream.release(stream), stream);
            ByteBuffer target = ByteBuffer.allocateDirect(1 << 16);
            assertTrue(scan.ipc(target, 0) > 0);
            assertThrows(IllegalStateException.class, () -> scan.ipc(target, 1));
            assertThrows(IllegalStateException.class, () -> unread.part(0).get(0));
        }
    }
}
