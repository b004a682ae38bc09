package org.panamarc.internal.query;

import org.panamarc.internal.layout.BatchView;

/**
 * The value that a sub-spec decides about, and the field that it is in: what terms without a tag
 * are about. Immutable, but a view of memory that a sink was given.
 */
final class Hand {
    /** The slot of the leader, which has none. */
    static final int LEADER = -1;

    private final BatchView batch;
    private final int record;
    private final int slot;
    private final byte[] bytes;
    private final int wholeFrom;
    private final int wholeTo;
    private final int from;
    private final int to;

    /**
     * A value at hand.
     *
     * @param slot the field's slot, or {@link #LEADER}
     * @param wholeFrom where the text begins that character positions of a term count in
     * @param wholeTo where that text ends; the same as {@code wholeFrom} where it has no positions
     * @param from where the value begins
     * @param to where the value ends
     */
    Hand(
            BatchView batch,
            int record,
            int slot,
            byte[] bytes,
            int wholeFrom,
            int wholeTo,
            int from,
            int to) {
        this.batch = batch;
        this.record = record;
        this.slot = slot;
        this.bytes = bytes;
        this.wholeFrom = wholeFrom;
        this.wholeTo = wholeTo;
        this.from = from;
        this.to = to;
    }

    BatchView batch() {
        return batch;
    }

    int record() {
        return record;
    }

    int slot() {
        return slot;
    }

    /** Hands the value to a sink. */
    boolean value(ValueSelector.Sink sink) {
        return sink.value(bytes, from, to);
    }

    /** Finds in the text that the value is of. */
    boolean whole(FoundValue then, ValueSelector.Sink sink) {
        return then.take(batch, record, slot, bytes, wholeFrom, wholeTo, sink);
    }
}
