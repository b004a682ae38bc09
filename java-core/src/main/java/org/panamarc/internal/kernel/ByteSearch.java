package org.panamarc.internal.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks for a byte in an array, eight at a time. */
public final class ByteSearch {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;

    private ByteSearch() {}

    /** The first offset of a byte of ASCII; {@code to} where it does not occur. */
    public static int indexOf(int sought, byte[] bytes, int from, int to) {
        long pattern = ONES * sought;
        int at = from;
        // Bytes after the end are looked at, too, which costs less than to look at single ones.
        for (; at < to && at <= bytes.length - Long.BYTES; at += Long.BYTES) {
            long rest = (long) LONG.get(bytes, at) ^ pattern;
            long found = (rest - ONES) & ~rest & HIGHS; // the lowest zero, and perhaps others above
            if (found != 0) {
                return Math.min(at + (Long.numberOfTrailingZeros(found) >> 3), to);
            }
        }
        while (at < to && bytes[at] != sought) {
            at++;
        }
        return Math.min(at, to);
    }
}
