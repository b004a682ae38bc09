package org.panamarc.internal.ffi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.panamarc.internal.ffi.generated.panamarc_h;

/** Calls the loaded library; skipped where there is none. */
class BindingsTest {
    @BeforeEach
    void libraryIsLoaded() {
        assumeTrue(NativeLibrary.status().loaded(), NativeLibrary.status().reason());
    }

    @Test
    void everySupportedTierFindsWhatAPlainLoopFinds() {
        byte[] bytes = new byte[100_003];
        new Random(1).nextBytes(bytes);
        int[] expected =
                IntStream.range(0, bytes.length)
                        .filter(i -> bytes[i] >= 0x1D && bytes[i] <= 0x1F)
                        .toArray();
        for (int tier = 0; tier < panamarc_h.panamarc_tier_count(); tier++) {
            if (panamarc_h.panamarc_tier_supported(tier) == 1) {
                assertArrayEquals(expected, scan(tier, bytes));
            }
        }
    }

    @Test
    void theFirstTierIsCalledScalar() {
        assertEquals("scalar", panamarc_h.panamarc_tier_name(0).getString(0));
    }

    @Test
    void functionsAreDescribedAsInTheBindings() {
        assertEquals(panamarc_h.panamarc_pack$descriptor(), PackFunction.DESCRIPTOR);
        assertEquals(panamarc_h.panamarc_frame$descriptor(), FrameFunction.DESCRIPTOR);
    }

    private static int[] scan(int tier, byte[] bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment block = arena.allocateFrom(JAVA_BYTE, bytes);
            int slack = panamarc_h.PANAMARC_SCAN_SLACK();
            MemorySegment positions = arena.allocate(JAVA_INT, bytes.length + slack);
            MemorySegment highBytes = arena.allocate(JAVA_LONG, bytes.length / 4096 + 1);
            MemorySegment notes = arena.allocate(JAVA_LONG, 1);
            long found =
                    panamarc_h.panamarc_scan(
                            tier, block, bytes.length, 7, positions, highBytes, notes);
            return positions.asSlice(0, found * Integer.BYTES).toArray(JAVA_INT);
        }
    }
}
