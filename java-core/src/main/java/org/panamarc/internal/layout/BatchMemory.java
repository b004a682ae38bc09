package org.panamarc.internal.layout;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.Iso2709;

/** The memory that a batch is written into, from its start on. Mutable, not thread-safe. */
public final class BatchMemory {
    /** The batch's offsets are ints, and its columns need room, too. */
    private static final int LARGEST_CONTENT = 1 << 30;

    /** The batch, up to {@link #end}; another array after {@link #reserve}. */
    public byte[] bytes;

    /** Offset of the first free byte. */
    public int end = BatchLayout.CONTENT;

    /**
     * Memory for a batch.
     *
     * @param capacity bytes; it grows where more are needed
     */
    public BatchMemory(int capacity) {
        bytes = new byte[capacity];
    }

    /** Makes room for more bytes. */
    public void reserve(long more) {
        if (more > LARGEST_CONTENT - end) {
            throw new IllegalStateException("a batch cannot hold more than 1 GiB");
        }
        if (more > bytes.length - end) {
            bytes = Arrays.copyOf(bytes, end + (int) more + (bytes.length >> 1));
        }
    }

    /** Appends {@code from[start, stop)}, which may be of this memory itself. */
    public void append(byte[] from, int start, int stop) {
        reserve(stop - start);
        System.arraycopy(from, start, bytes, end, stop - start);
        end += stop - start;
    }

    /** Appends the 0x1E after a value. */
    public void endValue() {
        reserve(1);
        bytes[end++] = Iso2709.FIELD_TERMINATOR;
    }

    /**
     * What was written, given away for good.
     *
     * @param next memory for the next batch, where this is given; null for a copy, which is faster
     *     than new memory: it need not be cleared, and what is written into stays in the cache
     */
    public byte[] give(byte @Nullable [] next) {
        if (next == null) {
            return Arrays.copyOf(bytes, end);
        }
        byte[] given = bytes;
        bytes = next;
        return given;
    }
}
