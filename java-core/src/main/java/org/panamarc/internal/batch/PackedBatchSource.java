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

    private boolean ready; // whether what was packed is a batch
    private int completed; // length of the batch once it is completed, else 0

    PackedBatchSource(BatchBuilder builder) {
        this.builder = builder;
    }

    @Override
    public final boolean flush() {
        ready = builder.records() > 0;
        return ready;
    }

    /** Whether a batch is ready. */
    final boolean isReady() {
        return ready;
    }

    @Override
    public final int readyLength() {
        if (ready && completed == 0) {
            completed = builder.complete();
        }
        return completed;
    }

    @Override
    public final byte[] take() {
        return take(null);
    }

    /** The same, with memory for the next batch where there is some. */
    public final byte[] take(byte @Nullable [] next) {
        readyLength();
        ready = false;
        completed = 0;
        return builder.giveMemory(next);
    }

    @Override
    public final void copy(ByteBuffer target) {
        int length = readyLength();
        target.put(0, builder.memory(), 0, length);
    }

    /** What a function makes of the batch, which need not be completed for that. */
    @Override
    public final <T> T make(Function<BatchView, T> function) {
        try {
            return function.apply(builder.view());
        } finally {
            drop();
        }
    }

    @Override
    public final void drop() {
        builder.clear();
        ready = false;
        completed = 0;
    }

    @Override
    public final @Nullable MarcFormatException takeFailure() {
        MarcFormatException taken = failure;
        failure = null;
        return taken;
    }
}
