package org.panamarc.internal.index;

/**
 * An order of records by a seed. Within a window of records that follow each other in the file all
 * are in another order, and so are the windows; so that reading stays near. Immutable.
 */
public final class ShuffledOrder {
    private final long size;
    private final long window;
    private final long seed;
    private final Permutation windows;

    /**
     * An order.
     *
     * @param size how many records
     * @param window how many of them are a window; 0 for all
     */
    public ShuffledOrder(long size, long window, long seed) {
        this.size = size;
        this.window = window == 0 ? Math.max(1, size) : window;
        this.seed = seed;
        this.windows = new Permutation(size / this.window, seed);
    }

    /** The record at a place of the order; what is left after the last whole window comes last. */
    public long at(long place) {
        long count = size / window;
        long number = place / window;
        long first = (number < count ? windows.at(number) : count) * window;
        long length = Math.min(window, size - first);
        return first + new Permutation(length, seed + first + 1).at(place - number * window);
    }
}
