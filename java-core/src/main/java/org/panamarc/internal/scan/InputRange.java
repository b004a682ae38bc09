package org.panamarc.internal.scan;

import org.panamarc.internal.framing.FramerPosition;

/**
 * A range of an input, from one record to another, or all of it.
 *
 * @param start offset in the input where it begins: 0, or after a record
 * @param firstNumber the number of its first record
 * @param end offset in the input where it ends, after a record, or {@link #TO_THE_END}
 */
public record InputRange(long start, long firstNumber, long end) {
    /** The end of a range that reaches to the input's. */
    public static final long TO_THE_END = Long.MAX_VALUE;

    /** A whole input. */
    public static InputRange whole(long firstNumber) {
        return new InputRange(0, firstNumber, TO_THE_END);
    }

    public boolean isWhole() {
        return start == 0 && end == TO_THE_END;
    }

    /** The place of a framer that is at its start. */
    public FramerPosition place() {
        return start == 0 ? FramerPosition.START : new FramerPosition(start, true, null);
    }
}
