package org.panamarc.spark;

import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.panamarc.columns.ColumnScan;

/** What Spark shows of a read: sums over its tasks. Spark makes each by its class. */
final class ReadMetrics {
    private static final String RECORDS = "marcRecords";
    private static final String BYTES = "marcBytes";
    private static final String SKIPPED = "marcSkippedBytes";
    private static final String DEFECTS = "marcDefects";

    private ReadMetrics() {}

    static CustomMetric[] all() {
        return new CustomMetric[] {new Records(), new Bytes(), new Skipped(), new Defects()};
    }

    /** The values of one task so far. */
    static CustomTaskMetric[] of(ColumnScan scan) {
        long skipped = scan.skipped().stream().mapToLong(range -> range.span().length()).sum();
        long defects = scan.defectCounts().values().stream().mapToLong(Long::longValue).sum();
        return new CustomTaskMetric[] {
            new Value(RECORDS, scan.recordsRead()),
            new Value(BYTES, scan.bytesRead()),
            new Value(SKIPPED, skipped),
            new Value(DEFECTS, defects)
        };
    }

    private record Value(String name, long value) implements CustomTaskMetric {}

    /** Records, those without rows included. */
    public static final class Records extends CustomSumMetric {
        /** Called by Spark. */
        public Records() {}

        @Override
        public String name() {
            return RECORDS;
        }

        @Override
        public String description() {
            return "MARC records read";
        }
    }

    /** Bytes of the decompressed files that are in a record or a skipped range. */
    public static final class Bytes extends CustomSumMetric {
        /** Called by Spark. */
        public Bytes() {}

        @Override
        public String name() {
            return BYTES;
        }

        @Override
        public String description() {
            return "MARC bytes read";
        }
    }

    /** Bytes that belong to no record. */
    public static final class Skipped extends CustomSumMetric {
        /** Called by Spark. */
        public Skipped() {}

        @Override
        public String name() {
            return SKIPPED;
        }

        @Override
        public String description() {
            return "MARC bytes that belong to no record";
        }
    }

    /** Defects of the records read. */
    public static final class Defects extends CustomSumMetric {
        /** Called by Spark. */
        public Defects() {}

        @Override
        public String name() {
            return DEFECTS;
        }

        @Override
        public String description() {
            return "MARC defects";
        }
    }
}
