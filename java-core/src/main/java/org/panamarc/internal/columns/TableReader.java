package org.panamarc.internal.columns;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.panamarc.MarcFormatException;
import org.panamarc.ReadOptions;
import org.panamarc.columns.ColumnField;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.batch.BatchUse;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.reader.BatchReader;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.source.Source;

/**
 * Reads inputs one after the other as tables. A table is filled by the thread that packed its
 * batch, so by several at a time where several read ahead; tables come in the order of the input.
 *
 * <p>Safe for several threads, which get different tables.
 */
public final class TableReader implements Closeable {
    /** A window, in bytes, that gives several threads batches of some hundreds of records. */
    public static final int WINDOW_BYTES = 2 << 20;

    /** Opens an input. */
    @FunctionalInterface
    public interface Opener {
        /** The source, which the caller closes. */
        Source open() throws IOException;

        /**
         * The range of the source that is read.
         *
         * @param firstNumber the number of the first record, unless the range knows another
         */
        default InputRange range(long firstNumber) {
            return InputRange.whole(firstNumber);
        }

        /** Frees what there is where the input is not opened. */
        default void drop() throws IOException {}
    }

    /** Time to let others in, once in many milliseconds of reading. */
    private static final int GAP_NANOS = 100_000;

    private final Queue<Opener> inputs;
    private final ReadOptions options;
    private final Supplier<ColumnTable> tables;
    private final Queue<ColumnTable> spares = new ConcurrentLinkedQueue<>();
    private final Function<BatchView, ColumnTable> filling = this::filled;
    private final BatchUse use;
    private final List<ColumnField> schema;
    private final ScanAccount account = new ScanAccount();
    private volatile @Nullable BatchReader reader; // of the input that is being read
    private @Nullable ColumnTable ready;
    private @Nullable ColumnTable begun; // to be joined by the rows of further small tables
    private @Nullable Throwable failed; // what was thrown, and is thrown again
    private long firstNumber; // of the next input
    private long rows; // taken
    private volatile boolean closed;

    /**
     * A reader of inputs, each opened when its turn comes.
     *
     * @param options their batches are those of the tables
     * @param definition what the tables hold
     * @param firstNumber of the first input's first record, unless it is a range that knows another
     * @throws IllegalArgumentException if there is no column, or a spec, a tag or a pattern cannot
     *     be read
     */
    public TableReader(
            Collection<? extends Opener> inputs,
            ReadOptions options,
            TableDefinition definition,
            long firstNumber) {
        this.inputs = new ConcurrentLinkedQueue<>(inputs);
        this.options = options;
        this.firstNumber = firstNumber;
        this.tables = definition.tables(options.strict());
        this.use = new BatchUse(filling, definition.wanted());
        ColumnTable first = tables.get();
        this.schema = first.schema();
        this.spares.add(first);
    }

    private ColumnTable filled(BatchView batch) {
        ColumnTable spare = spares.poll();
        ColumnTable table = spare == null ? tables.get() : spare;
        table.fill(batch);
        return table;
    }

    /** The names and types of the columns. */
    public List<ColumnField> schema() {
        return schema;
    }

    /**
     * Makes the next table with rows ready. What was thrown once is thrown by each later call,
     * unless it is passed over.
     *
     * @return READY, END, or what hinders it; never FAILED
     * @throws IOException if an input cannot be opened or read
     * @throws MarcFormatException for what the error policy does not let through
     * @throws org.panamarc.columns.ColumnValueException if a value does not fit its column
     * @throws IllegalStateException if this is closed
     */
    public synchronized ReadState advance() throws IOException {
        checkOpen();
        if (ready != null) {
            return ReadState.READY;
        }
        if (failed != null) {
            rethrow(failed);
        }
        try {
            return read();
        } catch (IOException | RuntimeException | Error e) {
            checkOpen(); // or it failed because it was closed meanwhile
            failed = e;
            if (endBegun()) {
                return ReadState.READY;
            }
            throw e;
        }
    }

    private static void rethrow(Throwable thrown) throws IOException {
        switch (thrown) {
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(thrown);
        }
    }

    private ReadState read() throws IOException {
        BatchReader current = reader;
        if (current == null) {
            current = open();
        }
        long enough = recordsRead() + BatchUse.mostLeftOut(options.batchRecords());
        while (current != null) {
            if (recordsRead() >= enough) {
                return endBegun() ? ReadState.READY : ReadState.PAUSED;
            }
            ReadState state = current.advance(options.batchRecords(), batchBytes(current));
            switch (state) {
                case READY -> {
                    add(current.make(filling), current.threads() > 1 && use.wanted() != null);
                    if (ready != null) {
                        return state;
                    }
                }
                case END -> {
                    end(current);
                    if (endBegun()) {
                        return ReadState.READY;
                    }
                    current = open();
                }
                case FAILED -> throw Objects.requireNonNull(current.takeFailure());
                case PAUSED, NEED_INPUT -> {
                    return endBegun() ? ReadState.READY : state;
                }
            }
        }
        return ReadState.END;
    }

