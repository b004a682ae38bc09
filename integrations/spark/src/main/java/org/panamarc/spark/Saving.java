package org.panamarc.spark;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.execution.datasources.DataSourceUtils;
import org.jspecify.annotations.Nullable;

/** Writes a table into a folder, by Spark's writing of files; on the driver. */
final class Saving {
    private final Dataset<Row> rows;
    private final Map<String, String> options; // but the path
    private final @Nullable String path;

    /**
     * Checks all that can be checked before anything is written.
     *
     * @throws IllegalArgumentException if an option or a column is not as expected, or folders by
     *     the values of columns are wanted
     */
    Saving(Dataset<Row> rows, Map<String, String> options) {
        if (options.containsKey(DataSourceUtils.PARTITIONING_COLUMNS_KEY())) {
            throw new IllegalArgumentException(
                    "partitionBy(%s): the source marc writes no folders by values; expected a write for each value"
                            .formatted(options.get(DataSourceUtils.PARTITIONING_COLUMNS_KEY())));
        }
        WriteSettings.of(options);
        RecordRows.of(rows.schema());
        this.rows = rows;
        this.options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        this.options.putAll(options);
        this.path = this.options.remove("path");
    }

    /**
     * Writes.
     *
     * @throws IOException if the folder cannot be replaced
     */
    void run(SaveMode mode) throws IOException {
        if (path == null) {
            throw new IllegalArgumentException("no path is given; expected save(path)");
        }
        Path folder = new Path(path);
        FileSystem system = folder.getFileSystem(HadoopFiles.configuration());
        if (mode == SaveMode.Overwrite && system.exists(folder)) {
            replace(system, system.makeQualified(folder));
        } else {
            write(folder, mode);
        }
    }

    /**
     * Writes a folder next to the old one, which it then takes the place of: until all is written,
     * the old one stays, and may be read from.
     */
    private void replace(FileSystem system, Path folder) throws IOException {
        Path place =
                new Path(
                        folder.getParent(),
                        "_%s.%s.part".formatted(folder.getName(), UUID.randomUUID()));
        boolean whole = false;
        try {
            write(place, SaveMode.ErrorIfExists);
            whole = true;
        } finally {
            if (!whole) {
                system.delete(place, /* recursive= */ true);
            }
        }
        if (!system.delete(folder, /* recursive= */ true) || !system.rename(place, folder)) {
            throw new IOException(
                    "%s: could not be replaced; what was written is in %s"
                            .formatted(folder, place));
        }
    }

    private void write(Path folder, SaveMode mode) {
        rows.write()
                .format(MarcFileFormat.class.getName())
                .options(options)
                .mode(mode)
                .save(folder.toString());
    }
}
