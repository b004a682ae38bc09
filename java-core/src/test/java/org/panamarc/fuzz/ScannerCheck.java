package org.panamarc.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.panamarc.internal.kernel.JavaScanner;
import org.panamarc.internal.kernel.Scanner;
import org.panamarc.internal.kernel.Scanners;
import org.panamarc.internal.kernel.StructuralIndex;

/** The fastest scanner, the native one where there is one, gives what the one in Java gives. */
final class ScannerCheck {
    private ScannerCheck() {}

    /**
     * Scans the bytes with both.
     *
     * @param alignment where the bytes begin, counted from a multiple of 64
     */
    static void fastestGivesWhatJavaGives(byte[] bytes, int kinds, int alignment) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment window =
                    arena.allocate(bytes.length + alignment + 1L, 64)
                            .asSlice(alignment, bytes.length)
                            .copyFrom(MemorySegment.ofArray(bytes));
            StructuralIndex expected = scan(new JavaScanner(), window, kinds);
            StructuralIndex found = scan(Scanners.fastest(arena), window, kinds);
            assertArrayEquals(positions(expected), positions(found));
            for (int at = 0; at < bytes.length; at++) {
                assertEquals(expected.nextHigh(at, bytes.length), found.nextHigh(at, bytes.length));
            }
        }
    }

    private static StructuralIndex scan(Scanner scanner, MemorySegment window, int kinds) {
        StructuralIndex index = new StructuralIndex();
        scanner.scan(window, (int) window.byteSize(), kinds, index);
        return index;
    }

    private static int[] positions(StructuralIndex index) {
        return Arrays.copyOf(index.positions, index.count);
    }
}
