package org.panamarc.internal.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.panamarc.internal.compression.Compression;
import org.panamarc.testing.AwkwardStream;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.Packed;

class CompressedSourcesTest {
    private static final int[] SIZES = {0, 1, 2, 3, 70_000, 300_000};
    private static final byte[] SKIPPABLE =
            Bytes.of(0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 'a', 'b', 'c');

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
                memory(bytes),
                stream(bytes, bytes.length < 10_000 ? 1 : 99),
                stream(bytes, 1000),
                stream(bytes, 1 << 20));
    }

    private static void assertHolds(byte[] expected, byte[] packed) throws IOException {
        for (Source source : sources(packed)) {
            assertArrayEquals(expected, SourceReading.all(source, 65_537));
            assertEquals(Source.END, source.read(MemorySegment.ofArray(new byte[1]), 0, 1));
            source.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void compressedDataIsRecognisedByItsFirstBytes(Compression compression) throws IOException {
        for (int size : SIZES) {
            assertHolds(random(size), Packed.by(compression, random(size)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatBeginsSimilarlyIsLeftAsItIs(Compression compression) throws IOException {
        byte[] packed = Packed.by(compression, random(100));
        for (int i = 0; i < (compression == Compression.GZIP ? 2 : 4); i++) {
            byte[] similar = packed.clone();
            similar[i] = 0x2E;
            assertHolds(similar, similar);
            assertHolds(Arrays.copyOf(packed, i), Arrays.copyOf(packed, i));
        }
    }

    @ParameterizedTest
    @EnumSource
    void allMembersAreRead(Compression compression) throws IOException {
        byte[] first = random(100_000);
        byte[] third = random(50_000);
        byte[] members =
                Bytes.concat(
                        Packed.by(compression, first),
                        Packed.by(compression, new byte[0]),
                        Packed.by(compression, third));
        assertHolds(Bytes.concat(first, third), members);
    }

    @ParameterizedTest
    @EnumSource
    void whatFollowsTheLastMemberIsPadding(Compression compression) throws IOException {
        byte[] bytes = random(100_000);
        for (byte[] padding : List.of(new byte[1], new byte[512], Bytes.latin1("junk"))) {
            assertHolds(bytes, Bytes.concat(Packed.by(compression, bytes), padding));
        }
    }

    @Test
    void skippableFramesOfZstandardAreSkipped() throws IOException {
        byte[] bytes = random(100_000);
        byte[] frame = Packed.by(Compression.ZSTANDARD, bytes);
        assertHolds(
                Bytes.concat(bytes, bytes),
                Bytes.concat(SKIPPABLE, frame, SKIPPABLE, frame, SKIPPABLE));
        assertHolds(new byte[0], SKIPPABLE);
    }

    @ParameterizedTest
    @EnumSource
    void theNameOfAFileSaysNothingAboutItsContent(Compression compression, @TempDir Path folder)
            throws IOException {
        byte[] bytes = random(1000);
        Path packed = Files.write(folder.resolve("records.mrc"), Packed.by(compression, bytes));
        Path plain = Files.write(folder.resolve("records.mrc.gz"), bytes);
        for (Path path : List.of(packed, plain)) {
            try (InputFile file = new InputFile(path, "name");
                    Source source = file.source()) {
                assertArrayEquals(bytes, SourceReading.all(source, 100));
            }
        }
    }

    /** Reads up to an error, which is thrown again and again; what came before it. */
    private static byte[] upTo(String message, Source source) {
        byte[] target = new byte[1 << 20];
        MemorySegment memory = MemorySegment.ofArray(target);
        AtomicInteger got = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            Exception e =
                    assertThrows(
                            IOException.class,
                            () -> {
                                int size = 0;
                                while (size >= 0) {
                                    size = source.read(memory, got.get(), 70_000);
                                    got.addAndGet(Math.max(size, 0));
                                }
                            });
            assertEquals(message, e.getMessage());
        }
        return Arrays.copyOf(target, got.get());
    }

    @ParameterizedTest
    @EnumSource
    void dataCutShortGivesWhatIsThereBeforeTheError(Compression compression) throws IOException {
        byte[] bytes = random(400_000);
        byte[] first = Packed.by(compression, bytes);
        byte[] both = Bytes.concat(first, Packed.by(compression, bytes));
        for (int end : new int[] {first.length - 1, first.length + 20, both.length - 1}) {
            for (Source source : sources(Arrays.copyOf(both, end))) {
                byte[] got = upTo("name: the compressed data ends too early", source);
                int least = end < first.length ? 0 : bytes.length;
                assertTrue(got.length >= least, "only " + got.length + " bytes before the error");
                byte[] expected = Bytes.concat(bytes, bytes);
                assertArrayEquals(Arrays.copyOf(expected, got.length), got);
            }
        }
    }

    @Test
    void gzipAndZstandardGiveAllThatCanBeDecompressedBeforeTheCut() throws IOException {
        byte[] bytes = random(400_000);
        for (Compression compression : List.of(Compression.GZIP, Compression.ZSTANDARD)) {
            byte[] packed = Packed.by(compression, bytes);
            for (Source source : sources(Arrays.copyOf(packed, packed.length - 1))) {
                assertArrayEquals(bytes, upTo("name: the compressed data ends too early", source));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void brokenDataIsAnErrorAfterWhatCameBefore(Compression compression) throws IOException {
        byte[] bytes = random(300_000);
        byte[] first = Packed.by(compression, bytes);
        byte[] second = Packed.by(compression, bytes);
        // In the sum over all: gzip's first four of its last eight bytes, bzip2's and Zstandard's
        // last.
        second[second.length - (compression == Compression.GZIP ? 8 : 3)] ^= 0x10;
        String message =
                "name: the compressed data is broken: "
                        + switch (compression) {
                            case GZIP -> "Corrupt GZIP trailer";
                            case BZIP2 -> "BZip2 CRC error";
                            case ZSTANDARD -> "Restored data doesn't match checksum";
                        };
        for (Source source : sources(Bytes.concat(first, second))) {
            byte[] got = upTo(message, source);
            assertTrue(got.length >= bytes.length, "only " + got.length + " bytes");
            assertArrayEquals(Arrays.copyOf(Bytes.concat(bytes, bytes), got.length), got);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anyDamageIsAnErrorOrLeavesTheDataAsItWas(Compression compression) throws IOException {
        byte[] bytes = Bytes.concat(random(2000), Bytes.repeat('a', 5000), random(2000));
        byte[] packed = Packed.by(compression, bytes);
        Random random = new Random(5);
        int broken = 0;
        for (int i = 0; i < 500; i++) {
            byte[] damaged = packed.clone();
            int at = 4 + random.nextInt(packed.length - 4);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            try (Source source = memory(damaged)) {
                assertArrayEquals(bytes, SourceReading.all(source, 65_537));
            } catch (IOException e) {
                String message = String.valueOf(e.getMessage());
                assertTrue(message.startsWith("name: the compressed data "), message);
                broken++;
            }
        }
        assertTrue(broken > 480, "only " + broken + " of 500 were found to be broken");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BZIP2")
    void aStreamThatFailsOnceGoesOn(Compression compression) throws IOException {
        byte[] bytes = random(100_000);
        Source source =
                Sources.ofStream(
                        new AwkwardStream(Packed.by(compression, bytes), 100, 50_050), "name");
        MemorySegment target = MemorySegment.ofArray(new byte[bytes.length]);
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

    /** Its library loses its place. */
    @Test
    void aStreamOfBzip2ThatFailsHasFailed() throws IOException {
        byte[] packed = Packed.by(Compression.BZIP2, random(100_000));
        Source source = Sources.ofStream(new AwkwardStream(packed, 100, 50_050), "name");
        assertArrayEquals(new byte[0], upTo("name: the line went dead", source));
    }

    @Test
    void aBrokenGzipHeaderIsAnErrorAndClosesTheFile(@TempDir Path folder) throws IOException {
        byte[] broken = Bytes.of(0x1F, 0x8B, 0x07, 0, 0, 0, 0, 0, 0, 0);
        String message = "name: the compressed data is broken: Unsupported compression method";
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

    @ParameterizedTest
    @EnumSource
    void closingASourceClosesWhatItReadsFrom(Compression compression) throws IOException {
        byte[] bytes = Packed.by(compression, random(10));
        AwkwardStream packed = new AwkwardStream(bytes, 10);
        Source unpacked = Sources.ofStream(packed, "name");
        assertFalse(packed.closed());
        unpacked.close();
        assertTrue(packed.closed());
        AtomicInteger closed = new AtomicInteger();
        Sources.ofSegment(MemorySegment.ofArray(bytes), "name", closed::incrementAndGet).close();
        assertEquals(1, closed.get());
    }
}
