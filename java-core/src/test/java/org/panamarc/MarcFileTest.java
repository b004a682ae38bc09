package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

class MarcFileTest {
    @TempDir Path folder;

    private static byte[] records(int count) {
        byte[][] records = new byte[count][];
        for (int i = 0; i < count; i++) {
            records[i] = RecordBuilder.numbered(i + 1);
        }
        return Bytes.concat(records);
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("records.mrc"), bytes);
    }

    private static long count(Iterable<MarcRecord> records) {
        long count = 0;
        for (MarcRecord record : records) {
            assertEquals(++count, record.number());
        }
        return count;
    }

    @Test
    void aFileMayBeReadAnyNumberOfTimes() throws IOException {
        try (MarcFile file = MarcFile.open(write(records(250)))) {
            assertEquals(folder.resolve("records.mrc"), file.path());
            assertEquals(250, count(file));
            assertEquals(250, count(file));
            assertEquals(250, file.stream().count());
            try (MarcReader reader = file.reader();
                    MarcReader another = file.reader()) {
                assertEquals(100, reader.readBatch().size());
                assertEquals(1, another.readBatch(1).getFirst().number());
                assertEquals(101, reader.readBatch(1).getFirst().number());
                assertEquals(file.path().toString(), reader.source());
            }
        }
    }

    @Test
    void gzipIsUnpackedWhateverTheFileIsCalled() throws IOException {
        Path path = folder.resolve("records.mrc");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write(records(30));
        }
        try (MarcFile file = MarcFile.open(path)) {
            assertEquals(30, count(file));
            assertEquals(30, count(file));
        }
        try (MarcReader reader = MarcReader.open(path, ReadOptions.DEFAULT)) {
            assertEquals(30, count(reader));
            assertEquals(records(30).length, reader.bytesRead());
        }
    }

    @Test
    void anEmptyFileHasNoRecords() throws IOException {
        try (MarcFile file = MarcFile.open(write(new byte[0]))) {
            assertEquals(0, file.stream().count());
        }
    }

    @Test
    void aMissingFileIsNoSuchFile() {
        Path missing = folder.resolve("missing.mrc");
        assertThrows(NoSuchFileException.class, () -> MarcFile.open(missing).close());
        Exception e =
                assertThrows(
                        NoSuchFileException.class,
                        () -> MarcReader.open(missing, ReadOptions.DEFAULT).close());
        assertEquals(missing.toString(), e.getMessage());
    }

    @Test
    void aDirectoryIsNoFile() {
        String expected = folder + ": is a directory, not a file of records";
        assertEquals(
                expected,
                assertThrows(FileSystemException.class, () -> MarcFile.open(folder).close())
                        .getMessage());
        assertEquals(
                expected,
                assertThrows(
                                FileSystemException.class,
                                () -> MarcReader.open(folder, ReadOptions.DEFAULT).close())
                        .getMessage());
    }

    @Test
    void closingAFileClosesItsReaders() throws IOException {
        MarcFile file = MarcFile.open(write(records(250)));
        MarcReader reader = file.reader();
        Iterator<MarcRecord> records = file.iterator();
        MarcRecord first = records.next();
        file.close();
        file.close();
        assertThrows(IllegalStateException.class, reader::readBatch);
        for (int i = 1; i < 100; i++) {
            records.next(); // its batch is there
        }
        assertThrows(IllegalStateException.class, records::next);
        assertEquals("test00001", first.value("001"));
        assertEquals(
                file.path() + ": the file is closed",
                assertThrows(IllegalStateException.class, file::reader).getMessage());
        assertThrows(IllegalStateException.class, file::iterator);
    }

    @Test
    void aFileDroppedWhileItIsReadIsReadToItsEnd() throws Exception {
        Path path = write(records(2000));
        ReadOptions options = ReadOptions.DEFAULT.withWindowBytes(4096).withBatchRecords(10);
        WeakReference<MarcFile> dropped = new WeakReference<>(MarcFile.open(path, options));
        Iterator<MarcRecord> iterator = MarcFile.open(path, options).iterator();
        Stream<MarcRecord> stream = MarcFile.open(path, options).stream();
        RecordBatch batch = MarcFile.open(path, options).reader().readBatch();
        for (int i = 0; i < 50 && dropped.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertEquals(null, dropped.get(), "nothing was collected");
        assertEquals(2000, count(() -> iterator));
        assertEquals(2000, stream.count());
        assertEquals(10, count(batch));
    }

    @Test
    void aFileCutShortWhileItIsReadIsAnOrdinaryError() throws IOException {
        Path path = write(records(100_000 / 50));
        ReadOptions options = ReadOptions.DEFAULT.withWindowBytes(4096);
        try (MarcFile file = MarcFile.open(path, options)) {
            Iterator<MarcRecord> records = file.iterator();
            assertTrue(records.hasNext());
            write(new byte[0]);
            UncheckedIOException e =
                    assertThrows(
                            UncheckedIOException.class, () -> records.forEachRemaining(r -> {}));
            String expected = ": the file was cut short while it was read";
            assertTrue(String.valueOf(e.getMessage()).contains(path + expected), e.toString());
        }
    }

    @Test
    void whatIsDescribedNamesVersionAndScanner() {
        var facts = Panamarc.describe();
        assertEquals(Panamarc.VERSION, facts.get("version"));
        assertEquals(Runtime.version().toString(), facts.get("java"));
        boolean java = "java".equals(facts.get("scanner"));
        assertEquals(java, !"".equals(facts.get("scanner.reason")));
        assertEquals(java, "".equals(facts.get("scanner.tiers")));
        assertFalse(facts.containsValue(null));
    }
}
