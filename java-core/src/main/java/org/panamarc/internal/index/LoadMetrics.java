package org.panamarc.internal.index;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.panamarc.index.IndexMetrics;

/** Counts what loading indexes takes in this process. Safe for any number of threads. */
public final class LoadMetrics {
    private static final LongAdder PARALLEL = new LongAdder();
    private static final LongAdder SEQUENTIAL = new LongAdder();
    private static final LongAdder FAILURES = new LongAdder();
    private static final LongAdder SEGMENTS = new LongAdder();
    private static final List<LongAdder> HISTOGRAM = new ArrayList<>();

    static {
        for (int i = 0; i <= IndexMetrics.BOUNDS_MILLIS.size(); i++) {
            HISTOGRAM.add(new LongAdder());
        }
    }

    private LoadMetrics() {}

    static void loaded(int segments, boolean parallel, long nanos) {
        (parallel ? PARALLEL : SEQUENTIAL).increment();
        SEGMENTS.add(segments);
        int bucket = 0;
        while (bucket < IndexMetrics.BOUNDS_MILLIS.size()
                && nanos > TimeUnit.MILLISECONDS.toNanos(IndexMetrics.BOUNDS_MILLIS.get(bucket))) {
            bucket++;
        }
        HISTOGRAM.get(bucket).increment();
    }

    static void failed() {
        FAILURES.increment();
    }

    /** The numbers so far. */
    public static IndexMetrics now() {
        long parallel = PARALLEL.sum();
        long sequential = SEQUENTIAL.sum();
        return new IndexMetrics(
                parallel + sequential,
                parallel,
                sequential,
                FAILURES.sum(),
                SEGMENTS.sum(),
                HISTOGRAM.stream().map(LongAdder::sum).toList());
    }
}
