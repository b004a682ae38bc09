package org.panamarc.internal.crosswalk;

import java.util.Arrays;

/** A set of numbers, at most 16 bytes for each. Not thread-safe. */
final class LongSet {
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L; // 2^64 over the golden ratio

    private long[] table = new long[1 << 10]; // 0 where there is none
    private int size;
    private boolean hasZero;

    /** Adds a number, and says whether it is new. */
    boolean add(long number) {
        if (number == 0) {
            boolean isNew = !hasZero;
            hasZero = true;
            return isNew;
        }
        if (size > table.length / 4 * 3) {
            long[] old = table;
            table = new long[Math.multiplyExact(old.length, 2)];
            Arrays.stream(old).filter(one -> one != 0).forEach(one -> table[place(one)] = one);
        }
        int place = place(number);
        if (table[place] == number) {
            return false;
        }
        table[place] = number;
        size++;
        return true;
    }

    /** Where a number is, or where there is room for it. */
    private int place(long number) {
        int mask = table.length - 1;
        int at = (int) ((number * SPREAD) >>> 32) & mask;
        while (table[at] != 0 && table[at] != number) {
            at = (at + 1) & mask;
        }
        return at;
    }
}
