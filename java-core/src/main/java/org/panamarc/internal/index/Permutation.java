package org.panamarc.internal.index;

/**
 * An order of the numbers from 0 to a size, by a seed: the same for the same seed, in every version
 * and language that does the same arithmetic. It takes no memory, since each number is enciphered
 * by itself: four rounds of a Feistel network over a power of 4, again where the result is not
 * below the size. Immutable.
 */
public final class Permutation {
    private static final int ROUNDS = 4;

    private final long size;
    private final int half; // bits
    private final long mask;
    private final long seed;

    /**
     * An order.
     *
     * @param size of the range, 0 or more
     */
    public Permutation(long size, long seed) {
        this.size = size;
        int bits = Math.max(2, Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, size - 1)));
        this.half = (bits + 1) / 2;
        this.mask = (1L << half) - 1;
        this.seed = seed;
    }

    /** The number at a place of the order, both from 0 to the size. */
    public long at(long place) {
        long number = place;
        do {
            number = enciphered(number);
        } while (number >= size);
        return number;
    }

    private long enciphered(long number) {
        long left = number >>> half;
        long right = number & mask;
        for (int round = 0; round < ROUNDS; round++) {
            long next = left ^ (mixed(right + seed * (2L * round + 1) + round) & mask);
            left = right;
            right = next;
        }
        return (left << half) | right;
    }

    /** The finalizer of SplitMix64. */
    private static long mixed(long value) {
        long mixed = (value + 0x9E3779B97F4A7C15L);
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
