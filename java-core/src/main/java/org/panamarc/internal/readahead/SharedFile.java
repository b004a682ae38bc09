package org.panamarc.internal.readahead;

import java.io.IOException;
import org.panamarc.ReadOptions;
import org.panamarc.internal.accounting.ReaderLedger;
import org.panamarc.internal.batch.BatchSource;
import org.panamarc.internal.framing.FramerPosition;
import org.panamarc.internal.scan.Splitter;
import org.panamarc.internal.source.Source;

/**
 * An input that several readers share: each takes the next chunk that none has taken, when it has
 * read its last one. Safe for several threads.
 */
public final class SharedFile {
    private final ReadOptions options;
    private final Turns<ChunkPlan> turns;
    private final long stride;

    /**
     * An input from its start.
     *
     * @param source keeps its position
     * @param options of all readers
     * @throws UnsupportedOperationException if the source is read only from its start, or in
     *     another format
     * @throws IOException if the source fails
     */
    public SharedFile(Source source, ReadOptions options) throws IOException {
        Splitter.divisible(source, options).close();
        this.options = options;
        this.stride = ChunkPlan.stride(options);
        this.turns = new Turns<>(new ChunkPlan(FramerPosition.START, 1, stride, null));
    }

    /**
     * The batches of one of the readers.
     *
     * @param source of the same input, closed with the batches
     * @param account of this reader alone
     */
    public BatchSource batches(Source source, ReaderLedger account) {
        return new SharedBatches(source, options, account, turns, stride);
    }
}
