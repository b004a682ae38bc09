package org.panamarc.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.types.StructType;

/** Makes the files of tasks, on executors. Immutable. */
final class MarcOutputFactory extends OutputWriterFactory {
    private static final long serialVersionUID = 1;

    private final RecordRows rows;
    private final WriteSettings settings;

    MarcOutputFactory(RecordRows rows, WriteSettings settings) {
        this.rows = rows;
        this.settings = settings;
    }

    @Override
    public String getFileExtension(TaskAttemptContext context) {
        return settings.suffix();
    }

    @Override
    public OutputWriter newInstance(String path, StructType schema, TaskAttemptContext context) {
        try {
            return new MarcOutput(path, rows, settings, context.getConfiguration());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
