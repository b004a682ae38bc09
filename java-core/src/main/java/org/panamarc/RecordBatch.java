package org.panamarc;

import java.io.IOException;
import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.write.RecordOutput;

/**
 * Records that were read together, as a list. Immutable and safe for any number of threads; it owns
 * its memory, so it outlives its reader.
 */
public final class RecordBatch extends AbstractList<MarcRecord> implements RandomAccess {
    /** The batch without records, which means the end of an input. */
    static final RecordBatch EMPTY = new RecordBatch();

    private final @Nullable BatchView view;

    private RecordBatch() {
        this.view = null;
    }

    /**
     * A view of packed records.
     *
     * @param memory a packed batch; not copied
     */
    RecordBatch(byte[] memory) {
        this.view = BatchView.of(memory);
    }

    /**
     * A view of records that are packed as {@code docs/internals/batch-layout.md} says.
     *
     * @param memory begins with a packed batch; neither copied nor checked, and not to be changed
     */
    public static RecordBatch ofPacked(byte[] memory) {
        return new RecordBatch(memory);
    }

    /** The number of records; 0 only at the end of the input. */
    @Override
    public int size() {
        return view == null ? 0 : view.records();
    }

    /** Writes all records; the batch is not to be used any more. */
    void write(RecordOutput output) throws IOException {
        if (view != null) {
            output.write(view.memory());
        }
    }

    @Override
    public MarcRecord get(int index) {
        Objects.checkIndex(index, size());
        return new MarcRecord(Objects.requireNonNull(view), index);
    }
}
