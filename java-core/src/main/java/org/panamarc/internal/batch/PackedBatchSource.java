package org.panamarc.internal.batch;

import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.panamarc.MarcFormatException;
import org.panamarc.internal.layout.BatchView;

/**
 * Batches that are built record by record, with what the error policy does not let through after
 * them. Not thread-safe.
 */
abstract class PackedBatchSource implements BatchSource {
    final BatchBuilder builder;

    /** What the error policy does not let through after the records in the builder, or null. */
    @Nullable MarcFormatException failure;

    private int readyLength; // of the completed batch, 0 while there is none

    PackedBatchSource(BatchBuilder builder) {
        this.builder = builder;
    }

    @Override
    public final boolean flush() {
        if (readyLength == 0 && builder.records() > 0) {
            readyLength = builder.complete();
        }
        return readyLength > 0;
    }

    @Override
    public final int readyLength() {
        return readyLength;
    }

    @Override
    public final byte[] take() {
        return take(null);
    }

    /** The same, with memory for the next batch where there is some. */
    public final byte[] take(byte @Nullable [] next) {
        readyLength = 0;
        return builder.giveMemory(next);
    }

    @Override
    public final void copy(ByteBuffer target) {
        target.put(0, builder.memory(), 0, readyLength);
    }

    @Override
    public final <T> T make(Function<BatchView, T> function) {
        try {
            return function.apply(new BatchView(builder.memory()));
        } finally {
            drop();
        }
    }

    @Override
    public final void drop() {
        builder.clear();
        readyLength = 0;
    }

    @Override
    public final @Nullable MarcFormatException takeFailure() {
        MarcFormatException taken = failure;
        failure = null;
        return taken;
    }
}
