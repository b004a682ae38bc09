package org.panamarc.internal.write;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bytes that a format cannot have unescaped: control characters and some others. What is
 * between them is copied eight bytes at a time.
 *
 * <p>The others are given as three masks and three bytes: those bytes are special that, with the
 * bits of a mask set, are its byte.
 */
record EscapeScanner(long mask1, long byte1, long mask2, long byte2, long mask3, long byte3) {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH = 0x8080_8080_8080_8080L;

    /** Masks and bytes in turn, three times. */
    static EscapeScanner of(int... pairs) {
        return new EscapeScanner(
                ONES * pairs[0],
                ONES * pairs[1],
                ONES * pairs[2],
                ONES * pairs[3],
                ONES * pairs[4],
                ONES * pairs[5]);
    }

    /**
     * Puts the bytes before the first special one.
     *
     * @return its offset, or {@code to}
     */
    int copy(byte[] from, int start, int to, OutputBuffer out) {
        byte[] target = out.bytes();
        int shift = out.end() - start;
        int at = start;
        // The last word may hold bytes beyond the end, for which there is room but no use.
        int words = Math.min(to, from.length - Long.BYTES + 1);
        while (at < words) {
            long word = (long) LONG.get(from, at);
            LONG.set(target, at + shift, word);
            long found = in(word);
            if (found != 0) {
                at = Math.min(at + (Long.numberOfTrailingZeros(found) >> 3), to);
                out.end(at + shift);
                return at;
            }
            at += Long.BYTES;
        }
        at = Math.min(at, to);
        while (at < to && in((from[at] & 0xFFL) | HIGH << 8) == 0) {
            target[at + shift] = from[at];
            at++;
        }
        out.end(at + shift);
        return at;
    }

    /** The high bit of the lowest special byte of a word, and perhaps of bytes above it. */
    private long in(long word) {
        long control = (word - ONES * 0x20) & ~word;
        return (control
                        | zero((word | mask1) ^ byte1)
                        | zero((word | mask2) ^ byte2)
                        | zero((word | mask3) ^ byte3))
                & HIGH;
    }

    /** The same for the lowest byte that is zero. */
    private static long zero(long word) {
        return (word - ONES) & ~word;
    }
}
