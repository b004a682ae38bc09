package org.panamarc.internal.arrow;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.panamarc.ReadOptions;
import org.panamarc.columns.Column;
import org.panamarc.columns.ColumnScan;
import org.panamarc.internal.ffi.NativeLibrary;
import org.panamarc.internal.ffi.generated.ArrowArray;
import org.panamarc.internal.ffi.generated.ArrowArrayStream;
import org.panamarc.internal.ffi.generated.ArrowSchema;
import org.panamarc.internal.ffi.generated.panamarc_h;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/** Streams as a program in C reads them: through the functions of their structures alone. */
@EnabledIf("hasLibrary")
@SuppressWarnings("restricted") // pointers have no sizes
class ArrowStreamsTest {
    private static final byte[] RECORDS =
            Bytes.concat(
                    new RecordBuilder()
                            .field("001", "a1")
                            .field("650", "  \u001faCats")
                            .field("650", "  \u001faPets")
                            .build(),
                    new RecordBuilder().field("003", "b").build(),
                    new RecordBuilder().field("001", "c3").build());

    private final Arena arena = Arena.ofShared();
    private final MemorySegment stream = ArrowArrayStream.allocate(arena);
    private final MemorySegment array = ArrowArray.allocate(arena);
    private final MemorySegment schema = ArrowSchema.allocate(arena);
    private long before;

    static boolean hasLibrary() {
        return NativeLibrary.status().loaded();
    }

    @BeforeEach
    void countBlocks() {
        before = ArrowStreams.blocks();
    }

    @AfterEach
    void nothingIsLeaked() {
        assertEquals(before, ArrowStreams.blocks());
        arena.close();
    }

    private static ColumnScan.Builder scan() {
        return ColumnScan.builder()
                .bytes(RECORDS, "three")
                .options(ReadOptions.DEFAULT.withBatchRecords(2))
                .column("id", Column.of("001"))
                .column("type", Column.of(Column.Kind.RECORD_TYPE).asDictionary())
                .column("subjects", Column.of("650$a").list())
                .column("fields", Column.fields("650"));
    }

    private int next() {
        return ArrowArrayStream.get_next.invoke(ArrowArrayStream.get_next(stream), stream, array);
    }

    private boolean isReleased() {
        return ArrowArray.release(array).equals(MemorySegment.NULL);
    }

    private void releaseArray() {
        ArrowArray.release.invoke(ArrowArray.release(array), array);
    }

    private void releaseStream() {
        ArrowArrayStream.release.invoke(ArrowArrayStream.release(stream), stream);
    }

    private String lastError() {
        MemorySegment text =
                ArrowArrayStream.get_last_error.invoke(
                        ArrowArrayStream.get_last_error(stream), stream);
        return text.getString(0);
    }

    private static MemorySegment child(MemorySegment parent, int index) {
        return ArrowArray.children(parent)
                .getAtIndex(ADDRESS, index)
                .reinterpret(ArrowArray.sizeof());
    }

    private static MemorySegment buffer(MemorySegment struct, int index) {
        return ArrowArray.buffers(struct).getAtIndex(ADDRESS, index).reinterpret(1 << 20);
    }

