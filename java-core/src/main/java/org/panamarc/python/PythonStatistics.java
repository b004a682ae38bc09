package org.panamarc.python;

import org.panamarc.internal.query.Statistics;

/** Counts of the batches that Python has: see {@link Statistics}. Used by one thread at a time. */
public final class PythonStatistics {
    private final Statistics statistics = new Statistics();

    /** Without records. */
    public PythonStatistics() {}

    /**
     * Counts the records of a batch.
     *
     * @param address of the packed batch in memory that Python owns and keeps while this runs
     * @param length of the batch in bytes
     */
    public void add(long address, int length) {
        statistics.add(PythonColumns.view(address, length));
    }

    /** The counts, as {@link Statistics#asJson} has them. */
    public String asJson() {
        return statistics.asJson();
    }
}
