package org.panamarc.internal.index;

import org.panamarc.index.IndexOptions;
import org.panamarc.internal.readahead.Threads;

/**
 * How segments are loaded.
 *
 * @param threads how many at once, at most
 * @param parallelFrom how many there have to be for that
 */
record LoadSettings(int threads, int parallelFrom) {
    /** The environment variables that say so where options do not. */
    static final String THREADS = "PANAMARC_INDEX_THREADS";

    static final String PARALLEL_FROM = "PANAMARC_INDEX_PARALLEL_FROM";

    private static final int DEFAULT_THREADS = 4;
    private static final int DEFAULT_PARALLEL_FROM = 3;
    private static final int MOST = 64;

    static LoadSettings of(IndexOptions options) {
        return new LoadSettings(
                options.loadThreads() > 0
                        ? options.loadThreads()
                        : variable(THREADS, DEFAULT_THREADS),
                options.parallelFrom() > 0
                        ? options.parallelFrom()
                        : variable(PARALLEL_FROM, DEFAULT_PARALLEL_FROM));
    }

    private static int variable(String name, int otherwise) {
        return Threads.parse(name, System.getenv(name), MOST, otherwise);
    }

    /** How many of some segments are loaded at once; 1 for one after the other. */
    int atOnce(int segments) {
        return segments >= parallelFrom ? Math.max(1, Math.min(threads, segments)) : 1;
    }
}
