package org.panamarc.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panamarc.MarcFile;
import org.panamarc.MarcReader;
import org.panamarc.ReadOptions;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/** Readers that nobody refers to any more, and that nobody closed, leave no resources. */
@DisabledIfSystemProperty(
        named = "panamarc.native",
        matches = "off",
        disabledReason = "takes long, and was done with the native scanner, which has more to free")
@Timeout(120)
class DroppedReadersTest {

    /** As many as may be open at once on a machine that allows few. */
    private static final int AT_ONCE = 200;

    private static final byte[] FILE =
            Bytes.concat(
                    IntStream.rangeClosed(1, 50)
                            .mapToObj(RecordBuilder::numbered)
                            .toArray(byte[][]::new));
    private static final Path SELF = Path.of("/proc/self");

    @TempDir Path folder;

    @BeforeEach
    void theKernelShowsResources() {
        assumeTrue(Files.isDirectory(SELF), "this system does not show what a process has");
    }

    /** What the process has that a reader could leave open. */
    private record Has(long descriptors, long maps, long threads) {
        boolean moreThan(Has before) {
            return descriptors > before.descriptors
                    || maps > before.maps
                    || threads > before.threads;
        }
    }

    private Has has() throws IOException {
        try (Stream<Path> descriptors = Files.list(SELF.resolve("fd"));
                Stream<String> maps = Files.lines(SELF.resolve("maps"))) {
            return new Has(
                    descriptors.filter(this::isOurs).count(),
                    maps.filter(map -> map.contains(folder.toString())).count(),
                    Thread.getAllStackTraces().size());
        }
    }

    private boolean isOurs(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(folder);
        } catch (IOException e) {
            return false; // it has just been closed
        }
    }

    private MarcReader open(String kind, Path path) throws IOException {
        return switch (kind) {
            case "file", "gzip file" -> MarcReader.open(path, ReadOptions.DEFAULT);
            case "read ahead" -> MarcReader.open(path, ReadOptions.DEFAULT.withThreads(3));
            case "MarcFile" -> MarcFile.open(path).reader();
            case "bytes" -> MarcReader.of(FILE, ReadOptions.DEFAULT);
            default -> MarcReader.of(Files.newInputStream(path), "name", ReadOptions.DEFAULT);
        };
    }

    private static byte[] packed() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(FILE);
        }
        return packed.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "file, 10000",
        "read ahead, 2000",
        "MarcFile, 2000",
        "gzip file, 2000",
        "bytes, 2000",
        "stream, 2000"
    })
    void leaveNothingOpen(String kind, int readers) throws Exception {
        Path path = Files.write(folder.resolve("f"), kind.equals("gzip file") ? packed() : FILE);
        open(kind, path).close();
        Has before = has();
        boolean seen = false;
        for (int i = 0; i < readers; i++) {
            assertEquals(10, open(kind, path).readBatch(10).size());
            if (i % AT_ONCE == AT_ONCE - 1) {
                seen |= has().moreThan(before);
                System.gc();
            }
        }
        for (int i = 0; i < 100 && has().moreThan(before); i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertFalse(has().moreThan(before), () -> "before " + before);
        assertTrue(seen || kind.equals("bytes"), "nothing was there that could be left open");
    }
}
