package org.panamarc.internal.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void whatIsNoRegularFileIsReadAsAStream() throws IOException {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device), "this system has no such device");
        try (InputFile file = new InputFile(device, "name");
                Source source = file.onlySource()) {
            assertEquals(Source.END, source.read(MemorySegment.ofArray(new byte[1]), 0, 1));
        }
    }

    @Test
    void aFileCutShortWhileItIsReadIsAnOrdinaryError() throws IOException {
        Path path = write(new byte[3 << 20]);
        try (InputFile file = new InputFile(path, "name");
                Arena arena = Arena.ofConfined();
                Source source = file.source()) {
            MemorySegment target = arena.allocate(2 << 20);
            assertEquals(2 << 20, source.read(target, 0, 2 << 20));
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(100);
            }
            Exception e = assertThrows(IOException.class, () -> source.read(target, 0, 1 << 20));
            assertEquals(
                    "name: the file was cut short while it was read: bytes from 2097152 of 3145728"
                            + " are gone",
                    e.getMessage());
        }
    }
}
