package org.panamarc.python;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Collects what scans left. The serial collector, which Python's Java has, collects the old
 * generation only when the heap has its largest size, a quarter of the machine's memory; what is in
 * use during a scan gets into that generation, so that scan after scan would fill it. Safe for
 * several threads.
 */
final class ScanGarbage {
    /** Bytes that are too few to be worth a collection, which takes some 10 ms. */
    private static final long LITTLE = 16L << 20;

    private static final int TIMES = 2; // what was in use after the last collection

    private static final AtomicLong ENOUGH = new AtomicLong(LITTLE);

    private ScanGarbage() {}

    /** Collects where there is much more in the heap than was in use the last time. */
    static void collect() {
        long enough = ENOUGH.get();
        if (used() > enough && ENOUGH.compareAndSet(enough, Long.MAX_VALUE)) {
            System.gc();
            ENOUGH.set(LITTLE + TIMES * used());
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
