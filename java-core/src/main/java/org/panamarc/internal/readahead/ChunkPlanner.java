package org.panamarc.internal.readahead;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.framing.Framer;

/** Finds where chunks of whole batches end, each after a record. Not thread-safe. */
final class ChunkPlanner {
    private final Framer framer;
    private final long end;
    private final int batchRecords;
    private final int batchBytes;
    private final long stride;

    /**
     * A divider.
     *
     * @param framer that moves through the input
     * @param end where the last chunk ends
     * @param batchRecords records after which a batch is full
     * @param batchBytes bytes of records after which it is full
     * @param stride bytes from the target of a chunk to that of the next
     */
    ChunkPlanner(Framer framer, long end, int batchRecords, int batchBytes, long stride) {
        this.framer = framer;
        this.end = end;
        this.batchRecords = batchRecords;
        this.batchBytes = batchBytes;
        this.stride = stride;
    }

    /**
     * Finds the end of a chunk; the framer is then at that end.
     *
     * @return the next chunk; null where this one reaches to the end or, where the source fails, as
     *     far as it can be read: its reader meets the failure in its place
     */
    @Nullable ChunkPlan after(ChunkPlan chunk) {
        framer.goTo(chunk.start(), Long.MAX_VALUE);
        framer.keep();
        long number = chunk.number();
        int records = 0; // of the batch at hand
        long bytes = 0;
        while (framer.position() < end) {
            switch (next()) {
                case RECORD -> {
                    number++;
                    records++;
                    bytes += framer.length();
                    if (records == batchRecords || bytes >= batchBytes) {
                        records = 0;
                        bytes = 0;
                        if (framer.position() >= chunk.target()) {
                            return new ChunkPlan(
                                    framer.place(), number, chunk.target() + stride, null);
                        }
                    }
                }
                case END -> {
                    return null;
                }
                case SKIPPED, PAUSED, NEED_INPUT -> {}
            }
        }
        return null;
    }

    private Framer.Outcome next() {
        try {
            return framer.next();
        } catch (IOException e) {
            return Framer.Outcome.END;
        }
    }
}
