package org.panamarc.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panamarc.testing.Bytes;

/**
 * A process reads a file while another, this one, changes it, at any moment: never a crash, never a
 * wrong record.
 */
@Timeout(120)
class FileChangedWhileReadTest {
    private static final List<byte[]> RECORDS = ReadingChild.records();
    private static final byte[] FILE = Bytes.concat(RECORDS.toArray(byte[][]::new));
    private static final int[] WINDOWS = {4096, 1 << 16, 1 << 20};

    private static @TempDir Path crashes;

    @SuppressWarnings("NullAway.Init") // JUnit has it made before the first test
    private static Child compiling;

    private final Random random = new Random(2709);
    @TempDir Path folder;

    @BeforeAll
    static void startAChild() throws IOException {
        compiling = child();
    }

    @AfterAll
    static void noChildHasCrashed() throws IOException {
        compiling.close();
    }

    private static Child child(String... flags) throws IOException {
        Path own = Files.createTempDirectory(crashes, "child");
        return new Child(own, ReadingChild.class, List.of(flags));
    }

    /** What a child said of a file that was changed while it read it. */
    private record Said(int records, int right, long bytes, boolean accounted, String how) {}

    /** Something that is done to the file. */
    @FunctionalInterface
    private interface Change {
        void make(Path path) throws IOException;
    }

    private Said read(Child child, Path path, Change change) throws IOException {
        child.send(WINDOWS[random.nextInt(WINDOWS.length)] + " " + path);
        assertEquals("open", child.hear());
        long until = System.nanoTime() + random.nextInt(5_000_000); // about as long as it reads
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        change.make(path);
        String[] said = child.hear().split(" ", 5);
        return new Said(
                Integer.parseInt(said[0]),
                Integer.parseInt(said[1]),
                Long.parseLong(said[2]),
                Boolean.parseBoolean(said[3]),
                said[4]);
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("file.mrc"), bytes);
    }

    private static void truncate(Path path, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    /** Records that are whole before an offset. */
    private static int wholeBefore(long offset) {
        int whole = 0;
        for (long end = RECORDS.get(0).length; end <= offset; end += RECORDS.get(whole).length) {
            if (++whole == RECORDS.size()) {
                break;
            }
        }
        return whole;
    }

    private static String cutShort(Path path, long left, int size) {
        return "java.io.IOException: %s: the file was cut short while it was read: bytes from %d of %d are gone"
                .formatted(path, left, size);
    }

    private void cutShort(Child child, int times) throws IOException {
        int errors = 0;
        for (int i = 0; i < times; i++) {
            int left = i % 5 == 0 ? 0 : random.nextInt(FILE.length);
            Path path = write(FILE);
            Said said = read(child, path, it -> truncate(it, left));
            assertEquals(said.records, said.right);
            assertTrue(said.accounted);
            if (said.how.equals("end")) {
                assertEquals(RECORDS.size(), said.records);
                assertEquals(FILE.length, said.bytes);
            } else {
                assertEquals(cutShort(path, left, FILE.length), said.how);
                assertTrue(said.records >= wholeBefore(left), said.toString());
                errors++;
            }
        }
        assertTrue(errors > times / 5, errors + " of " + times + " were cut while they were read");
    }

    @Test
    void aFileCutShortGivesWhatIsWholeInTheRestAndThenAnError() throws IOException {
        cutShort(compiling, 150);
    }

    /** The JVM reports a fault of the copy in other ways where it has not compiled it so far. */
    @ParameterizedTest
    @CsvSource({"-XX:TieredStopAtLevel=1, 40", "-Xint, 10"})
    void aFileCutShortIsNoCrashHoweverTheJvmRunsTheCode(String flag, int times) throws IOException {
        try (Child child = child(flag)) {
            cutShort(child, times);
        }
    }

    @Test
    void aGzipFileCutShortGivesTheRecordsBeforeAndThenAnError() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(FILE);
        }
        byte[] packed = out.toByteArray();
        for (int i = 0; i < 40; i++) {
            int left = 1000 + random.nextInt(packed.length - 1000);
            Path path = write(packed);
            Said said = read(compiling, path, it -> truncate(it, left));
            assertEquals(said.records, said.right);
            assertTrue(said.accounted);
            if (!said.how.equals("end")) {
                assertEquals(cutShort(path, left, packed.length), said.how);
            } else {
                assertEquals(RECORDS.size(), said.records);
            }
        }
    }

    private void isReadAsItWasWhenItWasOpened(Change change) throws IOException {
        for (int i = 0; i < 25; i++) {
            Said said = read(compiling, write(FILE), change);
            assertEquals(new Said(RECORDS.size(), RECORDS.size(), FILE.length, true, "end"), said);
        }
    }

    @Test
    void aFileThatGrowsIsReadAsItWasWhenItWasOpened() throws IOException {
        isReadAsItWasWhenItWasOpened(path -> Files.write(path, FILE, StandardOpenOption.APPEND));
    }

    @Test
    void aFileReplacedByAnotherIsReadAsItWas() throws IOException {
        isReadAsItWasWhenItWasOpened(path -> {
            byte[] bytes = new byte[random.nextInt(2 * FILE.length)];
            Path other = Files.write(folder.resolve("other.mrc"), bytes);
            Files.move(other, path, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    @Test
    void aFileThatIsDeletedIsReadAsItWas() throws IOException {
        isReadAsItWasWhenItWasOpened(Files::delete);
    }

    /** Nobody can say which bytes come then, but nothing crashes and every byte has its place. */
    @Test
    void aFileRewrittenInPlaceIsReadToItsEndOrAnError() throws IOException {
        for (int i = 0; i < 60; i++) {
            byte[] other = FILE.clone();
            for (int k = 0; k < 1000; k++) {
                other[random.nextInt(other.length)] ^= 0x11;
            }
            Said said = read(compiling, write(FILE), path -> Files.write(path, other));
            assertTrue(said.accounted, said.toString());
            String failed = "java.io.IOException: " + folder.resolve("file.mrc") + ": ";
            assertTrue(said.how.equals("end") || said.how.startsWith(failed), said.how);
        }
    }
}
