package org.panamarc.internal.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ChunkSourceTest {
    private final ChunkSource source = new ChunkSource("name");
    private final byte[] target = new byte[100];

    private void supply(String text) {
        source.chunk().put(0, text.getBytes(StandardCharsets.US_ASCII));
        source.supply(text.length());
    }

    private String read(int length) {
        int got = source.read(MemorySegment.ofArray(target), 3, length);
        return got < 0 ? "status " + got : new String(target, 3, got, StandardCharsets.US_ASCII);
    }

    @Test
    void chunksComeInTheOrderTheyWereSupplied() {
        assertEquals("status -2", read(9));
        supply("abcde");
        assertEquals("abc", read(3));
        assertEquals("de", read(3));
        assertEquals("status -2", read(3));
        supply("f");
        assertEquals("f", read(3));
    }

    @Test
    void theEndIsForEver() {
        supply("a");
        assertEquals("a", read(3));
        source.supply(0);
        assertEquals("status -1", read(3));
        assertEquals("status -1", read(3));
        assertThrows(IllegalArgumentException.class, () -> supply("b"));
    }

    @Test
    void theChunkIsOneDirectBufferThatIsUsedAgain() {
        assertTrue(source.chunk().isDirect());
        assertEquals(1 << 20, source.chunk().capacity());
        assertSame(source.chunk(), source.chunk());
    }

    @Test
    void aChunkMustFitAndTheLastOneBeReadBefore() {
        assertEquals(
                "cannot take -1 bytes into a chunk of 1048576 bytes with 0 unread",
                assertThrows(IllegalArgumentException.class, () -> source.supply(-1)).getMessage());
        assertEquals(
                "cannot take 1048577 bytes into a chunk of 1048576 bytes with 0 unread",
                assertThrows(IllegalArgumentException.class, () -> source.supply((1 << 20) + 1))
                        .getMessage());
        supply("abc");
        assertEquals("ab", read(2));
        assertEquals(
                "cannot take 5 bytes into a chunk of 1048576 bytes with 1 unread",
                assertThrows(IllegalArgumentException.class, () -> source.supply(5)).getMessage());
        assertEquals("c", read(2));
    }

    @Test
    void aClosedSourceIsAtItsEnd() {
        supply("abc");
        source.close();
        source.close();
        assertEquals("status -1", read(3));
        assertThrows(IllegalArgumentException.class, () -> source.supply(1));
    }
}
