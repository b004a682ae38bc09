package org.panamarc.internal.readahead;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.framing.Framer;
import org.panamarc.internal.scan.FramedInput;

/** Finds where chunks of whole batches end, each after a record. Not thread-safe. */
final class ChunkPlanner {
    /** Bytes after a chunk's target that it has, about, or that its reader looks at. */
    private static final int SLACK = 32 << 10;

    private final FramedInput input;
    private final Framer framer;
    private final long end;
    private final int batchRecords;
    private final int batchBytes;
    private final long stride;
    private @Nullable ChunkPlan chunk; // at hand
    private long number; // of the next record
    private int records; // of the batch at hand
    private long bytes;
    private @Nullable ChunkPlan following;

    /**
     * A divider.
     *
     * @param input through which this moves
     * @param end where the last chunk ends
     * @param batchRecords records after which a batch is full
     * @param batchBytes bytes of records after which it is full
     * @param stride bytes from the target of a chunk to that of the next
     */
    ChunkPlanner(FramedInput input, long end, int batchRecords, int batchBytes, long stride) {
        this.input = input;
        this.framer = input.framer();
        this.end = end;
        this.batchRecords = batchRecords;
        this.batchBytes = batchBytes;
        this.stride = stride;
    }

    /**
     * Brings near what a chunk of single records will have.
     *
     * @param known the chunk that is divided next
     * @param after how many come after that one up to this one
     */
    void prepare(ChunkPlan known, long after) {
        long begins = after == 0 ? known.start().offset() : known.target() + (after - 1) * stride;
        framer.prepare(begins, stride + SLACK);
    }

    /** Begins with a chunk whose end is to be found. */
    void begin(ChunkPlan begun) {
        long left = begun.target() - begun.start().offset();
        // Of whole batches a chunk may have much more than its target says.
        framer.goTo(begun.start(), batchRecords == 1 ? left + SLACK : Long.MAX_VALUE);
        framer.keep();
        chunk = begun;
        number = begun.number();
        records = 0;
        bytes = 0;
        following = null;
    }

    /** The chunk that was begun last. */
    ChunkPlan chunk() {
        return Objects.requireNonNull(chunk);
    }

    /**
     * Looks for the end of the chunk.
     *
     * @return whether it is found, where the framer is then; if not, that took some milliseconds
     */
    boolean advance() {
        while (framer.position() < end) {
            if (nextRun()) {
                if (endsChunk()) {
                    return true;
                }
                continue;
            }
            switch (next()) {
                case RECORD -> {
                    count(1, framer.length());
                    if (endsChunk()) {
                        return true;
                    }
                }
                case END -> {
                    return true;
                }
                case SKIPPED -> {}
                case PAUSED, NEED_INPUT -> {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Goes on to where a batch is full or, if its size does not matter, to where the chunk ends.
     */
    private boolean nextRun() {
        long before = framer.position();
        int found =
                batchRecords == 1
                        ? input.nextRun(Long.MAX_VALUE, chunk().target() - before, end)
                        : input.nextRun(batchRecords - records, batchBytes - bytes, end);
        count(found, framer.position() - before);
        return found > 0;
    }

    private void count(int found, long length) {
        number += found;
        records += found;
        bytes += length;
    }

    /** Whether the last record ends a batch and the chunk; the next ones begin then. */
    private boolean endsChunk() {
        if (!isBatchFull() || framer.position() < chunk().target()) {
            return false;
        }
        following = new ChunkPlan(framer.place(), number, chunk().target() + stride, null);
        return true;
    }

    /** Whether the last record has filled a batch; the next one begins then. */
    private boolean isBatchFull() {
        if (records < batchRecords && bytes < batchBytes) {
            return false;
        }
        records = 0;
        bytes = 0;
        return true;
    }

    /**
     * The next chunk; null where this one reaches to the end or, where the source fails, as far as
     * it can be read: its reader meets the failure in its place.
     */
    @Nullable ChunkPlan following() {
        return following;
    }

    private Framer.Outcome next() {
        try {
            return framer.next();
        } catch (IOException e) {
            return Framer.Outcome.END;
        }
    }
}
