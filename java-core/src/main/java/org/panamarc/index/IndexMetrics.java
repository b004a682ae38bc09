package org.panamarc.index;

import java.util.List;

/**
 * What loading indexes took in this process so far, of all indexes.
 *
 * @param loads how many were loaded
 * @param parallelLoads of these, with several segments at once
 * @param sequentialLoads of these, one segment after the other, those without a segment included
 * @param failures how many could not be loaded
 * @param segments how many segments were loaded
 * @param histogram how many loads took at most as long as {@link #BOUNDS_MILLIS} says at the same
 *     place, and longer than the one before; the last entry has those that took longer
 */
public record IndexMetrics(
        long loads,
        long parallelLoads,
        long sequentialLoads,
        long failures,
        long segments,
        List<Long> histogram) {
    /** The upper bounds of the histogram, in milliseconds. */
    public static final List<Integer> BOUNDS_MILLIS =
            List.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000);

    /** Copies the histogram. */
    public IndexMetrics {
        histogram = List.copyOf(histogram);
    }
}
