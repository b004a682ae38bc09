package org.panamarc.spark;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;
import org.panamarc.columns.RecordCondition;

/**
 * Makes the readers of tasks, on executors. Immutable.
 *
 * @param names the columns that are given, in their order; may be none
 * @param condition which records have rows; null for all
 * @param limit how many rows a task gives at most
 * @param hadoop opens the files that are not local; null where all are
 */
record MarcReaderFactory(
        ReadSettings settings,
        TableColumns table,
        List<String> names,
        @Nullable RecordCondition condition,
        long limit,
        @Nullable HadoopFiles hadoop)
        implements PartitionReaderFactory {
    @Override
    public boolean supportColumnarReads(InputPartition partition) {
        return true;
    }

    @Override
    public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
        return new MarcPartitionReader(this, (MarcPartition) partition);
    }

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        throw new UnsupportedOperationException("partitions of marc are read as columns");
    }
}
