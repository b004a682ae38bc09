package org.panamarc.columns;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.ReadOptions;
import org.panamarc.SkippedRange;
import org.panamarc.Split;
import org.panamarc.internal.arrow.ArrowStreams;
import org.panamarc.internal.arrow.IpcStream;
import org.panamarc.internal.columns.ColumnTable;
import org.panamarc.internal.columns.PlacedTable;
import org.panamarc.internal.columns.PlacedVector;
import org.panamarc.internal.columns.ReadyRows;
import org.panamarc.internal.columns.TableDefinition;
import org.panamarc.internal.columns.TableReader;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.source.InputFile;
import org.panamarc.internal.source.Source;
import org.panamarc.internal.source.Sources;
import org.panamarc.internal.source.StreamSource;

/**
 * Reads records as a table, without an object a value: batches of columns in the memory layout of
 * Apache Arrow.
 *
 * {@snippet :
 * try (ColumnScan scan =
 *         ColumnScan.builder()
 *                 .file(Path.of("books.mrc"))
 *                 .column("title", Column.of("245$a").stripPunctuation())
 *                 .column("isbns", Column.of("020$a").list().normalizeIsbn())
 *                 .open()) {
 *     for (boolean more = true; more; ) {
 *         try (Arena arena = Arena.ofConfined()) {
 *             ColumnBatch batch = scan.next(arena);
 *             more = batch != null;
 *         }
 *     }
 * }
 * }
 *
 * <p>Rows are in the order of the inputs, for any number of threads. {@link #next} may be called by
 * several threads, which get different batches.
 */
public final class ColumnScan implements AutoCloseable {
    private final TableReader reader;

    private ColumnScan(TableReader reader) {
        this.reader = reader;
    }

    /** What a scan is to read, and as what. Not thread-safe. */
    public static final class Builder {
        /** Records of a batch, unless {@link #options} says otherwise. */
        public static final int BATCH_RECORDS = 1000;

        private final List<TableReader.Opener> inputs = new ArrayList<>();
        private final TableDefinition definition = new TableDefinition();
        private ReadOptions options =
                ReadOptions.DEFAULT
                        .withBatchRecords(BATCH_RECORDS)
                        .withWindowBytes(TableReader.WINDOW_BYTES);

        private long firstNumber = 1;

        private Builder() {}

        /** Adds a file, opened when its turn comes. */
        public Builder file(Path path) {
            inputs.add(() -> new InputFile(path, path.toString()).onlySource());
            return this;
        }

        /**
         * Adds a range of a file, opened when its turn comes, whose records have the numbers that
         * it says; the file must have the size then that it had when it was split.
         */
        public Builder split(Split split) {
            TableReader.Opener opener =
                    () -> {
                        Path path = Path.of(split.path());
                        return InputFile.ofSize(path, split.path(), split.fileSize()).onlySource();
                    };
            inputs.add(new SplitInput(split, opener));
            return this;
        }

        /**
         * Adds a range of a file that is read as a stream.
         *
         * @param opener opens the stream when its turn comes, at the range's start; more than the
         *     bytes of the range may be read
         */
        public Builder split(Split split, StreamOpener opener) {
            TableReader.Opener source =
                    () -> {
                        InputStream stream = opener.open();
                        return new StreamSource(stream, stream, split.path(), split.start());
                    };
            inputs.add(new SplitInput(split, source));
            return this;
        }

        private record SplitInput(Split split, TableReader.Opener opener)
                implements TableReader.Opener {
            @Override
            public Source open() throws IOException {
                return opener.open();
            }

            @Override
            public InputRange range(long firstNumber) {
                return new InputRange(split.start(), split.firstNumber(), split.end());
            }
        }

        /** Adds bytes in memory, which are not copied, so not to be changed. */
        public Builder bytes(byte[] bytes, String name) {
            inputs.add(() -> Sources.ofSegment(MemorySegment.ofArray(bytes), name, () -> {}));
            return this;
        }

        /** Adds a stream, read from its current position and closed then. */
        public Builder stream(InputStream stream, String name) {
            inputs.add(() -> Sources.ofStream(stream, name));
            return this;
        }

        /** Opens a stream. */
        @FunctionalInterface
        public interface StreamOpener {
            /**
             * The stream, which the scan closes.
             *
             * @throws IOException if it cannot be opened
             */
            InputStream open() throws IOException;
        }

        /** Adds a stream that is opened when its turn comes. */
        public Builder stream(StreamOpener opener, String name) {
            inputs.add(() -> Sources.ofStream(opener.open(), name));
            return this;
        }

        /**
         * Adds a column.
         *
         * @throws IllegalArgumentException if there is one of that name, or a ready set whose rows
         *     are not records
         */
        public Builder column(String name, Column column) {
            definition.column(name, column);
            return this;
        }

