package org.panamarc.internal.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.internal.compression.Compression;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.Fifo;

class FileSinkTest {
    private static final byte[] NEW = Bytes.repeat('n', 300_000);

    @TempDir private Path folder;
    private Path path;

    @BeforeEach
    void choosePath() {
        path = folder.resolve("out.mrc");
    }

    private Set<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Test
    void aFileAppearsWholeWhenItIsCommitted() throws IOException {
        try (FileSink sink = new FileSink(path)) {
            sink.stream().write(NEW);
            assertFalse(Files.exists(path));
            sink.commit();
            assertArrayEquals(NEW, Files.readAllBytes(path));
        }
        assertEquals(Set.of("out.mrc"), names());
    }

    @Test
    void theFileBeforeStaysUntilThenAndWhereThatNeverComes() throws IOException {
        Files.writeString(path, "old");
        FileSink sink = new FileSink(path);
        sink.stream().write(NEW);
        assertEquals("old", Files.readString(path));
        sink.close();
        sink.close();
        assertEquals("old", Files.readString(path));
        assertEquals(Set.of("out.mrc"), names());
    }

    @Test
    void theNewFileHasThePermissionsOfTheOneBefore() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        Files.writeString(path, "old");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-r--"));
        try (FileSink sink = new FileSink(path)) {
            sink.commit();
        }
        assertEquals(
                "rw-rw-r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        assertEquals(0, Files.size(path));
    }

