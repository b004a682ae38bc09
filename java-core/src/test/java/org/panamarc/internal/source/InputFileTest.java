package org.panamarc.internal.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.testing.Fifo;

class InputFileTest {
    @TempDir Path folder;

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("file.mrc"), bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 4096, 3_000_000})
    void aFileOfAnySizeGivesItsBytesAndThenTheEnd(int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        try (InputFile file = new InputFile(write(bytes), "name");
                Source source = file.source()) {
            assertEquals("name", source.name());
            assertEquals(size, source.remaining());
            assertArrayEquals(bytes, SourceReading.all(source, 1 << 20));
            assertEquals(0, source.remaining());
            assertEquals(Source.END, source.read(MemorySegment.ofArray(new byte[1]), 0, 1));
        }
    }

    @Test
    void eachSourceBeginsAtTheStart() throws IOException {
        byte[] bytes = {1, 2, 3};
        try (InputFile file = new InputFile(write(bytes), "name")) {
            assertArrayEquals(bytes, SourceReading.all(file.source(), 2));
            assertArrayEquals(bytes, SourceReading.all(file.source(), 3));
        }
    }

    @Test
    void closingTheOnlySourceClosesTheFile() throws IOException {
        InputFile file = new InputFile(write(new byte[] {1, 2, 3}), "name");
        Source source = file.onlySource();
        source.close();
        source.close();
        MemorySegment target = MemorySegment.ofArray(new byte[3]);
        assertThrows(IllegalStateException.class, () -> source.read(target, 0, 3));
        assertThrows(IllegalStateException.class, () -> file.source().read(target, 0, 3));
    }

    @Test
    void closingTheFileTwiceIsAllowed() throws IOException {
        InputFile file = new InputFile(write(new byte[1]), "name");
        file.close();
        file.close();
        assertThrows(
                IllegalStateException.class,
                () -> file.source().read(MemorySegment.ofArray(new byte[1]), 0, 1));
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = folder.resolve("no.mrc");
        Exception e =
                assertThrows(
                        NoSuchFileException.class, () -> new InputFile(missing, "name").close());
        assertEquals(missing.toString(), e.getMessage());
    }

    @Test
    void aDirectoryIsNoFileOfRecords() {
        Exception e =
                assertThrows(
                        FileSystemException.class, () -> new InputFile(folder, "name").close());
        assertEquals("name: is a directory, not a file of records", e.getMessage());
    }

    @Test
    void aFileThatMayNotBeReadIsDenied() throws IOException {
        Path file = write(new byte[1]);
        Files.setPosixFilePermissions(file, Set.of());
        assumeFalse(Files.isReadable(file), "this user may read everything");
        assertThrows(AccessDeniedException.class, () -> new InputFile(file, "name").close());
    }

    @Test
    @Timeout(30)
    void whatIsNoRegularFileIsReadAsAStream() throws Exception {
        Path pipe = Fifo.make(folder.resolve("pipe.mrc"));
        byte[] bytes = content(300_000);
        FutureTask<Path> writing = new FutureTask<>(() -> Files.write(pipe, bytes));
        Thread.ofPlatform().daemon().start(writing);
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (InputFile file = new InputFile(pipe, "name");
                Source source = file.onlySource()) {
            byte[] part = new byte[4096];
            int n = source.read(MemorySegment.ofArray(part), 0, part.length);
            while (n != Source.END) {
                read.write(part, 0, n);
                n = source.read(MemorySegment.ofArray(part), 0, part.length);
            }
        }
        writing.get();
        assertArrayEquals(bytes, read.toByteArray());
    }

    @Test
    void aFileThatSaysItIsEmptyIsReadAllTheSame() throws IOException {
        Path path = Path.of("/proc/version");
        assumeTrue(Files.exists(path) && Files.size(path) == 0, "this is no Linux");
        try (InputFile file = new InputFile(path, "name");
                Source source = file.onlySource()) {
            assertEquals(-1, file.size());
            assertArrayEquals(Files.readAllBytes(path), SourceReading.all(source, 1 << 10));
        }
    }

    @Test
    void aFileThatSaysItIsEmptyAndCannotBeReadIsNamed() {
        Path path = Path.of("/proc/self/mem");
        assumeTrue(Files.exists(path), "this is no Linux");
        FileSystemException e =
                assertThrows(FileSystemException.class, () -> new InputFile(path, "name").close());
        assertEquals("name: Input/output error", e.getMessage());
    }

    private static byte[] content(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static void truncate(Path path, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 1 << 20, (2 << 20) - 1, 2 << 20})
    void aFileCutShortInFrontOfItsReaderIsAnOrdinaryError(int left) throws IOException {
        Path path = write(content(3 << 20));
        try (InputFile file = new InputFile(path, "name");
                Source source = file.source()) {
            MemorySegment target = MemorySegment.ofArray(new byte[2 << 20]);
            assertEquals(2 << 20, source.read(target, 0, 2 << 20));
            truncate(path, left);
            for (int i = 0; i < 2; i++) {
                Exception e =
                        assertThrows(IOException.class, () -> source.read(target, 0, 1 << 20));
                assertEquals(
                        "name: the file was cut short while it was read: bytes from %d of 3145728 are gone"
                                .formatted(left),
                        e.getMessage());
            }
        }
    }

    /** What is beyond the end in a page that is still there reads as zeros, which nobody wrote. */
    @ParameterizedTest
    @ValueSource(ints = {1, 100, 4096, 5000, 1_000_000})
    void aFileCutShortWhileReadGivesWhatIsLeftAndNothingElse(int more) throws IOException {
        byte[] bytes = content(3 << 20);
        Path path = write(bytes);
        try (InputFile file = new InputFile(path, "name");
                Source source = file.source()) {
            byte[] target = new byte[2 << 20];
            assertEquals(1 << 20, source.read(MemorySegment.ofArray(target), 0, 1 << 20));
            truncate(path, (1 << 20) + more);
            assertEquals(more, source.read(MemorySegment.ofArray(target), 1 << 20, 1 << 20));
            assertArrayEquals(
                    Arrays.copyOf(bytes, (1 << 20) + more),
                    Arrays.copyOf(target, (1 << 20) + more));
            Exception e =
                    assertThrows(
                            IOException.class,
                            () -> source.read(MemorySegment.ofArray(target), 0, 1));
            assertEquals(
                    "name: the file was cut short while it was read: bytes from %d of 3145728 are gone"
                            .formatted((1 << 20) + more),
                    e.getMessage());
        }
    }

    @Test
    void aFileCutShortBeforeItsFirstByteIsReadIsAnError() throws IOException {
        Path path = write(content(100));
        try (InputFile file = new InputFile(path, "name")) {
            truncate(path, 0);
            assertThrows(IOException.class, file::source);
            truncate(path, 0);
            Files.write(path, content(100));
            assertArrayEquals(content(100), SourceReading.all(file.source(), 100));
        }
    }

    @Test
    void aGzipFileCutShortIsNamedOnce() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content(3 << 20));
        }
        Path path = write(packed.toByteArray());
        try (InputFile file = new InputFile(path, "name");
                Source source = file.source()) {
            truncate(path, 1_000_000);
            Exception e = assertThrows(IOException.class, () -> SourceReading.all(source, 1 << 20));
            assertEquals(
                    "name: the file was cut short while it was read: bytes from 1000000 of %d are gone"
                            .formatted(packed.size()),
                    e.getMessage());
        }
    }

    @Test
    void whatIsAppendedMeanwhileIsNotSeen() throws IOException {
        Path path = write(content(5000));
        try (InputFile file = new InputFile(path, "name");
                Source source = file.source()) {
            Files.write(path, content(100_000), StandardOpenOption.APPEND);
            assertArrayEquals(content(5000), SourceReading.all(source, 1 << 20));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 100, 5000, 100_000})
    void aFileThatLosesItsNameIsReadAllTheSame(int sizeOfAnother) throws IOException {
        Path path = write(content(5000));
        try (InputFile file = new InputFile(path, "name");
                Source source = file.source()) {
            if (sizeOfAnother < 0) {
                Files.delete(path);
            } else {
                Path another = Files.write(folder.resolve("another"), new byte[sizeOfAnother]);
                Files.move(another, path, StandardCopyOption.REPLACE_EXISTING);
            }
            assertArrayEquals(content(5000), SourceReading.all(source, 1000));
        }
    }

    @Test
    void bytesThatTheFileHasButCannotGiveAreAnOrdinaryError() throws IOException {
        Path path = write(content(3 << 20));
        try (Arena arena = Arena.ofShared();
                FileChannel channel = FileChannel.open(path)) {
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, 3 << 20, arena);
            truncate(path, 0);
            Source source = new SegmentSource(mapped, "name", () -> {});
            byte[] target = new byte[100];
            Exception e =
                    assertThrows(
                            IOException.class,
                            () -> source.read(MemorySegment.ofArray(target), 0, 100));
            assertEquals("name: bytes from 0 to 100 cannot be read", e.getMessage());
        }
    }
}