        /**
         * Adds the columns of a ready set; other columns may be added to {@link
         * ReadySet#BIBLIOGRAPHIC}, {@link ReadySet#RECORDS} and {@link ReadySet#WHOLE} alone.
         *
         * @throws IllegalArgumentException if there is a column that cannot be with it
         */
        public Builder readySet(ReadySet set) {
            definition.readySet(set);
            return this;
        }

        /**
         * Asks for several tables of the same records, which are read once. A batch is one row:
         * each set is a column, named as it is in small letters, the list of its rows in the batch.
         *
         * @throws IllegalArgumentException if there is a column, no set, or one of them twice
         */
        public Builder tables(List<ReadySet> sets) {
            definition.tables(sets);
            return this;
        }

        /**
         * Gives a column, and of the others only those that are named likewise. Names that the
         * table does not have are not heeded.
         */
        public Builder select(String name) {
            definition.select(name);
            return this;
        }

        /** The number that the first record has, where it is not that of a split; 1 by default. */
        public Builder firstNumber(long number) {
            firstNumber = number;
            return this;
        }

        /** The records that have rows; all where nothing is said. */
        public Builder where(RecordCondition wanted) {
            definition.where(wanted);
            return this;
        }

        /** How to read: error policy, threads, sizes of batches. A quarantine is not written. */
        public Builder options(ReadOptions wanted) {
            options = wanted.withQuarantine(null);
            return this;
        }

        /**
         * Opens the scan. Inputs are opened one after the other, when they are read.
         *
         * @throws IllegalArgumentException if there is no column, or a spec, a tag or a pattern
         *     cannot be read
         */
        public ColumnScan open() {
            return new ColumnScan(new TableReader(inputs, options, definition, firstNumber));
        }
    }

    /** Begins to say what to read. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * What the columns of a ready set hold, by name, in their order; none for a set whose rows are
     * not records.
     */
    public static Map<String, Column> columns(ReadySet set) {
        return ReadyRows.columns(set);
    }

    /** The names and types of the columns, in their order. */
    public List<ColumnField> schema() {
        return reader.schema();
    }

    /**
     * The next rows, of as many records as the options say.
     *
     * @param arena gets the batch; closing it frees the batch's memory
     * @return null at the end of the last input, and from then on
     * @throws IOException if an input cannot be opened or read; the rows before come first
     * @throws org.panamarc.MarcFormatException as {@link org.panamarc.ErrorPolicy#RAISE} says; the
     *     rows before come first
     * @throws ColumnValueException if a value does not fit its column; what is in the batch before
     *     it does not come
     * @throws IllegalStateException if the scan is closed
     */
    public @Nullable ColumnBatch next(Arena arena) throws IOException {
        ColumnTable table = reader.next();
        if (table == null) {
            return null;
        }
        try {
            PlacedTable places = table.place();
            MemorySegment memory = arena.allocate(places.bytes(), PlacedVector.ALIGNMENT);
            table.copy(places, memory);
            return new ColumnBatch(places, memory);
        } finally {
            reader.giveBack(table);
        }
    }

    /**
     * Makes a stream of Arrow's C stream interface of the batches that have not been read yet. The
     * scan belongs to it from here on, and is closed when the stream is released; what it gives
     * lives on, also when this JVM has ended, until its receiver releases it.
     *
     * @param stream memory of a {@code struct ArrowArrayStream}, whose content is overwritten
     * @throws IllegalStateException if there is no native library
     */
    public void exportStream(MemorySegment stream) {
        ArrowStreams.open(reader, stream);
    }

    /**
     * Writes the batches that have not been read yet as a stream of Arrow's IPC format, to which no
     * native library is needed.
     *
     * @throws IOException if an input cannot be read, or the output cannot be written; other
     *     exceptions as for {@link #next}
     */
    public void writeIpc(OutputStream output) throws IOException {
        IpcStream stream = new IpcStream(reader);
        for (byte[] piece = stream.next(); piece != null; piece = stream.next()) {
            output.write(piece);
        }
    }

    /** Ranges of the inputs skipped so far. */
    public List<SkippedRange> skipped() {
        return reader.account().skipped();
    }

    /** Number of defects so far, by kind, of the records that were read. */
    public Map<Defect.Kind, Long> defectCounts() {
        return reader.account().defectCounts();
    }

    /** Records read so far, those without rows included. */
    public long recordsRead() {
        return reader.records();
    }

    /** Rows of the batches given so far. */
    public long rowsGiven() {
        return reader.rows();
    }

    /** Bytes of the (decompressed) inputs that are in a record or a skipped range so far. */
    public long bytesRead() {
        return reader.bytes();
    }

    /** The inputs so far that are not MARC, and what they begin as: a sentence each. */
    public List<String> foreign() {
        return reader.account().foreign();
    }

    /** Closes the input and ends its threads. Doing so twice is allowed; batches stay. */
    @Override
    public void close() throws IOException {
        reader.close();
    }
}
