package org.panamarc.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;
import org.panamarc.MarcFormatException;
import org.panamarc.Split;
import org.panamarc.columns.Column;
import org.panamarc.columns.ColumnBatch;
import org.panamarc.columns.ColumnField;
import org.panamarc.columns.ColumnScan;
import org.panamarc.columns.ColumnValueException;

/**
 * Reads what one task reads, as batches of columns. A batch is valid until the next one is asked
 * for, as Spark expects it of sources.
 */
final class MarcPartitionReader implements PartitionReader<ColumnarBatch> {
    private final BatchMemory memory = new BatchMemory();
    private final ColumnScan scan;
    private final int[] places; // in a batch, of the columns that are given
    private long left; // rows that may still be given
    private ColumnarBatch batch = new ColumnarBatch(new ColumnVector[0], 0);

    MarcPartitionReader(MarcReaderFactory factory, MarcPartition partition) {
        this.left = factory.limit();
        this.scan = open(factory, partition);
        List<String> given = scan.schema().stream().map(ColumnField::name).toList();
        this.places = factory.names().stream().mapToInt(given::indexOf).toArray();
    }

    private static ColumnScan open(MarcReaderFactory factory, MarcPartition partition) {
        ColumnScan.Builder builder =
                ColumnScan.builder()
                        .options(factory.settings().options())
                        .firstNumber(partition.parts().getFirst().firstNumber());
        if (factory.condition() != null) {
            builder.where(factory.condition());
        }
        if (factory.names().isEmpty() && factory.table().set() == null) {
            // Only the number of rows is wanted.
            builder.column("length", Column.of(Column.Kind.LENGTH));
        } else {
            factory.table().addTo(builder);
            List<String> wanted = factory.names();
            (wanted.isEmpty() ? List.of("record") : wanted).forEach(builder::select);
        }
        for (FilePart part : partition.parts()) {
            add(builder, part, factory.hadoop());
        }
        return builder.open();
    }

    private static void add(
            ColumnScan.Builder builder, FilePart part, @Nullable HadoopFiles hadoop) {
        Split split = part.split();
        if (part.local() || hadoop == null) {
            if (split != null) {
                builder.split(split);
            } else {
                builder.file(Path.of(part.path()));
            }
        } else if (split != null) {
            builder.split(split, () -> hadoop.open(split));
        } else {
            builder.stream(() -> hadoop.open(part.path()), part.path());
        }
    }

    @Override
    public boolean next() throws IOException {
        ColumnBatch read = left == 0 ? null : read();
        if (read == null) {
            return false;
        }
        ColumnVector[] vectors = new ColumnVector[places.length];
        for (int i = 0; i < places.length; i++) {
            vectors[i] = new MarcVector(read.column(places[i]));
        }
        int rows = (int) Math.min(left, read.rows());
        left -= rows;
        batch = new ColumnarBatch(vectors, rows);
        return true;
    }

    private @Nullable ColumnBatch read() throws IOException {
        try {
            return scan.next(memory);
        } catch (MarcFormatException | ColumnValueException e) {
            throw TaskErrors.plain(e, e.getMessage());
        }
    }

    @Override
    public ColumnarBatch get() {
        return batch;
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return ReadMetrics.of(scan);
    }

    @Override
    public void close() throws IOException {
        try (memory) {
            scan.close();
        }
    }
}
