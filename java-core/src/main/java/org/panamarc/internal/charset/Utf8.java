package org.panamarc.internal.charset;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** UTF-8 as Unicode defines it (The Unicode Standard, table 3-7: well-formed byte sequences). */
public final class Utf8 {
    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGHS = 0x8080808080808080L;
    private static final long SEVENS = 0x7F7F7F7F7F7F7F7FL;
    private static final long LOWEST_BUT_ONE = 0x1E1E1E1E1E1E1E1EL; // of a lead of two bytes

    private Utf8() {}

    /** Offset of the first byte of 0x80 or above in {@code bytes[from, to)}, or {@code to}. */
    public static int firstHigh(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - 8; i += 8) {
            long high = (long) WORD.get(bytes, i) & HIGHS;
            if (high != 0) {
                return i + (Long.numberOfTrailingZeros(high) >>> 3);
            }
        }
        while (i < to && bytes[i] >= 0) {
            i++;
        }
        return i;
    }

    /**
     * Walks over well-formed text.
     *
     * @param stop where to stop; a sequence that begins before may end after it
     * @param to the limit of the text, at or after {@code stop}
     * @return the offset after the text walked over: below {@code stop} where that byte and those
     *     after it are not well-formed
     */
    public static int walk(byte[] bytes, int from, int stop, int to) {
        int i = walkPairs(bytes, from, stop);
        while (i < stop) {
            if (bytes[i] >= 0) {
                i = firstHigh(bytes, i + 1, stop);
                continue;
            }
            int size = sequence(bytes, i, to);
            if (size == 0) {
                return i;
            }
            i += size;
        }
        return i;
    }

    /**
     * Walks over ASCII and sequences of two bytes, eight bytes at a time and without a branch for
     * what they are.
     *
     * @return the offset after the last eight bytes that end before {@code stop}, or before the
     *     sequence that is cut there; {@code from} where anything else is found
     */
    private static int walkPairs(byte[] bytes, int from, int stop) {
        long other = 0;
        long expected = 0; // the highest bit of each byte that must continue a sequence
        int i = from;
        for (; i <= stop - Long.BYTES; i += Long.BYTES) {
            long word = (long) WORD.get(bytes, i);
            long high = word & HIGHS;
            long leads = high & (word << 1);
            long continued = high ^ leads;
            long least = (word & LOWEST_BUT_ONE) + SEVENS; // highest bit set for 0xC2 and above
            expected |= leads << Byte.SIZE;
            other |= (leads & ((word << 2) | ~least)) | (continued ^ expected);
            expected = leads >>> (Long.SIZE - Byte.SIZE);
        }
        if (other != 0) {
            return from;
        }
        return expected == 0 ? i : i - 1;
    }

    /** Bytes of the well-formed sequence at {@code at}, which is not ASCII; 0 if there is none. */
    static int sequence(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xFF;
        if (lead < 0xE0) {
            return lead >= 0xC2 && at + 1 < to && continues(bytes[at + 1]) ? 2 : 0;
        }
        int size = lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
        if (size == 0 || size > to - at) {
            return 0;
        }
        int second = bytes[at + 1] & 0xFF;
        int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        boolean whole = continues(bytes[at + 2]) && (size == 3 || continues(bytes[at + 3]));
        return second >= least && second <= most && whole ? size : 0;
    }

    /** The character of the well-formed sequence of 2 to 4 bytes at {@code at}. */
    static int point(byte[] bytes, int at, int size) {
        int point = bytes[at] & (0xFF >> (size + 1));
        for (int i = at + 1; i < at + size; i++) {
            point = point << 6 | (bytes[i] & 0x3F);
        }
        return point;
    }

    /** Whether the text ends within the sequence that the byte at {@code at} begins. */
    static boolean isCut(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xFF;
        int size = lead < 0xC2 || lead > 0xF4 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        boolean cut = size > to - at;
        for (int i = at + 1; i < to && cut; i++) {
            cut = continues(bytes[i]);
        }
        return cut;
    }

    /**
     * Whether the last sequence of well-formed text, its end excepted, goes on after {@code to}.
     */
    public static boolean endsCut(byte[] bytes, int from, int to) {
        for (int i = to - 1; i >= Math.max(from, to - 3); i--) {
            if (!continues(bytes[i])) {
                return isCut(bytes, i, to);
            }
        }
        return false;
    }

    /** Whether a byte continues a sequence. */
    public static boolean continues(byte value) {
        return (value & 0xC0) == 0x80;
    }

    /**
     * The bytes as well-formed UTF-8: malformed sequences become U+FFFD, as Java's decoder replaces
     * them.
     */
    public static byte[] repaired(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8)
                .getBytes(StandardCharsets.UTF_8);
    }
}