    /** The first two characters of a column's text. */
    private static String text(MemorySegment column) {
        byte[] bytes = buffer(column, 2).asSlice(0, 2).toArray(JAVA_BYTE);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Test
    void schemaNamesTypesAndMayBeAskedForAgain() throws IOException {
        scan().open().exportStream(stream);
        for (int i = 0; i < 2; i++) {
            int status =
                    ArrowArrayStream.get_schema.invoke(
                            ArrowArrayStream.get_schema(stream), stream, schema);
            assertEquals(0, status);
            assertEquals(
                    ":+s[id:u?, type:i<item:u>, subjects:+l[item:u], fields:+l[item:+s[tag:u, "
                            + "ind1:u?, ind2:u?, subfields:+l[item:+s[code:u?, value:u]]]]]",
                    describe(schema));
            ArrowSchema.release.invoke(ArrowSchema.release(schema), schema);
            assertEquals(MemorySegment.NULL, ArrowSchema.release(schema));
        }
        releaseStream();
    }

    private static String describe(MemorySegment node) {
        List<String> children = new ArrayList<>();
        for (int i = 0; i < ArrowSchema.n_children(node); i++) {
            MemorySegment child = ArrowSchema.children(node).getAtIndex(ADDRESS, i);
            children.add(describe(child.reinterpret(ArrowSchema.sizeof())));
        }
        MemorySegment values = ArrowSchema.dictionary(node);
        String dictionary =
                values.equals(MemorySegment.NULL)
                        ? ""
                        : "<" + describe(values.reinterpret(ArrowSchema.sizeof())) + ">";
        return ArrowSchema.name(node).getString(0)
                + ":"
                + ArrowSchema.format(node).getString(0)
                + (ArrowSchema.flags(node) == panamarc_h.ARROW_FLAG_NULLABLE() ? "?" : "")
                + dictionary
                + (children.isEmpty() ? "" : children.toString());
    }

    @Test
    void schemaByItself() throws IOException {
        try (ColumnScan scan = scan().open()) {
            ArrowStreams.writeSchema(scan.schema(), schema);
        }
        assertTrue(describe(schema).startsWith(":+s[id:u?, type:i<item:u>"));
        ArrowSchema.release.invoke(ArrowSchema.release(schema), schema);
    }

    @Test
    void batchesFollowEachOtherAndThenTheEnd() throws IOException {
        scan().open().exportStream(stream);
        assertEquals(0, next());
        assertEquals(2, ArrowArray.length(array));
        assertEquals(4, ArrowArray.n_children(array));
        MemorySegment ids = child(array, 0);
        assertEquals(1, ArrowArray.null_count(ids));
        assertEquals((byte) 1, buffer(ids, 0).get(JAVA_BYTE, 0));
        assertEquals(2, buffer(ids, 1).getAtIndex(JAVA_INT, 2));
        assertEquals("a1", text(ids));
        assertEquals(0, buffer(ids, 2).address() % 64);
        MemorySegment types = child(array, 1);
        assertEquals(0, ArrowArray.buffers(types).getAtIndex(ADDRESS, 0).address());
        MemorySegment values = ArrowArray.dictionary(types).reinterpret(ArrowArray.sizeof());
        assertEquals(1, ArrowArray.length(values));
        assertEquals(2, ArrowArray.length(child(child(array, 2), 0)));
        releaseArray();
        assertEquals(0, next());
        assertEquals(1, ArrowArray.length(array));
        releaseArray();
        assertEquals(0, next());
        assertTrue(isReleased());
        releaseStream();
        assertEquals(MemorySegment.NULL, ArrowArrayStream.release(stream));
    }

    @Test
    void arrayLivesLongerThanItsStream() throws IOException {
        scan().open().exportStream(stream);
        assertEquals(0, next());
        releaseStream();
        assertEquals("a1", text(child(array, 0)));
        releaseArray();
    }

    @Test
    void childMovedOutLivesLongerThanItsParent() throws IOException {
        scan().open().exportStream(stream);
        assertEquals(0, next());
        MemorySegment moved = ArrowArray.allocate(arena).copyFrom(child(array, 0));
        ArrowArray.release(child(array, 0), MemorySegment.NULL);
        releaseArray();
        assertNotEquals(before, ArrowStreams.blocks());
        releaseStream();
        assertEquals("a1", text(moved));
        ArrowArray.release.invoke(ArrowArray.release(moved), moved);
    }

    @Test
    void streamReleasedBeforeItsFirstBatch() throws IOException {
        scan().open().exportStream(stream);
        releaseStream();
    }

    @Test
    void readAndReleasedByOtherThreads() throws Exception {
        scan().open().exportStream(stream);
        inThread(() -> assertEquals(0, next()));
        inThread(this::releaseArray);
        inThread(this::releaseStream);
    }

    private static void inThread(Runnable task) throws InterruptedException {
        List<Throwable> thrown = new ArrayList<>();
        Thread thread = new Thread(task);
        thread.setUncaughtExceptionHandler((_, e) -> thrown.add(e));
        thread.start();
        thread.join();
        assertEquals(List.of(), thrown);
    }

    @Test
    void exceptionIsAStatusWithItsMessage() throws IOException {
        ColumnScan.builder()
                .bytes(RECORDS, "three")
                .column("number", Column.of("001").cast(Column.Cast.INT))
                .open()
                .exportStream(stream);
        for (int i = 0; i < 2; i++) {
            assertEquals(22, next());
            assertEquals(
                    "three: record 1 at byte 0, column number: 001 is 'a1'; expected a whole number",
                    lastError());
        }
        releaseStream();
    }

    @Test
    void missingFileIsAStatus(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("missing");
        ColumnScan.builder()
                .file(missing)
                .column("id", Column.of("001"))
                .open()
                .exportStream(stream);
        assertEquals(5, next());
        assertTrue(lastError().endsWith("NoSuchFileException: " + missing));
        releaseStream();
    }

    @Test
    void endedJvmIsAStatusAndItsArraysLiveOn() throws IOException {
        scan().open().exportStream(stream);
        assertEquals(0, next());
        MemorySegment kept = ArrowArray.allocate(arena).copyFrom(array);
        panamarc_h.panamarc_set_running(0);
        try {
            assertNotEquals(0, next());
            assertTrue(isReleased());
            assertEquals("the Java virtual machine that reads the records has ended", lastError());
            assertEquals("a1", text(child(kept, 0)));
            ArrowArray.release.invoke(ArrowArray.release(kept), kept);
            releaseStream();
        } finally {
            panamarc_h.panamarc_set_running(1);
        }
    }

    @Test
    void hundredScansLeakNothing(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("records.mrc");
        Files.write(file, RECORDS);
        ReadOptions options = ReadOptions.DEFAULT.withBatchRecords(1).withThreads(2);
        for (int i = 0; i < 100; i++) {
            ColumnScan.builder()
                    .file(file)
                    .options(options)
                    .column("id", Column.of("001"))
                    .open()
                    .exportStream(stream);
            for (int rows = i % 4; rows > 0 && next() == 0 && !isReleased(); rows--) {
                releaseArray();
            }
            releaseStream();
        }
    }

    @Test
    void blockTooLargeIsRefused() {
        assertThrows(OutOfMemoryError.class, () -> new NativeBlock(Long.MAX_VALUE, 1));
    }
}
