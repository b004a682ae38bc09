package org.panamarc.internal.index;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.panamarc.ReadOptions;
import org.panamarc.internal.batch.ChosenRecords;
import org.panamarc.internal.source.Source;

/** What reads records of a file, one for each thread that reads at a time; used again. */
final class FetcherPool implements Closeable {
    /** Kept for later; what more threads used is closed when they are done. */
    private static final int MOST_KEPT = 64;

    private final Source source;
    private final ReadOptions options;
    private final Deque<ChosenRecords> idle = new ArrayDeque<>();
    private boolean closed;

    /**
     * A pool without anything in it.
     *
     * @param source one that can be read at any place; not closed with this
     */
    FetcherPool(Source source, ReadOptions options) {
        this.source = source;
        this.options = options;
    }

    ChosenRecords take() {
        synchronized (this) {
            ChosenRecords kept = idle.poll();
            if (kept != null) {
                return kept;
            }
        }
        Source another = Objects.requireNonNull(source.another(), "a source to read anywhere");
        return new ChosenRecords(another, options);
    }

    void giveBack(ChosenRecords fetcher) throws IOException {
        fetcher.clear();
        synchronized (this) {
            if (!closed && idle.size() < MOST_KEPT) {
                idle.push(fetcher);
                return;
            }
        }
        fetcher.close();
    }

    /** Closes those that nobody uses; the others are closed when they are given back. */
    @Override
    public void close() throws IOException {
        Deque<ChosenRecords> left;
        synchronized (this) {
            closed = true;
            left = new ArrayDeque<>(idle);
            idle.clear();
        }
        for (ChosenRecords fetcher : left) {
            fetcher.close();
        }
    }
}
