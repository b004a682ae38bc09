package org.panamarc.internal.batch;

import org.panamarc.internal.frame.Place;

/**
 * A part of an input, from one record to another, or all of it.
 *
 * @param start offset in the input where it begins: 0, or behind a record
 * @param firstNumber the number of its first record
 * @param end offset in the input where it ends, behind a record, or {@link #TO_THE_END}
 */
public record Part(long start, long firstNumber, long end) {
    /** The end of a part that reaches to the input's. */
    static final long TO_THE_END = Long.MAX_VALUE;

    /** A whole input. */
    public static Part whole(long firstNumber) {
        return new Part(0, firstNumber, TO_THE_END);
    }

    boolean isWhole() {
        return start == 0 && end == TO_THE_END;
    }

    /** Where a framer stands that has come to its start. */
    Place place() {
        return start == 0 ? Place.START : new Place(start, true, null);
    }
}
