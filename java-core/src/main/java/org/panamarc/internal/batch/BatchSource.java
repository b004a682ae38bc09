package org.panamarc.internal.batch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.panamarc.MarcFormatException;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.scan.InputScanner;

/**
 * The batches of an input, however they come about. Not thread-safe, but for {@link #interrupt}.
 */
public interface BatchSource extends Closeable {
    /**
     * Makes a batch ready.
     *
     * @param maxRecords the most records of the batch
     * @param maxBytes bytes of records after which it is full; 512 MiB are never exceeded by more
     *     than a record
     * @throws IOException if the source fails, or the quarantine cannot be written; records framed
     *     before that come with the next call
     */
    ReadState advance(int maxRecords, int maxBytes) throws IOException;

    /**
     * What finds and counts records from where this is. Those that it passes are not delivered by
     * {@link #advance}, nor does it find those that were. It ends with this.
     */
    InputScanner scanner();

    /**
     * Completes a batch of what there is so far.
     *
     * @return whether a batch is ready
     */
    boolean flush();

    /** The length in bytes of the batch that is ready, 0 if none is. */
    int readyLength();

    /** Takes the batch that is ready, as an array of its own; it begins at index 0. */
    byte[] take();

    /** Copies the batch that is ready to the start of a buffer, whose position stays. */
    void copy(ByteBuffer target);

    /**
     * Hands the batch that is ready to a function, and releases it.
     *
     * @param function keeps nothing of the batch, whose memory is used again
     * @return what the function made
     */
    <T> T make(Function<BatchView, T> function);

    /** Releases the batch that is ready. */
    void drop();

    /** What the error policy did not let through, once; null if there is nothing. */
    @Nullable MarcFormatException takeFailure();

    /** Offset in the input up to which everything is accounted for. */
    long position();

    /** The number that the next record will have. */
    long nextNumber();

    /** Wakes a thread that waits in one of the other methods, as far as that can be done. */
    void interrupt() throws IOException;
}
