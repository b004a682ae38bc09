package org.panamarc.internal.framing;

import org.jspecify.annotations.Nullable;
import org.panamarc.SkippedRange;

/**
 * The place of a framer between two finds, from where another may go on.
 *
 * @param offset in the input, of the first byte not yet accounted for
 * @param atBoundary whether a record may begin there without looking like one
 * @param format what the input begins as, other than ISO 2709, if there was no record yet
 */
public record FramerPosition(
        long offset, boolean atBoundary, SkippedRange.@Nullable Reason format) {
    /** The start of an input. */
    public static final FramerPosition START = new FramerPosition(0, true, null);
}
