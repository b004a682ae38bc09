package org.panamarc.internal.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.panamarc.SkippedRange;
import org.panamarc.SkippedRange.Reason;
import org.panamarc.Span;

/** The skipped ranges of one input, in its order; some 20 bytes each. Not thread-safe. */
final class SkipLog {
    private long[] starts = new long[8];
    private long[] lengths = new long[8];
    private Reason[] reasons = new Reason[8];
    private int count;

    /**
     * Takes note of a stretch. One that adjoins the last and is of the same making becomes part of
     * it, so that the size of the windows, which cuts stretches, never shows. Filler next to bytes
     * without a leader counts as such.
     *
     * @return whether a range of more than filler began with this stretch
     */
    boolean add(long start, long length, Reason reason) {
        int last = count - 1;
        boolean adjoins = last >= 0 && starts[last] + lengths[last] == start;
        Reason lastReason = adjoins ? reasons[last] : Reason.LEFT_OUT;
        if (adjoins && between(lastReason) && between(reason)) {
            lengths[last] += length;
            boolean begins = lastReason == Reason.FILLER && reason != Reason.FILLER;
            if (begins) {
                reasons[last] = reason;
            }
            return begins;
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
            reasons = Arrays.copyOf(reasons, count * 2);
        }
        starts[count] = start;
        lengths[count] = length;
        reasons[count++] = reason;
        return between(reason) && reason != Reason.FILLER;
    }

    private static boolean between(Reason reason) {
        return reason != Reason.NO_END && reason != Reason.LEFT_OUT;
    }

    /** How many ranges there are. */
    int count() {
        return count;
    }

    /** Where the last range starts in the input. */
    long lastStart() {
        return starts[count - 1];
    }

    /** The ranges from index {@code first} on; all but the last are as they will stay. */
    List<SkippedRange> ranges(String source, int first) {
        List<SkippedRange> ranges = new ArrayList<>(count - first);
        for (int i = first; i < count; i++) {
            ranges.add(range(i, source));
        }
        return List.copyOf(ranges);
    }

    SkippedRange range(int index, String source) {
        return new SkippedRange(source, new Span(starts[index], lengths[index]), reasons[index]);
    }
}
