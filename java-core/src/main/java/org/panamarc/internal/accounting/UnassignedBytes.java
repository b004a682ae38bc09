package org.panamarc.internal.accounting;

import java.util.Arrays;

/** The bytes of an input that are in no record or range yet, for a quarantine. Not thread-safe. */
public final class UnassignedBytes {
    private byte[] bytes = new byte[1 << 16];
    private int start;
    private int end;

    /** Adds the bytes that come next. */
    public void add(byte[] more, int length) {
        if (length > bytes.length - end) {
            int left = end - start;
            long wanted = 2L * left + length;
            byte[] target =
                    wanted <= bytes.length
                            ? bytes
                            : new byte[(int) Math.min(wanted, Integer.MAX_VALUE - 8)];
            System.arraycopy(bytes, start, target, 0, left);
            bytes = target;
            start = 0;
            end = left;
        }
        System.arraycopy(more, 0, bytes, end, length);
        end += length;
    }

    /** Takes the first ones. */
    public byte[] take(long length) {
        byte[] taken = Arrays.copyOfRange(bytes, start, start + (int) length);
        start += (int) length;
        return taken;
    }
}