    private long recordsRead() {
        BatchReader current = reader;
        return account.records() + (current == null ? 0 : current.recordsRead());
    }

    /**
     * Makes a table ready, if it has rows.
     *
     * @param joins whether to join it with those that follow: where records are chosen from parts
     *     of the input that several threads read, the rows of each part may be few
     */
    private void add(ColumnTable table, boolean joins) {
        ColumnTable before = begun;
        if (table.rows() == 0) {
            spares.add(table);
        } else if (!joins) {
            ready = table;
        } else if (before == null) {
            begun = table;
        } else if (before.records() + table.records() <= options.batchRecords()) {
            before.append(table);
            spares.add(table);
        } else {
            ready = before;
            begun = table;
        }
    }

    /** Makes the table ready that was begun; whether there is one. */
    private boolean endBegun() {
        ready = begun;
        begun = null;
        return ready != null;
    }

    /**
     * Bytes after which a batch is full. Several threads divide the input into parts of whole
     * batches; larger ones would make each thread move its window, and frame the part twice.
     */
    private int batchBytes(BatchReader current) {
        int most = current.threads() > 1 ? options.windowBytes() / 4 : options.batchBytes();
        return Math.max(1, Math.min(options.batchBytes(), most));
    }

    private @Nullable BatchReader open() throws IOException {
        Opener input = inputs.poll();
        if (input == null) {
            return null;
        }
        Source source = input.open();
        try {
            reader = new BatchReader(source, options, input.range(firstNumber), null, use);
            return reader;
        } catch (RuntimeException | Error e) {
            source.close();
            throw e;
        }
    }

    private void end(BatchReader ended) throws IOException {
        firstNumber = ended.nextNumber();
        account.add(ended);
        reader = null;
        ended.close();
    }

    /**
     * The next table with rows, waited for; it goes back with {@link #giveBack} once it was copied.
     *
     * @return null at the end
     * @throws IllegalStateException if this is closed, or has to be supplied with input
     * @throws IOException as {@link #advance}, as are all other exceptions
     */
    public @Nullable ColumnTable next() throws IOException {
        while (true) {
            synchronized (this) {
                switch (advance()) {
                    case READY -> {
                        return take();
                    }
                    case NEED_INPUT -> throw new IllegalStateException("the scan waits for input");
                    case PAUSED, FAILED -> {}
                    case END -> {
                        return null;
                    }
                }
            }
            // Monitors are not fair: without a gap, who asks for the account might wait for ever.
            LockSupport.parkNanos(GAP_NANOS);
        }
    }

    /**
     * Takes the table that is ready; it goes back with {@link #giveBack} once it was copied.
     *
     * @throws IllegalStateException if none is ready
     */
    public synchronized ColumnTable take() {
        ColumnTable taken = ready;
        if (taken == null) {
            throw new IllegalStateException("no table is ready");
        }
        ready = null;
        rows += taken.rows();
        return taken;
    }

    /** Takes back a table, whose memory is used again. */
    public void giveBack(ColumnTable table) {
        spares.add(table);
    }

    /** What {@link #advance} throws; null where it does not. */
    public synchronized @Nullable Throwable failure() {
        return failed;
    }

    /**
     * Has later calls go on after what the error policy did not let through, if that was thrown.
     *
     * @return whether it was; nothing else can be passed over
     */
    public synchronized boolean passOver() {
        if (failed instanceof MarcFormatException) {
            failed = null;
            return true;
        }
        return false;
    }

    /** Rows of the tables taken so far. */
    public synchronized long rows() {
        return rows;
    }

    /** Records read so far, those without rows included. */
    public synchronized long records() {
        BatchReader current = reader;
        return account.records() + (current == null ? 0 : current.recordsRead());
    }

    /** Bytes of the (decompressed) inputs that are in a record or a skipped range so far. */
    public synchronized long bytes() {
        BatchReader current = reader;
        return account.bytes() + (current == null ? 0 : current.bytesRead());
    }

    /** What has happened to the inputs so far. */
    public synchronized ScanAccount account() {
        BatchReader current = reader;
        return current == null ? account : account.with(current);
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the scan is closed");
        }
    }

    /**
     * Closes the input that is being read, and its threads. Doing so twice is allowed. A thread
     * that waits for a table gets an exception; it is not waited for.
     */
    @Override
    public void close() throws IOException {
        closed = true;
        BatchReader current = reader;
        if (current != null) {
            current.close();
        }
        for (Opener input = inputs.poll(); input != null; input = inputs.poll()) {
            input.drop();
        }
    }
}
