package org.panamarc.python;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.query.ColumnText;
import org.panamarc.internal.query.ValueSelector;
import org.panamarc.internal.query.ValueSelectors;
import org.panamarc.internal.query.ValueSpec;

/** Values of whole batches that Python has, in one call. Safe for any number of threads. */
public final class PythonColumns {
    /** A value holds a byte that joins values: Python has to look it up by itself. */
    public static final long FAILED = -3;

    /** The text is empty. */
    public static final long EMPTY = -4;

    /** No buffer is asked for that is smaller; it keeps lengths apart from the constants above. */
    static final int SMALLEST_TARGET = 64;

    /** What a thread needs again and again: Java would have to collect it, and Python with it. */
    private static final class Scratch {
        private final ColumnText column = new ColumnText();
        private byte[] batch = new byte[0]; // where the JVM may read what Python has
    }

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private PythonColumns() {}

    /**
     * Puts the values of a spec at the start of a buffer, as {@link ColumnText} joins them.
     *
     * @param address of the packed batch in memory that Python owns and keeps while this runs
     * @param length of the batch in bytes
     * @param all whether all values of a record are wanted, or its first
     * @param target direct, the calling thread's own
     * @return the length of the text in bytes; or one of the constants above; or, where the buffer
     *     is too small, the length needed as a negative number
     * @throws IllegalArgumentException if it is no spec
     */
    public static long fill(long address, int length, String spec, boolean all, ByteBuffer target) {
        return fill(address, length, ValueSpec.of(spec), all, target);
    }

    /** As {@link #fill}, with all fields that have a tag: their bytes between terminators. */
    public static long fields(long address, int length, String tag, ByteBuffer target) {
        return fill(address, length, ValueSelectors.fields(tag), true, target);
    }

    /** As {@link #fill}, with the titles of the first fields 245: subfields a and b. */
    public static long titles(long address, int length, ByteBuffer target) {
        return fill(address, length, ValueSelectors.title(), false, target);
    }

    /**
     * Puts the indexes of the records that are wanted at the start of a buffer: 32 bits each, in
     * native order, ascending. Parameters and answers as for the other methods.
     *
     * @param selection the calling thread's own
     */
    public static long select(
            long address, int length, PythonSelection selection, ByteBuffer target) {
        BatchView batch = view(address, length);
        long needed = 4L * batch.records();
        if (needed > target.capacity()) {
            return -Math.max(needed, SMALLEST_TARGET);
        }
        IntBuffer found = target.duplicate().clear().order(ByteOrder.nativeOrder()).asIntBuffer();
        for (int record = 0; record < batch.records(); record++) {
            if (selection.wants(batch, record)) {
                found.put(record);
            }
        }
        return found.position() == 0 ? EMPTY : 4L * found.position();
    }

    private static long fill(
            long address, int length, ValueSelector finder, boolean all, ByteBuffer target) {
        ColumnText column = SCRATCH.get().column;
        column.collect(view(address, length), finder, all);
        if (!column.splittable()) {
            return FAILED;
        }
        int size = column.size();
        if (size > target.capacity()) {
            return -Math.max(size, SMALLEST_TARGET);
        }
        column.writeTo(target);
        return size == 0 ? EMPTY : size;
    }

    /** A batch of Python's, until this thread's next call. The binding vouches for its length. */
    @SuppressWarnings("restricted")
    static BatchView view(long address, int length) {
        Scratch scratch = SCRATCH.get();
        if (scratch.batch.length < length) {
            scratch.batch = new byte[length];
        }
        MemorySegment memory = MemorySegment.ofAddress(address).reinterpret(length);
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 0, scratch.batch, 0, length);
        return BatchView.of(scratch.batch);
    }
}
