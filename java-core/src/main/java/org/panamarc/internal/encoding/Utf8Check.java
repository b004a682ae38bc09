package org.panamarc.internal.encoding;

import org.panamarc.internal.charset.Utf8;
import org.panamarc.internal.kernel.StructuralIndex;

/**
 * Distinguishes ASCII, UTF-8 and other text, looking only where a scan saw bytes of 0x80 and above.
 */
final class Utf8Check {
    /** There are no bytes of 0x80 and above. */
    static final int NONE = -1;

    private Utf8Check() {}

    /**
     * Checks {@code bytes[from, to)}.
     *
     * @param index a scan of the window that these bytes were copied from
     * @param shift what to add to an offset in the window to get the offset in {@code bytes}
     * @return {@link #NONE}; or {@code to} if all is well-formed UTF-8; or the offset of the first
     *     byte that is not
     */
    static int check(byte[] bytes, int from, int to, StructuralIndex index, int shift) {
        boolean seen = false;
        boolean proved = isProved(bytes, from, to, index, shift);
        int at = index.nextHigh(from - shift, to - shift) + shift;
        while (at < to) {
            int end = Math.min(to, StructuralIndex.granuleEnd(at - shift) + shift);
            int high = end - at == StructuralIndex.GRANULE ? at : Utf8.firstHigh(bytes, at, end);
            seen |= high < end;
            if (seen && proved) {
                return to;
            }
            at = proved ? end : Utf8.walk(bytes, high, end, to);
            if (at < end) {
                return at;
            }
            at = index.nextHigh(at - shift, to - shift) + shift;
        }
        return seen ? to : NONE;
    }

    /**
     * Whether the scan saw that all is well-formed, and no sequence is cut by {@code from} or
     * {@code to}.
     */
    private static boolean isProved(
            byte[] bytes, int from, int to, StructuralIndex index, int shift) {
        if (from >= to || !StructuralIndex.isUtf8(index.notes(from - shift, to - shift))) {
            return false;
        }
        return !Utf8.continues(bytes[from]) && !Utf8.endsCut(bytes, from, to);
    }
}
