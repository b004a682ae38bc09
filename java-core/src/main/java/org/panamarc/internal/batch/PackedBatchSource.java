package org.panamarc.internal.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.panamarc.MarcFormatException;

/**
 * Batches that are built record by record, with what prevents the next record: what the error
 * policy does not let through, and what the source threw after records that come first. Not
 * thread-safe.
 */
abstract class PackedBatchSource implements BatchSource {
    final BatchBuilder builder;

    /** What the error policy does not let through after the records in the builder, or null. */
    @Nullable MarcFormatException failure;

    private int readyLength; // of the completed batch, 0 while there is none
    private @Nullable IOException thrown; // by the source, and not reported yet

    PackedBatchSource(BatchBuilder builder) {
        this.builder = builder;
    }

    /** Drops everything that was built or kept. */
    final void begin() {
        drop();
        failure = null;
        thrown = null;
    }

    /** Throws what was kept, once. */
    final void throwKept() throws IOException {
        IOException kept = thrown;
        thrown = null;
        if (kept != null) {
            throw kept;
        }
    }

    /** Keeps what the source threw for the next call, where something was found before. */
    final void keep(IOException failed, boolean someFound) throws IOException {
        if (!someFound) {
            throw failed;
        }
        thrown = failed;
    }

    /** Whether something that the source threw is kept. */
    final boolean keeps() {
        return thrown != null;
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
