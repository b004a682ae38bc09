package org.panamarc.internal.index;

import org.jspecify.annotations.Nullable;
import org.panamarc.index.IndexOptions;

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
                        : parse(THREADS, System.getenv(THREADS), DEFAULT_THREADS),
                options.parallelFrom() > 0
                        ? options.parallelFrom()
                        : parse(
                                PARALLEL_FROM,
                                System.getenv(PARALLEL_FROM),
                                DEFAULT_PARALLEL_FROM));
    }

    /** The number that a variable's text says; {@code otherwise} where it is not set, or empty. */
    static int parse(String variable, @Nullable String text, int otherwise) {
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= 1 && number <= MOST) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "%s is %s; expected a whole number from 1 to %d".formatted(variable, text, MOST));
    }

    /** How many of some segments are loaded at once; 1 for one after the other. */
    int atOnce(int segments) {
        return segments >= parallelFrom ? Math.max(1, Math.min(threads, segments)) : 1;
    }
}
