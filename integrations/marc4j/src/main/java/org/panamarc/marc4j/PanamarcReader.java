package org.panamarc.marc4j;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.marc4j.MarcException;
import org.marc4j.marc.Record;
import org.panamarc.ErrorPolicy;
import org.panamarc.MarcFormatException;
import org.panamarc.MarcReader;
import org.panamarc.MarcRecord;
import org.panamarc.ReadOptions;

/**
 * Reads for programs that are written for marc4j, in place of its MarcStreamReader and
 * MarcPermissiveStreamReader.
 *
 * <pre>{@code
 * org.marc4j.MarcReader reader = new PanamarcReader(input);
 * while (reader.hasNext()) {
 *     Record record = reader.next();
 * }
 * }</pre>
 *
 * <p>{@link #STRICT} throws a {@link MarcException} in place of each record, or bytes, that break
 * the standard, after which reading may go on; {@link #PERMISSIVE} gives all that can be
 * recognized, with a {@link org.marc4j.MarcError} for each repair. Input is recognised whatever its
 * format, and decompressed. Records are those of {@link Marc4jRecords#toMarc4j}: their values are
 * Unicode, so that no {@code AnselToUnicode} must convert them again.
 *
 * <p>Not thread-safe. Records outlive their reader.
 */
public final class PanamarcReader implements org.marc4j.MarcReader, AutoCloseable {
    /** Throws for each record whose structure breaks the standard, as MarcStreamReader does. */
    public static final ReadOptions STRICT = ReadOptions.DEFAULT.withOnError(ErrorPolicy.RAISE);

    /** Repairs, as MarcPermissiveStreamReader does. */
    public static final ReadOptions PERMISSIVE = ReadOptions.DEFAULT;

    private static final String STREAM = "<stream>";

    private final MarcReader reader;
    private final @Nullable InputStream stream; // closed with this
    private List<MarcRecord> batch = List.of();
    private int next;
    private @Nullable MarcFormatException failure; // in place of the next record

    /**
     * Reads a stream with the options {@link #STRICT}.
     *
     * @param stream read from its current position, ahead of the records that are given; closed by
     *     {@link #close} alone
     * @throws MarcException if its first bytes cannot be read
     */
    public PanamarcReader(InputStream stream) {
        this(stream, STRICT);
    }

    /**
     * Reads a stream with the options {@link #STRICT}, in an encoding that marc4j has a name for.
     *
     * @param stream as for the constructor without an encoding
     * @param encoding of records that do not say that they are UTF-8: {@code MARC8}, {@code
     *     UNIMARC} or a Java charset that extends ASCII
     * @throws MarcException if its first bytes cannot be read, or there is no such encoding
     */
    public PanamarcReader(InputStream stream, String encoding) {
        this(stream, STRICT.withFileEncoding(Encodings.of(encoding)));
    }

    /**
     * Reads a stream.
     *
     * @param stream as for the constructor without options
     * @throws MarcException if its first bytes, or the options' quarantine, cannot be read or
     *     written
     */
    public PanamarcReader(InputStream stream, ReadOptions options) {
        try {
            this.reader = MarcReader.of(new Unclosed(stream), STREAM, options);
        } catch (IOException e) {
            throw Failures.of(STREAM, e);
        }
        this.stream = stream;
    }

    /**
     * Reads a file with the options {@link #STRICT}.
     *
     * @throws IOException if it cannot be opened, as {@link MarcReader#open(Path, ReadOptions)}
     *     says
     */
    public PanamarcReader(Path file) throws IOException {
        this(file, STRICT);
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it, or the options' quarantine, cannot be opened, as {@link
     *     MarcReader#open(Path, ReadOptions)} says
     */
    public PanamarcReader(Path file, ReadOptions options) throws IOException {
        this.reader = MarcReader.open(file, options);
        this.stream = null;
    }

    /**
     * A stream of a caller, who closes it: a reader that is dropped must not do so, as the stream
     * may go on, such as one of a ZIP file.
     */
    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream stream) {
            super(stream);
        }

        @Override
        public void close() {}
    }

    /**
     * Whether {@link #next} has a record to give, or an exception in place of one.
     *
     * @throws MarcException if the input cannot be read
     * @throws IllegalStateException if this is closed, and the records read ahead were given
     */
    @Override
    public boolean hasNext() {
        if (failure != null || next < batch.size()) {
            return true;
        }
        next = 0;
        batch = List.of();
        try {
            batch = reader.readBatch();
        } catch (MarcFormatException e) {
            failure = e;
        } catch (IOException e) {
            throw Failures.of(reader.source(), e);
        }
        return failure != null || !batch.isEmpty();
    }

    /**
     * The next record.
     *
     * @throws MarcException if there is none, the input cannot be read, or, by {@link
     *     ErrorPolicy#RAISE}, the next record breaks the standard; then its cause is a {@link
     *     MarcFormatException}, and reading may go on
     * @throws IllegalStateException if this is closed, and the records read ahead were given
     */
    @Override
    public Record next() {
        if (!hasNext()) {
            throw new MarcException(reader.source() + " has no more records");
        }
        MarcFormatException broken = failure;
        if (broken != null) {
            failure = null;
            throw new MarcException(broken.getMessage(), broken);
        }
        return Marc4jRecords.toMarc4j(batch.get(next++));
    }

    /**
     * The reader that gives the records, for its account: skipped ranges, defects by kind, records
     * and bytes so far. It counts records as read that are in this one's batch, and is not to be
     * read from.
     */
    public MarcReader reader() {
        return reader;
    }

    /** Frees all memory, and closes the input. Doing so twice is allowed. */
    @Override
    public void close() throws IOException {
        reader.close();
        if (stream != null) {
            stream.close();
        }
    }
}