    @Test
    void aSymbolicLinkStaysOne() throws IOException {
        Files.writeString(path, "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), path);
        try (FileSink sink = new FileSink(link)) {
            sink.stream().write('x');
            sink.commit();
        }
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("x", Files.readString(path));
    }

    @ParameterizedTest
    @EnumSource
    void theSuffixOfANameCompresses(Compression compression) throws IOException {
        String suffix =
                switch (compression) {
                    case GZIP -> ".gz";
                    case BZIP2 -> ".bz2";
                    case ZSTANDARD -> ".ZST";
                };
        Path compressed = folder.resolve("out.mrc" + suffix);
        try (FileSink sink = new FileSink(compressed)) {
            sink.stream().write(NEW);
            sink.commit();
        }
        byte[] packed = Files.readAllBytes(compressed);
        assertTrue(packed.length < 1000, packed.length + " bytes");
        assertEquals(compression, Compression.of(Arrays.copyOf(packed, Compression.FIRST)));
        try (InputStream in = compression.decompressed(new ByteArrayInputStream(packed))) {
            assertArrayEquals(NEW, in.readAllBytes());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.gz", "out.bz2", "out.zst"})
    void aCompressedFileGivenUpLeavesNothing(String name) throws IOException {
        FileSink sink = new FileSink(folder.resolve(name));
        sink.stream().write(NEW);
        sink.close();
        assertEquals(Set.of(), names());
    }

    @Test
    void aNameMayBeAsLongAsTheSystemAllows() throws IOException {
        Path longest = folder.resolve("\u00E9".repeat(125) + ".mrc");
        try (FileSink sink = new FileSink(longest)) {
            sink.stream().write(NEW);
            sink.commit();
        }
        assertArrayEquals(NEW, Files.readAllBytes(longest));
    }

    @Test
    void aFileThatMayNotBeWrittenIsNotReplaced() throws IOException {
        Files.writeString(path, "old");
        assumeTrue(path.toFile().setReadOnly());
        assumeFalse(Files.isWritable(path), "root may write to any file");
        assertThrows(AccessDeniedException.class, () -> new FileSink(path));
    }

    @Test
    void aFileThatCannotTakeItsNameIsReportedByIt() throws IOException {
        try (FileSink sink = new FileSink(path)) {
            Files.createDirectories(path.resolve("in the way"));
            FileSystemException e = assertThrows(FileSystemException.class, sink::commit);
            assertEquals(path + ": Is a directory", e.getMessage());
        }
        assertEquals(Set.of("out.mrc"), names());
    }

    /** Makes a pipe of the path, which another thread reads to its end. */
    private FutureTask<byte[]> readFromPipe() throws IOException, InterruptedException {
        Fifo.make(path);
        FutureTask<byte[]> reading = new FutureTask<>(() -> Files.readAllBytes(path));
        Thread.ofPlatform().daemon().start(reading);
        return reading;
    }

    @Test
    @Timeout(30)
    void whatIsNoRegularFileIsWrittenToAsItIs() throws Exception {
        FutureTask<byte[]> reading = readFromPipe();
        try (FileSink sink = new FileSink(path)) {
            sink.stream().write(NEW);
            sink.commit();
        }
        assertArrayEquals(NEW, reading.get());
        assertFalse(Files.isRegularFile(path));
        assertEquals(Set.of("out.mrc"), names());
    }

    @Test
    @Timeout(30)
    void whatIsNoRegularFileStaysIfNothingIsCommitted() throws Exception {
        FutureTask<byte[]> reading = readFromPipe();
        new FileSink(path).close();
        assertEquals(0, reading.get().length);
        assertFalse(Files.isRegularFile(path));
        assertEquals(Set.of("out.mrc"), names());
    }

    private static OutputStream full(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                throw new IOException("No space left on device");
            }
        };
    }

    @Test
    void aFullDiskLeavesTheFileBeforeAndNothingElse() throws IOException {
        Files.writeString(path, "old");
        for (boolean atCommit : new boolean[] {false, true}) {
            FileSink sink =
                    new FileSink(
                            path,
                            "out.mrc",
                            (file, options) -> full(Files.newOutputStream(file, options)));
            byte[] bytes = atCommit ? Bytes.of('x') : NEW;
            FileSystemException full =
                    assertThrows(
                            FileSystemException.class,
                            () -> {
                                sink.stream().write(bytes);
                                sink.commit();
                            });
            assertEquals("out.mrc: No space left on device", full.getMessage());
            sink.close();
            assertEquals("old", Files.readString(path));
            assertEquals(Set.of("out.mrc"), names());
        }
    }

    @Test
    void aDiskThatIsFullFromTheStartLeavesNothing() throws IOException {
        FileSink.Opener full = (file, options) -> full(Files.newOutputStream(file, options));
        FileSystemException e =
                assertThrows(FileSystemException.class, () -> new FileSink(path, "out.gz", full));
        assertEquals("out.gz: No space left on device", e.getMessage());
        assertEquals(Set.of(), names());
    }

    @Test
    void whatCannotBeOpenedIsNamedAsItWasGiven() {
        assertEquals(
                folder + ": it is a folder, not a file",
                assertThrows(FileSystemException.class, () -> new FileSink(folder)).getMessage());
        Path nowhere = folder.resolve("no").resolve("out.mrc");
        assertEquals(
                nowhere + ": no such folder",
                assertThrows(NoSuchFileException.class, () -> new FileSink(nowhere)).getMessage());
        FileSink.Opener unable =
                (file, options) -> {
                    throw new NoSuchFileException(file.toString());
                };
        assertEquals(
                "out.mrc: no file can be made there",
                assertThrows(NoSuchFileException.class, () -> new FileSink(path, "out.mrc", unable))
                        .getMessage());
        FileSink.Opener denied =
                (file, options) -> {
                    throw new AccessDeniedException(file.toString());
                };
        assertEquals(
                "out.mrc",
                assertThrows(
                                AccessDeniedException.class,
                                () -> new FileSink(path, "out.mrc", denied))
                        .getMessage());
        FileSink.Opener readOnly =
                (file, options) -> {
                    throw new FileSystemException(file.toString(), null, "Read-only file system");
                };
        assertEquals(
                "out.mrc: Read-only file system",
                assertThrows(
                                FileSystemException.class,
                                () -> new FileSink(path, "out.mrc", readOnly))
                        .getMessage());
    }
}
