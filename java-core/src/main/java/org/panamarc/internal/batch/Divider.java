package org.panamarc.internal.batch;

import java.io.IOException;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;
import org.panamarc.ReadOptions;
import org.panamarc.internal.frame.Framer;
import org.panamarc.internal.frame.Place;
import org.panamarc.internal.kernel.Scanners;
import org.panamarc.internal.pipeline.ReadAhead;
import org.panamarc.internal.source.Source;
import org.panamarc.internal.source.Window;

/** Divides an input into chunks of whole batches, each of which ends behind a record. */
final class Divider implements ReadAhead.Divider<Chunk> {
    private final Arena arena = Arena.ofShared();
    private final Window window;
    private final Framer framer;
    private final int batchRecords;
    private final int batchBytes;
    private final int chunkRecords;
    private final int chunkBytes;
    private long number;
    private SkipLog.@Nullable Last before;
    private boolean ended;

    /**
     * A divider of a source, which it closes.
     *
     * @param rest what is to be divided; it reaches to the end of input
     * @param batchRecords records after which a batch is full
     * @param batchBytes bytes of records after which it is full
     * @param chunkRecords records after which a chunk is large enough, if it has not reached three
     *     quarters of a window before
     */
    Divider(
            Source source,
            ReadOptions options,
            Chunk rest,
            int batchRecords,
            int batchBytes,
            int chunkRecords) {
        this.window = new Window(source, options.windowBytes());
        this.framer = new Framer(window, Scanners.fastest(arena), options.maxRecordBytes());
        this.number = rest.number();
        this.before = rest.before();
        this.batchRecords = batchRecords;
        this.batchBytes = batchBytes;
        this.chunkRecords = chunkRecords;
        this.chunkBytes = options.windowBytes() / 4 * 3; // read at once
        framer.goTo(rest.start(), Chunk.TO_THE_END - rest.start().offset());
    }

    /**
     * The next chunk. The last one reaches to the end of input or, where the source fails, as far
     * as it can be read; whoever reads it meets the failure in its place.
     */
    @Override
    public @Nullable Chunk next() {
        if (ended) {
            return null;
        }
        Place start = framer.place();
        long first = number;
        int records = 0; // of the batch at hand
        long bytes = 0;
        while (true) {
            switch (nextOutcome()) {
                case RECORD -> {
                    number++;
                    records++;
                    bytes += framer.length();
                    if (records == batchRecords || bytes >= batchBytes) {
                        records = 0;
                        bytes = 0;
                        long end = framer.position();
                        if (number - first >= chunkRecords || end - start.offset() >= chunkBytes) {
                            return chunk(start, first, end);
                        }
                    }
                }
                case END -> {
                    ended = true;
                    return chunk(start, first, Chunk.TO_THE_END);
                }
                case SKIPPED, AGAIN, NOT_YET -> {}
            }
        }
    }

    private Chunk chunk(Place start, long first, long end) {
        SkipLog.Last skippedBefore = before;
        before = null; // the others begin behind a record
        return new Chunk(start, first, end, skippedBefore);
    }

    private Framer.Outcome nextOutcome() {
        try {
            return framer.next();
        } catch (IOException e) {
            return Framer.Outcome.END;
        }
    }

    @Override
    public void close() throws IOException {
        arena.close();
        window.close();
    }
}
