package org.panamarc.internal.source;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of an input come from, read once from its start to its end.
 *
 * <p>Not thread-safe: one reader owns a source. Closing twice is allowed.
 */
public interface Source extends AutoCloseable {
    /** What {@link #read} returns when there will be no more bytes, ever. */
    int END = -1;

    /** What {@link #read} returns when bytes have to be supplied first. */
    int NEED_INPUT = -2;

    /**
     * Copies the next bytes of the input.
     *
     * @param target private memory that receives them
     * @param offset in bytes, in {@code target}
     * @param length the most that may be copied, above 0
     * @return the number of bytes copied, at least 1; or {@link #END} or {@link #NEED_INPUT}
     * @throws IOException if the input cannot be read, or was cut short while it was read
     */
    int read(MemorySegment target, long offset, int length) throws IOException;

    /** What to call the input in messages: a path, or a word such as {@code <bytes>}. */
    String name();

    /** Bytes still to come where that is known, else {@link Long#MAX_VALUE}. */
    default long remaining() {
        return Long.MAX_VALUE;
    }

    /**
     * Another source of the same bytes, which another thread may read and which knows {@link
     * #goTo}; null where bytes are read only once. It may be closed or dropped; once this is
     * closed, it fails.
     */
    default @Nullable Source another() {
        return null;
    }

    /**
     * Goes on elsewhere.
     *
     * @param offset in the input, of the byte to be read next
     * @throws UnsupportedOperationException where bytes are read only once
     */
    default void goTo(long offset) {
        throw new UnsupportedOperationException(name() + " is read only once");
    }

    /**
     * Ends a {@link #read} of another thread that waits for bytes, as far as that can be done;
     * reads may fail from here on. The one method that any thread may call at any time.
     *
     * @throws IOException as {@link #close} does
     */
    default void interrupt() throws IOException {}

    @Override
    void close() throws IOException;
}
