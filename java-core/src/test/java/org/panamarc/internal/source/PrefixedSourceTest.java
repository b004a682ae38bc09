package org.panamarc.internal.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.panamarc.testing.AwkwardStream;

class PrefixedSourceTest {
    private static Source prefixed(Source rest) {
        return new PrefixedSource("ab_".getBytes(US_ASCII), 2, rest);
    }

    @Test
    void whatWasReadBeforeComesFirst() throws IOException {
        MemorySegment memory = MemorySegment.ofArray("cde".getBytes(US_ASCII));
        byte[] target = new byte[5];
        MemorySegment segment = MemorySegment.ofArray(target);
        try (Source source = prefixed(Sources.ofSegment(memory, "name", () -> {}))) {
            assertEquals("name", source.name());
            assertNull(source.another());
            assertEquals(5, source.remaining());
            assertEquals(1, source.read(segment, 0, 1));
            assertEquals(1, source.read(segment, 1, 4));
            assertEquals(3, source.read(segment, 2, 3));
            assertEquals(Source.END, source.read(segment, 0, 1));
            assertEquals("abcde", new String(target, US_ASCII));
        }
    }

    @Test
    void theRestIsInterruptedAndClosedWithIt() throws IOException {
        AwkwardStream stream = new AwkwardStream(new byte[3], 1);
        Source source = prefixed(Sources.ofStream(stream, "name"));
        assertEquals(Long.MAX_VALUE, source.remaining());
        source.interrupt();
        assertTrue(stream.closed());
        source.close();
    }
}
