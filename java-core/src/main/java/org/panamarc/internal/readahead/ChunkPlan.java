package org.panamarc.internal.readahead;

import org.jspecify.annotations.Nullable;
import org.panamarc.ReadOptions;
import org.panamarc.internal.accounting.SkippedRangeLog;
import org.panamarc.internal.framing.FramerPosition;

/**
 * A range of an input that begins after a record: a framer that begins there finds what one that
 * came from the input's start finds.
 *
 * @param start where it begins
 * @param number the number of its first record
 * @param target offset in the input: it ends after the first batch that reaches so far
 * @param before the range skipped last, if it begins in or after that one
 */
record ChunkPlan(
        FramerPosition start, long number, long target, SkippedRangeLog.@Nullable Entry before) {
    /** Bytes from the target of a chunk to that of the next, so that a chunk fits in one window. */
    static long stride(ReadOptions options) {
        return options.windowBytes() / 4 * 3L;
    }
}
