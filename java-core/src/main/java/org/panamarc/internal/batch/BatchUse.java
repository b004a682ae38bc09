package org.panamarc.internal.batch;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.RecordPredicate;

/**
 * What batches are packed for, where they are not given as they are. The thread that packs a batch
 * does both, so several threads at a time where several read ahead.
 *
 * @param function applied to each batch, of which it keeps nothing: its memory is used again
 * @param wanted makes what chooses the records of batches, for each thread its own; null for all
 *     records. A record that is not chosen counts as read, and is not packed
 */
public record BatchUse(
        Function<BatchView, ?> function, @Nullable Supplier<RecordPredicate> wanted) {
    private static final int MOST_EMPTY = 64; // batches

    /**
     * Records that may be left out one after the other before a call ends, so that its caller can
     * look about, or give up.
     */
    public static long mostLeftOut(int batchRecords) {
        return (long) MOST_EMPTY * batchRecords;
    }

    /** What chooses the records of one thread's batches, for a use that may be null. */
    public static @Nullable RecordPredicate predicate(@Nullable BatchUse use) {
        return use == null || use.wanted == null ? null : use.wanted.get();
    }
}
