package org.panamarc.internal.batch;

import org.jspecify.annotations.Nullable;
import org.panamarc.internal.frame.Place;

/**
 * A part of an input, from behind one record to behind another: a framer that begins there finds
 * what one that came from the input's start finds.
 *
 * @param start where it begins
 * @param number the number of its first record
 * @param end offset in the input where it ends; {@link #TO_THE_END} where that is the input's end
 * @param before the range skipped last, if it begins in or behind that one
 */
record Chunk(Place start, long number, long end, SkipLog.@Nullable Last before) {
    /** The end of a chunk that reaches to the input's. */
    static final long TO_THE_END = Long.MAX_VALUE;
}
