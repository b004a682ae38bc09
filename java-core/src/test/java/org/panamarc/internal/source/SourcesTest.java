package org.panamarc.internal.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.testing.AwkwardStream;

class SourcesTest {
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

    @Test
    void aStreamThatFailsOnceGoesOnAfterWhatItGaveBefore() throws IOException {
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
        AtomicInteger closed = new AtomicInteger();
        Sources.ofSegment(MemorySegment.ofArray(random(9)), "name", closed::incrementAndGet)
                .close();
        assertEquals(1, closed.get());
    }
}
