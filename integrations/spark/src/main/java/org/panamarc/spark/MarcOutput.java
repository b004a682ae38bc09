package org.panamarc.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.panamarc.MarcRecord;
import org.panamarc.MarcWriteException;
import org.panamarc.MarcWriter;

/** A file that a task writes. Used by one thread. */
final class MarcOutput extends OutputWriter {
    private final String path;
    private final String name;
    private final RecordRows rows;
    private final WriteSettings settings;
    private final OutputStream stream;
    private final MarcWriter writer;
    private long number; // of the row, from 1
    private boolean failed;

    /**
     * A new file.
     *
     * @param path under which Spark wants it for now; it renames the file when the task has ended
     * @throws IOException if it cannot be made
     */
    MarcOutput(String path, RecordRows rows, WriteSettings settings, Configuration configuration)
            throws IOException {
        Path file = new Path(path);
        this.path = path;
        this.name = file.getName();
        this.rows = rows;
        this.settings = settings;
        this.stream =
                settings.compressed(
                        file.getFileSystem(configuration).create(file, /* overwrite= */ false));
        this.writer = settings.writer(stream, name);
    }

    /**
     * Writes the record of a row.
     *
     * @throws IllegalArgumentException if no record has just these values, or the format cannot
     *     carry it as it is
     */
    @Override
    public void write(InternalRow row) {
        number++;
        failed = true; // unless it succeeds
        try {
            MarcRecord record = rows.record(row);
            if (settings.isMarc8(record.leader())) {
                Marc8Text.check(record);
            }
            writer.write(record);
            if (!writer.losses().isEmpty()) {
                throw new IllegalArgumentException(loss(record));
            }
            failed = false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MarcWriteException e) {
            throw TaskErrors.plain(e, e.getMessage());
        } catch (IllegalArgumentException e) {
            throw TaskErrors.plain(e, "%s: record %d: %s".formatted(name, number, message(row, e)));
        }
    }

    private String message(InternalRow row, IllegalArgumentException error) {
        String id = rows.controlNumber(row);
        return id == null
                ? String.valueOf(error.getMessage())
                : "%s (its field 001 is '%s')".formatted(error.getMessage(), id);
    }

    /** What the format cannot carry of a record, and in which field, where it is one. */
    private String loss(MarcRecord record) throws IOException {
        for (int place = 0; place < record.fieldCount(); place++) {
            MarcRecord alone =
                    MarcRecord.builder().leader(record.leader()).addAsRead(record, place).build();
            String sentence = lossOf(alone);
            if (!sentence.isEmpty()) {
                return "field %s: %s".formatted(record.tag(place), sentence);
            }
        }
        return lossOf(record);
    }

    private String lossOf(MarcRecord record) throws IOException {
        MarcWriter trial = settings.writer(OutputStream.nullOutputStream(), name);
        try {
            trial.write(record);
            return String.join("; ", trial.losses());
        } finally {
            trial.commit();
        }
    }

    /** Ends the file; where a record failed, Spark deletes it. */
    @Override
    public void close() {
        try (stream) {
            if (!failed) {
                writer.commit();
                writer.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String path() {
        return path;
    }
}
