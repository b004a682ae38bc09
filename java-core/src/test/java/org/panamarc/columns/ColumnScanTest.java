package org.panamarc.columns;

import static java.util.Arrays.asList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.panamarc.ErrorPolicy;
import org.panamarc.MarcFormatException;
import org.panamarc.ReadOptions;
import org.panamarc.columns.Column.Kind;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/** Scans as a whole: inputs, order, errors, memory. */
class ColumnScanTest {
    private static byte[] numbered(int count) {
        byte[][] records = new byte[count][];
        for (int i = 0; i < count; i++) {
            records[i] = RecordBuilder.numbered(i);
        }
        return Bytes.concat(records);
    }

    @Test
    void sameTableForAnyThreadsAndSizes(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("records.mrc");
        Files.write(file, numbered(3000));
        List<List<@Nullable Object>> expected = Rows.of(all(file, ReadOptions.DEFAULT));
        assertEquals(3000, expected.size());
        for (int threads : new int[] {1, 2, 5}) {
            for (int records : new int[] {1, 7, 10_000}) {
                ReadOptions options =
                        ReadOptions.DEFAULT
                                .withThreads(threads)
                                .withBatchRecords(records)
                                .withWindowBytes(4096);
                assertEquals(expected, Rows.of(all(file, options)));
            }
        }
    }

    private static ColumnScan.Builder all(Path file, ReadOptions options) {
        return ColumnScan.builder()
                .file(file)
                .options(options)
                .column("number", Column.of(Kind.RECORD_NUMBER))
                .column("offset", Column.of(Kind.OFFSET))
                .column("id", Column.of("001"))
                .column("fields", Column.fields("..."));
    }

    @Test
    void inputsFollowEachOther(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.mrc");
        Files.write(file, numbered(1));
        ColumnScan.Builder builder =
                ColumnScan.builder().file(file).bytes(numbered(1), "b").stream(
                                new ByteArrayInputStream(numbered(1)), "c")
                        .column("number", Column.of(Kind.RECORD_NUMBER))
                        .column("source", Column.of(Kind.SOURCE));
        assertEquals(
                List.of(List.of(1L, file.toString()), List.of(2L, "b"), List.of(3L, "c")),
                Rows.of(builder));
    }

