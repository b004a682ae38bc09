package org.panamarc.internal.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The scanner for machines without the native library: eight bytes at a time in a long.
 *
 * <p>The three structural bytes are neighbours: 0x1D = 0x1C + 1, 0x1E = 0x1C + 2, 0x1F = 0x1C + 3.
 * So a byte b is one of them exactly if (b XOR 0x1C) is 1, 2 or 3; words without any, which are
 * most, cost one test, and only the bytes of the others are looked at one by one.
 */
public final class JavaScanner implements Scanner {
    private static final ValueLayout.OfLong WORD =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long LOWS = ~HIGHS;

    @Override
    public void scan(MemorySegment window, int length, int kinds, StructuralIndex index) {
        index.reset(length);
        int granules = (length + 63) >>> StructuralIndex.GRANULE_SHIFT;
        long bits = 0;
        for (int granule = 0; granule < granules; granule++) {
            int from = granule << StructuralIndex.GRANULE_SHIFT;
            int to = from + Math.min(64, length - from);
            index.reserve(64);
            if (scanGranule(window, from, to, kinds, index)) {
                bits |= 1L << granule;
            }
            if ((granule & 63) == 63 || granule == granules - 1) {
                index.highBytes[granule >>> 6] = bits;
                bits = 0;
            }
        }
    }

    /** Appends the positions of one stretch of up to 64 bytes; true if it holds a high byte. */
    private static boolean scanGranule(
            MemorySegment window, int from, int to, int kinds, StructuralIndex index) {
        long seen = 0;
        int count = index.count;
        int[] positions = index.positions;
        int i = from;
        for (; i <= to - 8; i += 8) {
            long word = window.get(WORD, i);
            seen |= word;
            long candidates = structural(word);
            while (candidates != 0) {
                int shift = Long.numberOfTrailingZeros(candidates) & ~7;
                int kind = 1 << ((int) (word >>> shift) & 3) >>> 1;
                positions[count] = i + (shift >>> 3);
                count += (kinds & kind) != 0 ? 1 : 0;
                candidates &= candidates - 1;
            }
        }
        for (; i < to; i++) {
            byte value = window.get(JAVA_BYTE, i);
            seen |= value;
            if (value >= 0x1D && value <= 0x1F && (kinds & (1 << (value & 3) >>> 1)) != 0) {
                positions[count++] = i;
            }
        }
        index.count = count;
        return (seen & HIGHS) != 0;
    }

    /** The top bit of each byte that is 0x1D, 0x1E or 0x1F. */
    private static long structural(long word) {
        long near = word ^ (0x1C * ONES);
        // Top bit set where the low seven bits are 4 or more, so neither 0 to 3 ...
        long far = ((near & LOWS) + 0x7C * ONES) | near;
        // ... and clear where they are 0.
        long some = ((near & LOWS) + LOWS) | near;
        return ~far & some & HIGHS;
    }

    @Override
    public String name() {
        return "java";
    }
}
