package org.panamarc.internal.readahead;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.panamarc.MarcFormatException;
import org.panamarc.ReadOptions;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.accounting.DeferredLedger;
import org.panamarc.internal.accounting.ReaderLedger;
import org.panamarc.internal.batch.BatchSource;
import org.panamarc.internal.batch.BatchUse;
import org.panamarc.internal.framing.FramerPosition;
import org.panamarc.internal.layout.BatchLayout;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.scan.BoundaryScanner;
import org.panamarc.internal.scan.FramedInput;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.scan.InputScanner;
import org.panamarc.internal.source.Source;

/**
 * Batches that threads read ahead. They are started by the first call that wants a batch, and again
 * where batches of another size are wanted, or something was thrown: what was read ahead is dropped
 * then, and read again from the end of what was delivered.
 */
public final class ReadAheadBatches implements BatchSource, InputScanner {
    /** Records of a chunk, about, unless a batch has more. */
    private static final int CHUNK_RECORDS = 1000;

    /** Records that are read ahead or being read, about. */
    private static final int IN_FLIGHT = 4000;

    /** Chunks without a batch after which a call ends, so that its caller can give up. */
    private static final int MOST_EMPTY = 64;

    /** So that who waits can look about, as for Ctrl-C. */
    private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(100);

    private final Source source;
    private final ReadOptions options;
    private final ReaderLedger account;
    private final int threads;
    private @Nullable BatchUse use; // that the threads make of batches
    private final FramedInput input; // for the scanner; closes the source
    private final BoundaryScanner scanner;
    private boolean scannerInPlace; // whether it is after what was delivered

    private final long end;
    private FramerPosition place; // after what was delivered
    private long nextNumber;
    private boolean ended;
    private final Queue<ReadAheadResult> items =
            new ArrayDeque<>(); // read ahead, and not looked at yet

    // Memory of batches that were copied: the next are packed into it, so that the collector, whose
    // young generation is small in Python, need not move what is in flight.
    private final Queue<byte[]> spares = new ConcurrentLinkedQueue<>();

    // What the item looked at last still holds.
    private byte @Nullable [] batch;
    private @Nullable Object made;
    private @Nullable MarcFormatException failure;
    private @Nullable Throwable thrown;

    // The threads, and what they were started for. Written by the consumer, read by all.
    private volatile @Nullable ReadAhead<ChunkPlan, List<ReadAheadResult>> ahead;
    private volatile boolean interrupted;
    private int batchRecords;
    private int batchBytes;

    /**
     * Batches of a range of a source.
     *
     * @param source closed with this; one that several can read
     * @param threads how many
     * @param use what the threads make of batches, which {@link #make} alone gives; null for none
     */
    public ReadAheadBatches(
            Source source,
            ReadOptions options,
            ReaderLedger account,
            InputRange range,
            int threads,
            @Nullable BatchUse use) {
        this.source = source;
        this.options = options;
        this.account = account;
        this.threads = threads;
        this.use = use;
        this.place = range.place();
        this.nextNumber = range.firstNumber();
        this.end = range.end();
        this.input = new FramedInput(source, options, range);
        this.scanner = new BoundaryScanner(input, options, account);
    }

    /** What the threads make of the batches that are not delivered yet; null to give them. */
    public void use(@Nullable BatchUse other) {
        if (!Objects.equals(other, use)) {
            stop();
            use = other;
        }
    }

    @Override
    public ReadState advance(int maxRecords, int maxBytes) throws IOException {
        for (int chunks = 0; ; ) {
            if (flush()) {
                return ReadState.READY;
            }
            if (failure != null) {
                return ReadState.FAILED;
            }
            throwThrown();
            if (ended) {
                return ReadState.END;
            }
            if (maxRecords != batchRecords || maxBytes != batchBytes) {
                stop();
                batchRecords = maxRecords;
                batchBytes = maxBytes;
            }
            ReadAheadResult item = items.poll();
            if (item != null) {
                lookAt(item);
            } else if (chunks++ == MOST_EMPTY || !moreItems()) {
                return ended ? ReadState.END : ReadState.PAUSED;
            }
        }
    }

    private void throwThrown() throws IOException {
        Throwable taken = thrown;
        thrown = null;
        if (taken != null) {
            stop();
            ReadAhead.rethrow(taken);
        }
    }

    private void lookAt(ReadAheadResult item) throws IOException {
        place = item.place();
        nextNumber = item.nextNumber();
        batch = item.batch();
        made = item.made();
        failure = item.failure();
        thrown = item.thrown();
        for (DeferredLedger.Entry entry : item.entries()) {
            entry.enter(account);
        }
    }

