package org.panamarc.internal.query;

/**
 * A position, or a range of them: of characters in a value, or of fields or subfields among those
 * that repeat. Positions count from 0, from the start or back from the end; both ends are included.
 *
 * @param first the first position, or from the end the one that is the nearest to it
 * @param last the last position; {@link #END} for all that follow
 * @param fromEnd whether positions count from the end, where 0 is the last
 */
record Range(int first, int last, boolean fromEnd) {
    /** The last position there is. Less than the largest int, so that one more is a number, too. */
    static final int END = Integer.MAX_VALUE - 1;

    /** The last position alone: {@code #}. */
    static final Range LAST = new Range(0, 0, true);

    /** Where the range begins in this many: at most {@code length}. */
    int begin(int length) {
        return fromEnd ? length - Math.min(last + 1, length) : Math.min(first, length);
    }

    /** Where the range ends in this many, that position excluded. */
    int end(int length) {
        return fromEnd ? length : Math.min(last + 1, length);
    }

    @Override
    public String toString() {
        if (fromEnd) {
            return last == 0 ? "#" : "#-" + last;
        }
        return first == last ? "" + first : first + "-" + (last == END ? "#" : "" + last);
    }
}
