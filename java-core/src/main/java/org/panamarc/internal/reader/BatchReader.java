package org.panamarc.internal.reader;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.Framing;
import org.panamarc.MarcFormat;
import org.panamarc.MarcFormatException;
import org.panamarc.ReadOptions;
import org.panamarc.SkippedRange;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.accounting.QuarantineFile;
import org.panamarc.internal.accounting.ReaderLedger;
import org.panamarc.internal.batch.BatchSource;
import org.panamarc.internal.batch.BatchSources;
import org.panamarc.internal.batch.BatchUse;
import org.panamarc.internal.batch.DetectingBatchSource;
import org.panamarc.internal.detect.FormatDetector;
import org.panamarc.internal.detect.InputBeginning;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.RecordPredicate;
import org.panamarc.internal.readahead.ReadAheadBatches;
import org.panamarc.internal.readahead.SharedFile;
import org.panamarc.internal.readahead.Threads;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.scan.InputScanner;
import org.panamarc.internal.source.Source;

/**
 * Reads one input as packed batches and keeps its account: every byte is in a record that was
 * delivered or in a skipped range.
 *
 * <p>Safe for several threads: each call of {@link #advance} with what is then taken belongs in one
 * block synchronized on the reader.
 */
public final class BatchReader implements Closeable {
    private final Source source;
    private final ReadOptions options;
    private final ReaderLedger account;
    private final @Nullable BatchUse use; // of all batches
    private final BatchSource batches;
    private final InputScanner scanner; // of what the batches have not reached
    private final long start; // of the range
    private final boolean whole; // whether it is the whole input
    private final @Nullable MarcFormat format; // null where it shows only when it is read
    private boolean freed;

    // The thread that closes sets one and looks at the other, the one that reads the other way
    // round, so that one of them frees what there is, and neither waits.
    private volatile boolean closed;
    private volatile boolean reading;

    /** A reader that gives its batches; parameters as for the next constructor. */
    public BatchReader(
            Source source,
            ReadOptions options,
            InputRange range,
            @Nullable QuarantineFile quarantineFile) {
        this(source, options, range, quarantineFile, null);
    }

    /**
     * A reader of a range of a source that is at the range's start.
     *
     * @param source closed with this reader
     * @param range not all of it only where {@link Source#another} gives one
     * @param quarantineFile where to put aside what was left out, repaired or skipped; closed with
     *     this reader; null for nowhere
     * @param use what is done with each batch, as {@link #make} says; null to give it
     */
    public BatchReader(
            Source source,
            ReadOptions options,
            InputRange range,
            @Nullable QuarantineFile quarantineFile,
            @Nullable BatchUse use) {
        this.source = source;
        this.options = options;
        this.account = new ReaderLedger(source.name(), quarantineFile);
        this.use = use;
        this.start = range.start();
        this.whole = range.isWhole();
        this.format = range.isWhole() ? FormatDetector.of(source, options) : MarcFormat.ISO_2709;
        int threads = threads();
        if (format == null) {
            RecordPredicate wanted = BatchUse.predicate(use);
            this.batches = new DetectingBatchSource(source, options, account, range, wanted);
        } else if (threads > 1) {
            this.batches = new ReadAheadBatches(source, options, account, range, threads, use);
        } else {
            RecordPredicate wanted = BatchUse.predicate(use);
            this.batches = BatchSources.batches(source, options, account, range, format, wanted);
        }
        this.scanner = batches.scanner();
    }

    /** One of several readers that share an input; its source is closed with it. */
    public BatchReader(Source source, ReadOptions options, SharedFile shared) {
        this.source = source;
        this.options = options;
        this.account = new ReaderLedger(source.name(), null);
        this.use = null;
        this.start = 0;
        this.whole = false;
        this.format = MarcFormat.ISO_2709;
        this.batches = shared.batches(source, account);
        this.scanner = batches.scanner();
    }

    /** How many threads read, the caller's included where no other does. */
    public int threads() {
        int wanted = Threads.number(options.threads());
        boolean possible =
                options.framing() == Framing.RECORD
                        && format == MarcFormat.ISO_2709
                        && source.another() != null;
        return possible ? wanted : 1;
    }

    /**
     * Packs records until a batch is full.
     *
     * @param maxRecords the most records of the batch
     * @param maxBytes bytes of records after which it is full; 512 MiB are never exceeded by more
     *     than a record
     * @throws IOException if the source fails, or the quarantine cannot be written; records framed
     *     before that come with the next call
     * @throws IllegalStateException if the reader is closed, or divides its input into ranges
     */
    public synchronized ReadState advance(int maxRecords, int maxBytes) throws IOException {
        return advance(maxRecords, maxBytes, use);
    }

    /**
     * The same for another use than the reader's, which {@link #make} is called with then.
     *
     * @param made the same in each call, as threads that read ahead begin again with another one;
     *     of all records
     */
    public synchronized ReadState advance(int maxRecords, int maxBytes, @Nullable BatchUse made)
            throws IOException {
        return read(() -> {
            checkFraming();
            if (batches instanceof ReadAheadBatches ahead) {
                ahead.use(made);
            }
            return batches.advance(maxRecords, maxBytes);
        });
    }

    private void checkFraming() {
        if (options.framing() == Framing.TERMINATOR) {
            throw new IllegalStateException(
                    source.name()
                            + ": the framing TERMINATOR gives ranges, not records; scan its boundaries");
        }
    }

    /**
     * Finds boundaries without reading what is between: of records, or of ranges ended by 0x1E
     * where the framing is {@link Framing#TERMINATOR}. Those found here are not delivered by {@link
     * #advance}.
     *
     * @param target receives pairs of offset and length, as many as fit
     * @return READY if there is a pair, else what hinders it
     * @throws IOException if the source fails
     * @throws IllegalStateException if the reader is closed
     */
    public synchronized ReadState boundaries(LongBuffer target) throws IOException {
        return read(() -> scanner.boundaries(target));
    }

