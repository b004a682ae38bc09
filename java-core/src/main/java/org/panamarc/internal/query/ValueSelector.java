package org.panamarc.internal.query;

import org.panamarc.internal.layout.BatchView;

/** Finds certain values of a record. */
@FunctionalInterface
public interface ValueSelector {
    /** Takes the values that are found, as ranges of UTF-8. */
    @FunctionalInterface
    interface Sink {
        /** Takes one value; returns whether more are wanted. */
        boolean value(byte[] bytes, int from, int to);
    }

    /** Hands each value of a record to the sink, until it wants no more. */
    void find(BatchView batch, int record, Sink sink);
}
