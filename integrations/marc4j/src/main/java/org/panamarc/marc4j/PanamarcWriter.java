package org.panamarc.marc4j;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.marc4j.MarcException;
import org.marc4j.converter.CharConverter;
import org.marc4j.marc.Record;
import org.panamarc.MarcWriteException;
import org.panamarc.MarcWriter;
import org.panamarc.WriteOptions;

/**
 * Writes ISO 2709 for programs that are written for marc4j, in place of its MarcStreamWriter.
 *
 * <p>Records that panamarc read and the program did not change are written byte for byte as they
 * were, those of broken structure valid; {@link WriteOptions} says more. All others are written in
 * UTF-8 or MARC-8 as their leader/09 says, and their leader is not changed.
 *
 * <p>Not thread-safe. The output is whole only after {@link #close}.
 */
public final class PanamarcWriter implements org.marc4j.MarcWriter, AutoCloseable {
    private final MarcWriter writer;
    private final String name;
    private final @Nullable OutputStream stream; // closed with this
    private @Nullable CharConverter converter;
    private boolean failed;
    private boolean closed;

    /**
     * Writes to a stream with the default options.
     *
     * @param stream buffered here, and closed with this
     */
    public PanamarcWriter(OutputStream stream) {
        this(stream, WriteOptions.DEFAULT);
    }

    /**
     * Writes to a stream.
     *
     * @param stream buffered here, and closed with this
     */
    public PanamarcWriter(OutputStream stream, WriteOptions options) {
        this.name = "<stream>";
        this.writer = MarcWriter.to(stream, name, options);
        this.stream = stream;
    }

    /**
     * Writes a file with the default options. It has its name only after {@link #close}.
     *
     * @throws IOException if it cannot be written, as {@link MarcWriter#to(Path)} says
     */
    public PanamarcWriter(Path file) throws IOException {
        this(file, WriteOptions.DEFAULT);
    }

    /**
     * Writes a file, compressed as its name says. It has its name only after {@link #close}.
     *
     * @throws IOException if it cannot be written, as {@link MarcWriter#to(Path, WriteOptions)}
     *     says
     */
    public PanamarcWriter(Path file, WriteOptions options) throws IOException {
        this.name = file.toString();
        this.writer = MarcWriter.to(file, options);
        this.stream = null;
    }

    /**
     * Writes a record.
     *
     * @throws MarcException if it cannot be written as it is, and the output goes on without it; or
     *     if the output fails, and can only be closed
     * @throws IllegalStateException if this is closed, or the output has failed
     */
    @Override
    public void write(Record record) {
        UnaryOperator<String> values =
                converter == null ? UnaryOperator.identity() : converter::convert;
        try {
            writer.write(Marc4jRecords.toPanamarc(record, values));
        } catch (MarcWriteException e) {
            throw new MarcException(e.getMessage(), e);
        } catch (IOException e) {
            failed = true;
            throw Failures.of(name, e);
        }
    }

    /**
     * Converts the values of records that panamarc did not read; those that it read are Unicode.
     *
     * @param converter to Unicode, such as {@code AnselToUnicode}; null for none
     * @throws IllegalArgumentException if it does not output Unicode; {@link
     *     WriteOptions#withCoding} says what is written
     */
    @Override
    public void setConverter(@Nullable CharConverter converter) {
        if (converter != null && !converter.outputsUnicode()) {
            throw new IllegalArgumentException(
                    "%s does not output Unicode; the writer encodes values itself, in the coding that its WriteOptions have"
                            .formatted(converter.getClass().getSimpleName()));
        }
        this.converter = converter;
    }

    @Override
    public @Nullable CharConverter getConverter() {
        return converter;
    }

    /**
     * Completes the output, unless it has failed, and closes it. Doing so twice is allowed.
     *
     * @throws MarcException if that fails; a file is not under its name then
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            complete();
        } catch (IOException e) {
            throw Failures.of(name, e);
        }
    }

    private void complete() throws IOException {
        try (writer) {
            if (!failed) {
                writer.commit();
            }
        } finally {
            if (stream != null) {
                stream.close();
            }
        }
    }
}