    /**
     * Counts records without reading what is in them, by framing alone. They enter the account, but
     * are not delivered by {@link #advance}; call this until it says END.
     *
     * @param threads how many to use where the source can be read at any place
     * @return PAUSED, NEED_INPUT or END
     * @throws IOException if the source fails
     * @throws IllegalStateException if the reader is closed, or divides its input into ranges
     */
    public synchronized ReadState count(int threads) throws IOException {
        return read(() -> {
            checkFraming();
            return scanner.count(threads);
        });
    }

    /**
     * Records counted so far by {@link #count} whose leader, directory and terminators do not agree
     * on where they end.
     */
    public synchronized long unproven() {
        return scanner.unproven();
    }

    private interface Reading {
        ReadState go() throws IOException;
    }

    private ReadState read(Reading reading) throws IOException {
        this.reading = true;
        try {
            checkOpen();
            return reading.go();
        } catch (IOException | IllegalStateException e) {
            checkOpen(); // or it failed because it was closed meanwhile
            throw e;
        } finally {
            stopReading();
        }
    }

    /**
     * Completes a batch of the records packed so far.
     *
     * @return whether there are any; then the batch is ready to be taken
     * @throws IllegalStateException if the reader is closed
     */
    public synchronized boolean flush() {
        checkOpen();
        return batches.flush();
    }

    /** The length in bytes of the batch that is ready, 0 if none is. */
    public synchronized int readyLength() {
        return batches.readyLength();
    }

    /**
     * Takes the batch that is ready, as an array of its own; it begins at index 0.
     *
     * @throws IllegalStateException if none is
     */
    public synchronized byte[] take() {
        checkReady();
        return batches.take();
    }

    /**
     * Copies the batch that is ready to the start of a buffer, whose position stays. It stays ready
     * until it is dropped.
     *
     * @throws IllegalStateException if none is
     * @throws IndexOutOfBoundsException if it does not fit
     */
    public synchronized void copy(ByteBuffer target) {
        checkReady();
        batches.copy(target);
    }

    /**
     * What a function makes of the batch that is ready, which is released.
     *
     * @param function the one of the use that this reader was given, or that of {@link #advance}
     * @throws IllegalStateException if none is ready
     */
    public synchronized <T> T make(Function<BatchView, T> function) {
        checkOpen();
        return batches.make(function);
    }

    /** Releases the batch that is ready. */
    public synchronized void drop() {
        batches.drop();
    }

    private void checkReady() {
        checkOpen(); // or it is another thread that took the batch away
        if (batches.readyLength() == 0) {
            throw new IllegalStateException("no batch is ready");
        }
    }

    /** What the error policy did not let through, once, or null. */
    public synchronized @Nullable MarcFormatException takeFailure() {
        return batches.takeFailure();
    }

    /**
     * The format that is read; null where the source has not given enough to know it. JSON that
     * does not begin with an array has a record a line.
     *
     * @throws IOException if the source cannot be read once more
     */
    public synchronized @Nullable MarcFormat format() throws IOException {
        MarcFormat known =
                batches instanceof DetectingBatchSource recognised ? recognised.format() : format;
        return known == MarcFormat.JSON && !InputBeginning.isArray(beginning())
                ? MarcFormat.JSON_LINES
                : known;
    }

    /**
     * What an input without a record begins as, in words; empty where it has records, is empty, or
     * has only records that were left out or are malformed. Of a range, only the formats are named
     * that its skipped ranges name.
     *
     * @throws IOException if the source cannot be read once more
     */
    public synchronized String foreign() throws IOException {
        return recordsRead() > 0 ? "" : ForeignInput.name(skipped(0), whole, this::beginning);
    }

    private byte[] beginning() throws IOException {
        if (batches instanceof DetectingBatchSource recognised) {
            return recognised.beginning();
        }
        Source other = source.another();
        return other == null ? new byte[0] : FormatDetector.beginning(other);
    }

    /** What the input is called. */
    public String sourceName() {
        return source.name();
    }

    /**
     * Ranges skipped so far, in the order of the input.
     *
     * @param first how many to leave out, which are known already; all but the last are as they
     *     will stay
     */
    public synchronized List<SkippedRange> skipped(int first) {
        return account.skipped(first);
    }

    /** Defects of the records packed so far, by kind; those of records left out do not count. */
    public synchronized Map<Defect.Kind, Long> defectCounts() {
        return account.defectCounts();
    }

    /** Bytes of the range that are in a record or a skipped range so far. */
    public synchronized long bytesRead() {
        return batches.position() - start;
    }

    /** Records packed so far; those left out do not count. */
    public synchronized long recordsRead() {
        return account.records();
    }

    /** The number that the next record will have. */
    public synchronized long nextNumber() {
        return batches.nextNumber();
    }

    /**
     * Does nothing if the reader is open.
     *
     * @throws IllegalStateException if it is closed
     */
    public void checkOpen() {
        if (closed) {
            throw new IllegalStateException(source.name() + ": the reader is closed");
        }
    }

    private void stopReading() throws IOException {
        reading = false;
        if (closed) {
            free();
        }
    }

    /**
     * Frees all memory. A batch taken before stays as it is. A thread that is reading gets its
     * batch, or an exception as the reader is closed; it is not waited for, and frees the memory
     * then.
     */
    @Override
    public void close() throws IOException {
        closed = true;
        if (reading) {
            batches.interrupt();
        } else {
            free();
        }
    }

    private synchronized void free() throws IOException {
        if (!freed) {
            freed = true;
            try (batches) {
                account.close();
            }
        }
    }
}