    /** Waits for the items of another chunk; false at the end, or where they let wait. */
    private boolean moreItems() throws IOException {
        ReadAhead<ChunkPlan, List<ReadAheadResult>> running = ahead == null ? start() : ahead;
        if (interrupted) {
            running.close(); // it may have been started since
        }
        if (!running.await(LONGEST_WAIT)) {
            return false;
        }
        List<ReadAheadResult> more;
        try {
            more = running.take();
        } catch (IOException | RuntimeException | Error e) {
            stop();
            throw e;
        }
        if (more != null) {
            items.addAll(more);
            return true;
        }
        if (interrupted) {
            throw new IllegalStateException("interrupted");
        }
        account.flush();
        ended = true;
        stop();
        return false;
    }

    private ReadAhead<ChunkPlan, List<ReadAheadResult>> start() {
        scannerInPlace = false;
        int records = batchRecords;
        int bytes = batchBytes;
        BatchUse applied = use;
        long stride = ChunkPlan.stride(options);
        long target = place.offset() + stride;
        ChunkPlan first = new ChunkPlan(place, nextNumber, target, account.lastSkipped());
        int inFlight = IN_FLIGHT / Math.max(CHUNK_RECORDS, records);
        ReadAhead<ChunkPlan, List<ReadAheadResult>> started =
                new ReadAhead<>(
                        "panamarc-reader",
                        threads,
                        Math.clamp(inFlight, threads, 2 * threads + 2),
                        first,
                        () -> worker(first, stride, records, bytes, applied));
        ahead = started;
        return started;
    }

    private ChunkWorker worker(
            ChunkPlan first, long stride, int records, int bytes, @Nullable BatchUse applied) {
        DeferredLedger notes = new DeferredLedger(another(), account.putsAside());
        return new ChunkWorker(
                another(), options, first, end, stride, records, bytes, notes, spares, applied);
    }

    private Source another() {
        return Objects.requireNonNull(source.another(), "a source that several can read");
    }

    private void stop() {
        ReadAhead<ChunkPlan, List<ReadAheadResult>> running = ahead;
        ahead = null;
        items.clear();
        if (running != null) {
            running.close();
        }
    }

    @Override
    public InputScanner scanner() {
        return this;
    }

    @Override
    public ReadState boundaries(LongBuffer target) throws IOException {
        putScannerInPlace();
        try {
            return scanner.boundaries(target);
        } finally {
            place = input.place();
        }
    }

    private void putScannerInPlace() {
        if (!scannerInPlace) {
            stop();
            input.goTo(place, end);
            scannerInPlace = true;
        }
    }

    @Override
    public ReadState count(int threads) throws IOException {
        putScannerInPlace();
        try {
            return scanner.count(threads);
        } finally {
            place = input.place();
        }
    }

    @Override
    public long unproven() {
        return scanner.unproven();
    }

    @Override
    public boolean flush() {
        return batch != null || made != null;
    }

    @Override
    public int readyLength() {
        return batch == null ? 0 : (int) BatchLayout.INT.get(batch, BatchLayout.LENGTH);
    }

    @Override
    public byte[] take() {
        byte[] taken = Objects.requireNonNull(batch);
        batch = null;
        return taken;
    }

    @Override
    public void copy(ByteBuffer target) {
        target.put(0, Objects.requireNonNull(batch), 0, readyLength());
    }

    @Override
    @SuppressWarnings("unchecked") // what the threads applied made a T
    public <T> T make(Function<BatchView, T> applied) {
        Object result =
                made != null ? made : applied.apply(BatchView.of(Objects.requireNonNull(batch)));
        drop();
        return (T) result;
    }

    @Override
    public void drop() {
        made = null;
        if (batch != null) {
            spares.add(batch);
            batch = null;
        }
    }

    @Override
    public @Nullable MarcFormatException takeFailure() {
        MarcFormatException taken = failure;
        failure = null;
        return taken;
    }

    @Override
    public long position() {
        return place.offset();
    }

    @Override
    public long nextNumber() {
        return nextNumber;
    }

    @Override
    public void interrupt() throws IOException {
        interrupted = true;
        ReadAhead<ChunkPlan, List<ReadAheadResult>> running = ahead;
        if (running != null) {
            running.close();
        }
        source.interrupt();
    }

    @Override
    public void close() throws IOException {
        try (input;
                scanner) { // each is closed even where another one fails
            stop();
        }
    }
}
