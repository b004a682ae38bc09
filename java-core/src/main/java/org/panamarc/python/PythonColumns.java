package org.panamarc.python;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import org.panamarc.internal.batch.BatchView;
import org.panamarc.internal.batch.Column;
import org.panamarc.internal.batch.ValueSpec;

/** Values of whole batches that Python has, in one call. Safe for any number of threads. */
public final class PythonColumns {
    /** A value holds a byte that joins values: Python has to look it up by itself. */
    public static final long FAILED = -3;

    /** The text is empty. */
    public static final long EMPTY = -4;

    /** No buffer is asked for that is smaller; it keeps lengths apart from the constants above. */
    static final int SMALLEST_TARGET = 64;

    /** Batches are copied to where the JVM may read them; one a thread, as large as its largest. */
    private static final ThreadLocal<byte[]> BATCHES = ThreadLocal.withInitial(() -> new byte[0]);

    private PythonColumns() {}

    /**
     * Puts the values of a spec at the start of a buffer, as {@link Column} joins them.
     *
     * @param address of the packed batch in memory that Python owns and keeps while this runs
     * @param length of the batch in bytes
     * @param all whether all values of a record are wanted, or its first
     * @param target direct, the calling thread's own
     * @return the length of the text in bytes; or one of the constants above; or, where the buffer
     *     is too small, the length needed as a negative number
     * @throws IllegalArgumentException if it is no spec
     */
    @SuppressWarnings(
            "restricted") // the address comes from the binding, with the length it vouches for
    public static long fill(long address, int length, String spec, boolean all, ByteBuffer target) {
        byte[] batch = BATCHES.get();
        if (batch.length < length) {
            batch = new byte[length];
            BATCHES.set(batch);
        }
        MemorySegment.copy(
                MemorySegment.ofAddress(address).reinterpret(length),
                ValueLayout.JAVA_BYTE,
                0,
                batch,
                0,
                length);
        Column column = Column.of(new BatchView(batch), ValueSpec.of(spec), all);
        if (!column.splittable()) {
            return FAILED;
        }
        int size = column.size();
        if (size > target.capacity()) {
            return -Math.max(size, SMALLEST_TARGET);
        }
        target.put(0, column.text(), 0, size);
        return size == 0 ? EMPTY : size;
    }
}
