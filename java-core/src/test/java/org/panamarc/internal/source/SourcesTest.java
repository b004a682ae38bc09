package org.panamarc.internal.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.testing.AwkwardStream;
import org.panamarc.testing.Bytes;

class SourcesTest {
    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static Source memory(byte[] bytes) throws IOException {
        return Sources.ofSegment(MemorySegment.ofArray(bytes), "name", () -> {});
    }

    private static Source stream(byte[] bytes, int atOnce) throws IOException {
        return Sources.ofStream(new AwkwardStream(bytes, atOnce), "name");
    }

    /** The same bytes from memory and from streams that give few of them at a time. */
    private static List<Source> sources(byte[] bytes) throws IOException {
        return List.of(
                memory(bytes), stream(bytes, 1), stream(bytes, 1000), stream(bytes, 1 << 20));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 70_000, 300_000})
    void plainBytesStayAsTheyAre(int size) throws IOException {
        byte[] bytes = random(size);
        for (Source source : sources(bytes)) {
            assertEquals("name", source.name());
            assertArrayEquals(bytes, SourceReading.all(source, 65_537));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 70_000, 300_000})
    void gzipIsRecognisedByItsFirstBytes(int size) throws IOException {
        byte[] bytes = random(size);
        for (Source source : sources(gzip(bytes))) {
            assertArrayEquals(bytes, SourceReading.all(source, 65_537));
        }
    }

    @Test
    void allMembersOfAGzipFileAreRead() throws IOException {
        byte[] first = random(100_000);
        byte[] third = random(50_000);
        byte[] members = Bytes.concat(gzip(first), gzip(new byte[0]), gzip(third));
        for (Source source : sources(members)) {
            assertArrayEquals(Bytes.concat(first, third), SourceReading.all(source, 4096));
        }
    }

    @Test
    void theNameOfAFileSaysNothingAboutItsContent(@TempDir Path folder) throws IOException {
        byte[] bytes = random(1000);
        Path packed = Files.write(folder.resolve("records.mrc"), gzip(bytes));
        Path plain = Files.write(folder.resolve("records.mrc.gz"), bytes);
        for (Path path : List.of(packed, plain)) {
            try (InputFile file = new InputFile(path, "name");
                    Source source = file.source()) {
                assertArrayEquals(bytes, SourceReading.all(source, 100));
            }
        }
    }

    @Test
    void aBrokenGzipHeaderIsAnErrorAndClosesTheFile(@TempDir Path folder) throws IOException {
        byte[] broken = Bytes.of(0x1F, 0x8B, 0x07, 0, 0, 0, 0, 0, 0, 0);
        String message = "name: Unsupported compression method";
        Exception e = assertThrows(IOException.class, () -> memory(broken));
        assertEquals(message, e.getMessage());
        e = assertThrows(IOException.class, () -> stream(broken, 100));
        assertEquals(message, e.getMessage());
        e = assertThrows(IOException.class, () -> memory(Bytes.of(0x1F, 0x8B)));
        assertEquals("name: the compressed data ends too early", e.getMessage());
        InputFile file = new InputFile(Files.write(folder.resolve("file"), broken), "name");
        e = assertThrows(IOException.class, file::onlySource);
        assertEquals(message, e.getMessage());
        assertThrows(RuntimeException.class, file::source); // the mapping is gone
    }

    @Test
    void gzipCutShortGivesWhatIsThereBeforeTheError() throws IOException {
        byte[] bytes = random(200_000);
        byte[] packed = gzip(bytes);
        byte[] cut = Arrays.copyOf(packed, packed.length / 2);
        for (Source source : sources(cut)) {
            byte[] target = new byte[1 << 20];
            MemorySegment memory = MemorySegment.ofArray(target);
            AtomicInteger got = new AtomicInteger();
            Exception e =
                    assertThrows(
                            IOException.class,
                            () -> {
                                while (true) {
                                    got.addAndGet(
                                            source.read(
                                                    memory, got.get(), target.length - got.get()));
                                }
                            });
            assertEquals("name: the compressed data ends too early", e.getMessage());
            assertTrue(got.get() > 90_000, "only " + got + " bytes came before the error");
            assertArrayEquals(Arrays.copyOf(bytes, got.get()), Arrays.copyOf(target, got.get()));
        }
    }

    @Test
    void aStreamThatFailsOnceGoesOnBehindWhatItGaveBefore() throws IOException {
        byte[] bytes = random(10_000);
        Source source = Sources.ofStream(new AwkwardStream(bytes, 100, 5_050), "name");
        MemorySegment target = MemorySegment.ofArray(new byte[10_000]);
        int got = 0;
        int failures = 0;
        while (got < bytes.length) {
            try {
                got += source.read(target, got, bytes.length - got);
            } catch (IOException e) {
                assertEquals("name: the line went dead", e.getMessage());
                failures++;
            }
        }
        assertEquals(1, failures);
        assertEquals(-1, target.mismatch(MemorySegment.ofArray(bytes)));
    }

    @Test
    void aSlowStreamIsNotWaitedForOnceItHasGivenSomething() throws IOException {
        Source source = stream(random(1000), 10);
        assertEquals(10, source.read(MemorySegment.ofArray(new byte[1000]), 0, 1000));
    }

    @Test
    void closingASourceClosesWhatItReadsFrom() throws IOException {
        AwkwardStream plain = new AwkwardStream(random(10), 10);
        Sources.ofStream(plain, "name").close();
        assertTrue(plain.closed());
        AwkwardStream packed = new AwkwardStream(gzip(random(10)), 10);
        Source unpacked = Sources.ofStream(packed, "name");
        assertFalse(packed.closed());
        unpacked.close();
        assertTrue(packed.closed());
        AtomicInteger closed = new AtomicInteger();
        Sources.ofSegment(MemorySegment.ofArray(gzip(random(9))), "name", closed::incrementAndGet)
                .close();
        assertEquals(1, closed.get());
    }
}
