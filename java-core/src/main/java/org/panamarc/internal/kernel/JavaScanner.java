package org.panamarc.internal.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The scanner for machines without the native library: eight bytes at a time in a long.
 *
 * <p>The three structural bytes are neighbours: 0x1D = 0x1C + 1, 0x1E = 0x1C + 2, 0x1F = 0x1C + 3.
 * So a byte b is one of them exactly if (b XOR 0x1C) is 1, 2 or 3. Up to 7 it is 0x18 to 0x1B, too:
 * these are rare, and ESC among them is worth a note.
 *
 * <pre>
 * for each 64 bytes
 *   mask = one bit a byte: is it structural or near? (eight longs, each giving eight bits)
 *   for each bit set after another: is it a delimiter that lacks its code?
 *   for each bit set: note its offset, if it is of a wanted kind, or that it is an ESC
 * the rest, below 64 bytes: byte by byte
 * </pre>
 *
 * <p>It does not check UTF-8, but leaves all bytes of 0x80 and above to those who ask.
 */
public final class JavaScanner implements Scanner {
    private static final ValueLayout.OfLong WORD =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final byte ESCAPE = 0x1B;
    private static final int GRANULE = 1 << StructuralIndex.GRANULE_SHIFT;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long LOWS = ~HIGHS;

    /** Brings bit 8 * i of a long to bit 56 + i of the product. */
    private static final long GATHER = 0x0102040810204080L;

    /** 1 where the last byte of the granule before is structural or near, else 0. */
    private long lastNear;

    @Override
    public void scan(MemorySegment window, int length, int kinds, StructuralIndex index) {
        index.reset(length);
        int whole = length / GRANULE;
        long high = 0;
        lastNear = 0;
        for (int granule = 0; granule < whole; granule++) {
            index.reserve(GRANULE);
            if (scanGranule(window, granule * GRANULE, kinds, index)) {
                high |= 1L << granule;
                index.noteUnchecked(granule * GRANULE);
            }
            if ((granule & 63) == 63) {
                index.highBytes[granule >>> 6] = high;
                high = 0;
            }
        }
        if (length % GRANULE != 0) {
            index.reserve(GRANULE);
            if (scanRest(window, whole * GRANULE, length, kinds, index)) {
                high |= 1L << whole;
                index.noteUnchecked(whole * GRANULE);
            }
        }
        if (length % (GRANULE * 64) != 0) {
            index.highBytes[whole >>> 6] = high;
        }
    }

    /** Appends the positions of 64 bytes; true if one of these is 0x80 or above. */
    private boolean scanGranule(MemorySegment window, int from, int kinds, StructuralIndex index) {
        long seen = 0;
        long mask = 0;
        for (int i = 0; i < GRANULE; i += 8) {
            long word = window.get(WORD, from + i);
            seen |= word;
            mask |= near(word) << i;
        }
        for (long pairs = mask & (mask << 1 | lastNear); pairs != 0; pairs &= pairs - 1) {
            notePair(window, from + Long.numberOfTrailingZeros(pairs), index);
        }
        lastNear = mask >>> 63;
        int[] positions = index.positions;
        int count = index.count;
        for (; mask != 0; mask &= mask - 1) {
            int at = from + Long.numberOfTrailingZeros(mask);
            byte value = window.get(JAVA_BYTE, at);
            positions[count] = at;
            count += wanted(value, kinds);
            if (value == ESCAPE) {
                index.noteEscape(at);
            }
        }
        index.count = count;
        return (seen & HIGHS) != 0;
    }

    private static boolean scanRest(
            MemorySegment window, int from, int to, int kinds, StructuralIndex index) {
        int seen = 0;
        for (int i = from; i < to; i++) {
            byte value = window.get(JAVA_BYTE, i);
            seen |= value;
            if (value >= 0x1D && value <= 0x1F) {
                index.positions[index.count] = i;
                index.count += wanted(value, kinds);
                if (i > 0) {
                    notePair(window, i, index);
                }
            } else if (value == ESCAPE) {
                index.noteEscape(i);
            }
        }
        return seen < 0;
    }

    private static void notePair(MemorySegment window, int second, StructuralIndex index) {
        byte before = window.get(JAVA_BYTE, second - 1);
        index.noteMissingCode(before, window.get(JAVA_BYTE, second), second);
    }

    /** 1 if a byte from 0x18 to 0x1F is of a kind that is wanted, else 0. */
    private static int wanted(byte near, int kinds) {
        return (kinds >>> (near - 0x1D)) & 1; // one below 0x1D asks for a bit that no kind has
    }

    /** One bit for each of eight bytes, the first lowest: is it 0x18 to 0x1B, or 0x1D to 0x1F? */
    private static long near(long word) {
        long near = word ^ (0x1C * ONES);
        // Top bit set where the low seven bits are 8 or more, so not 0 to 7 ...
        long far = ((near & LOWS) + 0x78 * ONES) | near;
        // ... and clear where they are 0.
        long some = (near & LOWS) + LOWS;
        return (((~far & some & HIGHS) >>> 7) * GATHER) >>> 56;
    }

    @Override
    public boolean isNative() {
        return false;
    }

    @Override
    public String name() {
        return "java";
    }
}