    @Test
    void accountOfAllInputs() throws IOException {
        byte[] records = numbered(2);
        try (ColumnScan scan =
                ColumnScan.builder()
                        .bytes(records, "a")
                        .bytes("<html>".getBytes(StandardCharsets.UTF_8), "b")
                        .column("id", Column.of("001"))
                        .open()) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            while (Rows.add(scan, rows)) {}
            assertEquals(2, scan.recordsRead());
            assertEquals(2, scan.rowsGiven());
            assertEquals(records.length + 6, scan.bytesRead());
            assertEquals(1, scan.skipped().size());
            assertEquals(1, scan.foreign().size());
            assertTrue(scan.foreign().getFirst().startsWith("b: begins as "));
            assertTrue(scan.defectCounts().isEmpty());
        }
    }

    @Test
    void rowsBeforeAFailureComeFirst(@TempDir Path folder) throws IOException {
        ColumnScan.Builder builder =
                ColumnScan.builder()
                        .bytes(numbered(2), "a")
                        .file(folder.resolve("missing"))
                        .column("id", Column.of("001"));
        try (ColumnScan scan = builder.open()) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            assertTrue(Rows.add(scan, rows));
            assertEquals(2, rows.size());
            assertThrows(NoSuchFileException.class, () -> Rows.add(scan, rows));
            assertThrows(NoSuchFileException.class, () -> Rows.add(scan, rows));
        }
    }

    @Test
    void errorPolicyHolds() throws IOException {
        byte[] records = numbered(3);
        records[numbered(1).length] = 'x'; // the second record's length
        ColumnScan.Builder builder = ColumnScan.builder();
        builder.bytes(records, "a").column("number", Column.of(Kind.RECORD_NUMBER));
        assertEquals(3, Rows.of(builder).size());
        builder.options(ReadOptions.DEFAULT.withOnError(ErrorPolicy.SKIP));
        assertEquals(List.of(asList(1L), asList(3L)), Rows.of(builder));
        builder.options(ReadOptions.DEFAULT.withOnError(ErrorPolicy.RAISE));
        try (ColumnScan scan = builder.open()) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            assertTrue(Rows.add(scan, rows));
            assertEquals(List.of(asList(1L)), rows);
            assertThrows(MarcFormatException.class, () -> Rows.add(scan, rows));
        }
    }

    @Test
    void misfitInAnotherThreadReachesTheCallerInItsPlace(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("records.mrc");
        byte[] odd = new RecordBuilder().field("005", "x").build();
        Files.write(file, Bytes.concat(numbered(500), odd, numbered(500)));
        ReadOptions options =
                ReadOptions.DEFAULT.withThreads(3).withBatchRecords(100).withWindowBytes(4096);
        try (ColumnScan scan =
                ColumnScan.builder()
                        .file(file)
                        .options(options)
                        .column("day", Column.of("005").cast(Column.Cast.DATE))
                        .open()) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            ColumnValueException thrown =
                    assertThrows(
                            ColumnValueException.class,
                            () -> {
                                while (Rows.add(scan, rows)) {}
                            });
            assertEquals(501, thrown.recordNumber());
            assertTrue(rows.size() <= 500 && rows.size() >= 400, () -> rows.size() + " rows");
        }
    }

    @Test
    void buffersAreAlignedAndValidityIsABitARow() throws IOException {
        byte[] with = new RecordBuilder().field("001", "x").build();
        byte[] without = new RecordBuilder().field("003", "x").build();
        byte[] nine = Bytes.concat(with, without, with, with, with, with, with, with, without);
        try (Arena arena = Arena.ofConfined();
                ColumnScan scan =
                        ColumnScan.builder()
                                .bytes(nine, "nine")
                                .column("id", Column.of("001"))
                                .column("type", Column.of(Kind.RECORD_TYPE).asDictionary())
                                .open()) {
            ColumnBatch batch = scan.next(arena);
            assertNotNull(batch);
            assertEquals(9, batch.rows());
            assertEquals(0, batch.memory().address() % 64);
            ColumnVector ids = batch.column(0);
            assertEquals(2, ids.nulls());
            assertEquals(2, ids.validity().byteSize());
            assertEquals((byte) 0b11111101, ids.validity().get(ValueLayout.JAVA_BYTE, 0));
            assertEquals((byte) 0, ids.validity().get(ValueLayout.JAVA_BYTE, 1));
            ColumnVector types = batch.column(1);
            assertEquals(0, types.validity().byteSize());
            ColumnVector values = types.dictionary();
            assertNotNull(values);
            assertEquals(1, values.rows());
            for (ColumnVector vector : List.of(ids, types, values)) {
                for (MemorySegment buffer : vector.buffers()) {
                    assertEquals(0, buffer.address() % 64);
                }
            }
            assertThrows(IndexOutOfBoundsException.class, () -> ids.get(9));
            assertNull(ids.dictionary());
            assertNull(scan.next(arena));
        }
    }

    @Test
    void schemaIsKnownBeforeAnythingIsRead() throws IOException {
        try (ColumnScan scan =
                ColumnScan.builder()
                        .file(Path.of("missing"))
                        .column("a", Column.of("001"))
                        .column("b", Column.of("020$a").list().normalizeIsbn())
                        .column("c", Column.of("008/35-37").asDictionary())
                        .open()) {
            assertEquals(
                    List.of(
                            ColumnField.of("a", ColumnType.UTF8, true),
                            new ColumnField(
                                    "b",
                                    ColumnType.LIST,
                                    false,
                                    List.of(ColumnField.of("item", ColumnType.UTF8, true))),
                            ColumnField.dictionary("c", true)),
                    scan.schema());
        }
    }

    @Test
    void columnsThatCannotBeTogetherAreRefused() {
        Column id = Column.of("001");
        ColumnScan.Builder one = ColumnScan.builder().column("a", id);
        assertThrows(IllegalArgumentException.class, () -> one.column("a", id));
        assertThrows(IllegalArgumentException.class, () -> one.readySet(ReadySet.FIELDS));
        ColumnScan.Builder rows = ColumnScan.builder().readySet(ReadySet.FIELDS);
        assertThrows(IllegalArgumentException.class, () -> rows.column("a", id));
        assertThrows(IllegalArgumentException.class, () -> ColumnScan.builder().open());
    }

    @Test
    void closedScanGivesNothing() throws IOException {
        ColumnScan scan =
                ColumnScan.builder().bytes(numbered(1), "a").column("a", Column.of("001")).open();
        scan.close();
        scan.close();
        assertThrows(IllegalStateException.class, () -> scan.next(Arena.ofAuto()));
        assertFalse(scan.schema().isEmpty());
    }
}
