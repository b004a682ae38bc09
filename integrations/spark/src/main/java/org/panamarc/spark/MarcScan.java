package org.panamarc.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.panamarc.columns.RecordCondition;

/**
 * What of a table a query reads. Its files are listed once, when they are first needed, and framed
 * once: Spark plans a query again as it learns of its sizes.
 */
final class MarcScan implements Batch, SupportsReportStatistics {
    /** More rows than there can be. */
    static final long NO_LIMIT = Long.MAX_VALUE;

    private final MarcOptions options;
    private final StructType needed;
    private final @Nullable RecordCondition condition;
    private final long limit;
    private final List<String> pushed;
    private @Nullable List<InputFiles.Listed> files;
    private InputPartition @Nullable [] partitions;

    /**
     * A scan.
     *
     * @param needed the columns, in their order
     * @param condition which records have rows; null for all
     * @param limit how many rows a task gives at most
     * @param pushed what Spark's predicates in the condition are called
     */
    MarcScan(
            MarcOptions options,
            StructType needed,
            @Nullable RecordCondition condition,
            long limit,
            List<String> pushed) {
        this.options = options;
        this.needed = needed;
        this.condition = condition;
        this.limit = limit;
        this.pushed = pushed;
    }

    @Override
    public StructType readSchema() {
        return needed;
    }

    @Override
    public String description() {
        return "marc %s, columns %s, pushed filters %s, limit %s"
                .formatted(
                        options.files().paths(),
                        Arrays.toString(needed.fieldNames()),
                        pushed,
                        limit == NO_LIMIT ? "none" : Long.toString(limit));
    }

    @Override
    public Batch toBatch() {
        return this;
    }

    @Override
    public Statistics estimateStatistics() {
        long bytes = files().stream().mapToLong(InputFiles.Listed::bytes).sum();
        return new Statistics() {
            @Override
            public OptionalLong sizeInBytes() {
                return OptionalLong.of(bytes);
            }

            @Override
            public OptionalLong numRows() {
                return OptionalLong.empty();
            }
        };
    }

    private synchronized List<InputFiles.Listed> files() {
        List<InputFiles.Listed> listed = files;
        if (listed == null) {
            try {
                listed = InputFiles.list(options.files());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            files = listed;
        }
        return listed;
    }

    private boolean numbered() {
        return Arrays.stream(needed.fieldNames()).anyMatch(options.table()::isNumber);
    }

    @Override
    public synchronized InputPartition[] planInputPartitions() {
        InputPartition[] planned = partitions;
        if (planned == null) {
            try {
                planned =
                        new PartitionPlan(options, numbered())
                                .partitions(files())
                                .toArray(InputPartition[]::new);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            partitions = planned;
        }
        return planned.clone();
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        boolean local = files().stream().allMatch(InputFiles.Listed::local);
        return new MarcReaderFactory(
                options.settings(),
                options.table(),
                List.of(needed.fieldNames()),
                condition,
                limit,
                local ? null : HadoopFiles.ofSession());
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
        return ReadMetrics.all();
    }
}
