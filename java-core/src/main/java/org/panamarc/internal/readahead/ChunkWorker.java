package org.panamarc.internal.readahead;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.panamarc.MarcFormatException;
import org.panamarc.ReadOptions;
import org.panamarc.internal.accounting.DeferredLedger;
import org.panamarc.internal.batch.BatchUse;
import org.panamarc.internal.batch.Iso2709BatchSource;
import org.panamarc.internal.scan.FramedInput;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.source.Source;

/** Divides an input into chunks and reads them, for one thread. */
final class ChunkWorker implements ReadAhead.Worker<ChunkPlan, List<ReadAheadResult>> {
    private final long from;
    private final long stride;
    private final int batchRecords;
    private final int batchBytes;
    private final DeferredLedger notes;
    private final Queue<byte[]> spares;
    private final @Nullable BatchUse use;
    private final FramedInput input;
    private final Iso2709BatchSource batches;
    private final ChunkPlanner planner;
    private final long inputEnd;

    /**
     * A reader of chunks of a source, which it closes.
     *
     * @param first the first chunk
     * @param inputEnd where the last one ends
     * @param stride bytes from the target of a chunk to that of the next
     * @param batchRecords the most records of a batch
     * @param batchBytes bytes of records after which it is full
     * @param notes its own
     * @param spares memory of batches that nobody needs any more; other threads use it, too
     * @param use what is made of each batch; null to give it
     */
    ChunkWorker(
            Source source,
            ReadOptions options,
            ChunkPlan first,
            long inputEnd,
            long stride,
            int batchRecords,
            int batchBytes,
            DeferredLedger notes,
            Queue<byte[]> spares,
            @Nullable BatchUse use) {
        this.inputEnd = inputEnd;
        this.from = first.target() - stride;
        this.stride = stride;
        this.batchRecords = batchRecords;
        this.batchBytes = batchBytes;
        this.notes = notes;
        this.spares = spares;
        this.use = use;
        this.input = new FramedInput(source, options, InputRange.whole(1));
        this.batches = new Iso2709BatchSource(input, options, notes, 1, BatchUse.predicate(use));
        this.planner = new ChunkPlanner(input, inputEnd, batchRecords, batchBytes, stride);
    }

    /** Chunks begin where the one before should end or, as batches are whole, a little later. */
    @Override
    public void prepare(long number) {
        input.framer().prepare(from + number * stride, Long.MAX_VALUE);
    }

    @Override
    public @Nullable ChunkPlan divide(ChunkPlan begun) {
        planner.begin(begun);
        boolean found = planner.advance();
        while (!found) {
            found = planner.advance();
        }
        return planner.following();
    }

    /** What is in the chunk; what was thrown is its last item. */
    @Override
    public List<ReadAheadResult> work() {
        List<ReadAheadResult> items = new ArrayList<>();
        ChunkPlan chunk = planner.chunk();
        ChunkPlan next = planner.following();
        notes.begin(chunk.before());
        try {
            batches.goTo(
                    chunk.start(), chunk.number(), next == null ? inputEnd : next.start().offset());
            while (true) {
                switch (batches.advance(batchRecords, batchBytes)) {
                    // A failure after the batch comes with it, as both are after the next place.
                    case READY -> items.add(ready(null));
                    case FAILED -> items.add(item(null, null, batches.takeFailure(), null));
                    case PAUSED, NEED_INPUT -> {}
                    case END -> {
                        items.add(item(null, null, null, null));
                        return items;
                    }
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            items.add(batches.flush() ? readyBefore(e) : item(null, null, null, e));
            return items;
        }
    }

    /** The batch that is ready. What the function throws is not caught. */
    private ReadAheadResult ready(@Nullable Throwable thrown) {
        if (use == null) {
            return item(batches.take(spares.poll()), null, batches.takeFailure(), thrown);
        }
        Object made = batches.make(use.function());
        return item(null, made, batches.takeFailure(), thrown);
    }

    /** The batch that is ready, and what was thrown after it; or what the function throws. */
    private ReadAheadResult readyBefore(Throwable thrown) {
        try {
            return ready(thrown);
        } catch (RuntimeException | Error e) {
            e.addSuppressed(thrown);
            return item(null, null, null, e);
        }
    }

    private ReadAheadResult item(
            byte @Nullable [] batch,
            @Nullable Object made,
            @Nullable MarcFormatException failure,
            @Nullable Throwable thrown) {
        return new ReadAheadResult(
                batch, made, failure, thrown, notes.take(), input.place(), batches.nextNumber());
    }

    @Override
    public void close() throws IOException {
        batches.close();
    }
}
