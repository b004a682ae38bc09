package org.panamarc.internal.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panamarc.testing.AwkwardStream;

class WindowTest {
    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static Source memory(byte[] bytes) {
        return new SegmentSource(MemorySegment.ofArray(bytes), "name", () -> {});
    }

    private static void assertShows(byte[] input, Window window) {
        int from = (int) window.inputOffset();
        assertArrayEquals(
                Arrays.copyOfRange(input, from, from + window.length()),
                window.memory().asSlice(0, window.length()).toArray(ValueLayout.JAVA_BYTE));
    }

    @ParameterizedTest
    @CsvSource({"1, 1000000", "7, 1000000", "64, 3", "4096, 100", "1048576, 1000000"})
    void itShowsTheInputWhateverIsKeptOfIt(int size, int atOnce) throws IOException {
        byte[] input = random(20_000);
        Random random = new Random(size);
        try (Window window =
                new Window(Sources.ofStream(new AwkwardStream(input, atOnce), "name"), size)) {
            assertEquals(0, window.length());
            while (!window.ended()) {
                int kept = Math.min(random.nextInt(50), window.length());
                long next = window.inputOffset() + window.length() - kept;
                int got = window.refill(window.length() - kept);
                assertEquals(next, window.inputOffset());
                assertEquals(kept + Math.max(got, 0), window.length());
                assertShows(input, window);
            }
            assertEquals(input.length, window.inputOffset() + window.length());
            assertEquals(Source.END, window.refill(0));
        }
    }

    @Test
    void itGrowsOnlyWhereMoreThanHalfIsKept() throws IOException {
        try (Window window = new Window(memory(random(10_000)), 1000)) {
            assertEquals(1000, window.refill(0));
            assertEquals(500, window.refill(500));
            assertEquals(1000, window.memory().byteSize());
            assertEquals(1000, window.refill(499));
            assertEquals(2000, window.memory().byteSize());
            assertEquals(1000, window.refill(0));
            assertEquals(4000, window.memory().byteSize());
        }
    }

    @Test
    void itTakesNoMoreAtOnceThanItHeldAtFirst() throws IOException {
        try (Window window = new Window(memory(random(100_000)), 1000)) {
            for (int i = 1; i <= 64; i++) {
                assertEquals(1000, window.refill(0));
                assertEquals(1000 * i, window.length());
            }
            assertEquals(1000, window.refill(64_000));
        }
    }

    @Test
    void aSmallInputGetsASmallWindow() throws IOException {
        try (Window window = new Window(memory(random(10)), 1 << 20)) {
            assertEquals(10, window.refill(0));
            assertEquals(10, window.memory().byteSize());
            assertTrue(window.ended());
        }
        try (Window window = new Window(memory(new byte[0]), 1 << 20)) {
            assertEquals(Source.END, window.refill(0));
            assertTrue(window.ended());
        }
    }

    @Test
    void bytesThatHaveToBeSuppliedDoNotEndIt() throws IOException {
        ChunkSource chunks = new ChunkSource("name");
        try (Window window = new Window(chunks, 100)) {
            assertEquals(Source.NEED_INPUT, window.refill(0));
            assertFalse(window.ended());
            chunks.supply(10);
            assertEquals(10, window.refill(0));
            assertEquals(Source.NEED_INPUT, window.refill(4));
            assertEquals(6, window.length());
            assertEquals(4, window.inputOffset());
        }
    }

    @Test
    void closingItFreesItsMemoryAndClosesItsSource() throws IOException {
        AtomicInteger closed = new AtomicInteger();
        Source source =
                new SegmentSource(
                        MemorySegment.ofArray(random(10)), "name", closed::incrementAndGet);
        Window window = new Window(source, 5);
        window.refill(0);
        MemorySegment memory = window.memory();
        window.close();
        assertEquals(1, closed.get());
        assertThrows(IllegalStateException.class, () -> memory.get(ValueLayout.JAVA_BYTE, 0));
        assertTrue(window.ended());
        window.close();
    }
}
