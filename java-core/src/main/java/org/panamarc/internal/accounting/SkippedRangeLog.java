package org.panamarc.internal.accounting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.SkippedRange;
import org.panamarc.SkippedRange.Reason;
import org.panamarc.Span;

/** The skipped ranges of one input, in its order; some 20 bytes each. Not thread-safe. */
public final class SkippedRangeLog {
    /** A range: its start and length in the input, and why it was skipped. */
    public record Entry(long start, long length, Reason reason) {}

    private long[] starts = new long[8];
    private long[] lengths = new long[8];
    private Reason[] reasons = new Reason[8];
    private int count;

    /**
     * Takes note of a range. One that adjoins the last and is of the same making is joined to it,
     * so that the size of the windows, which cuts ranges, never shows. Filler next to bytes without
     * a leader counts as such.
     *
     * @return where the joined range starts that, with this one, is more than filler for the first
     *     time, or {@link Ledger#NONE}
     */
    long add(long start, long length, Reason reason) {
        int last = count - 1;
        boolean adjoins = last >= 0 && starts[last] + lengths[last] == start;
        Reason lastReason = adjoins ? reasons[last] : Reason.LEFT_OUT;
        if (adjoins && between(lastReason) && between(reason)) {
            lengths[last] += length;
            boolean begins = lastReason == Reason.FILLER && reason != Reason.FILLER;
            if (begins) {
                reasons[last] = reason;
            }
            return begins ? starts[last] : Ledger.NONE;
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
            reasons = Arrays.copyOf(reasons, count * 2);
        }
        starts[count] = start;
        lengths[count] = length;
        reasons[count++] = reason;
        return reason != Reason.FILLER && reason != Reason.LEFT_OUT ? start : Ledger.NONE;
    }

    private static boolean between(Reason reason) {
        return reason != Reason.NO_END && reason != Reason.MALFORMED && reason != Reason.LEFT_OUT;
    }

    /** Forgets everything. */
    void clear() {
        count = 0;
    }

    /** How many ranges there are. */
    int count() {
        return count;
    }

    /** The last range, for a log that goes on where this one ends; null if there is none. */
    @Nullable Entry last() {
        int last = count - 1;
        return count == 0 ? null : new Entry(starts[last], lengths[last], reasons[last]);
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
