package org.panamarc.internal.write;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.panamarc.MarcWriteException;
import org.panamarc.internal.iso2709.EncodeException;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.readahead.ReadAhead;

/**
 * Records of batches on their way to a stream, in one form. Not thread-safe; but with more than one
 * thread, several put batches into the format side by side, while who called goes on, and writes
 * them in their order.
 */
public final class RecordOutput implements AutoCloseable {
    private static final int FULL = 1 << 18; // bytes

    private final OutputStream target;
    private final String name;
    private final OutputForm form;
    private final ConversionLosses losses = new ConversionLosses();
    private final RecordWriter writer;
    private boolean leavesOut;
    private final OutputBuffer out = new OutputBuffer();
    private boolean begun;
    private long records;

    // With several threads.
    private int threads = 1;
    private @Nullable ExecutorService workers;
    private final Queue<Future<BatchEncodeTask>> started =
            new ArrayDeque<>(); // in the order of their batches
    private final Queue<BatchEncodeTask> free = new ArrayDeque<>();
    private final Queue<byte[]> spares = new ArrayDeque<>();

    /**
     * Records for a stream, which is not closed here.
     *
     * @param name what to call it in messages
     * @param form what the records become
     */
    public RecordOutput(OutputStream target, String name, OutputForm form) {
        this.target = target;
        this.name = name;
        this.form = form;
        this.writer = form.writer().apply(losses);
    }

    /**
     * Says that records which the form does not fit are left out, and counted among the losses;
     * what MARC's own formats have no room for is still an error. To be called before the first
     * record.
     */
    public void leaveOutRefused() {
        leavesOut = form.refuses();
    }

    /**
     * Says how many threads may work on whole batches. They end with this output.
     *
     * @param wanted at least 1, which is for the caller's alone
     */
    public void threads(int wanted) {
        threads = form.parallel() ? wanted : 1;
    }

    /**
     * Writes the records {@code from} to {@code to - 1} of a batch.
     *
     * @throws MarcWriteException if ISO 2709 cannot say one of them; those before it are written
     */
    public void write(BatchView batch, int from, int to) throws IOException {
        writeStarted(0);
        begin();
        for (int record = from; record < to; record++) {
            int before = out.end();
            if (records > 0) {
                writer.between(out);
            }
            try {
                writer.write(batch, record, out);
            } catch (EncodeException e) {
                out.end(before); // or two separators would follow each other
                if (!leavesOut) {
                    throw refused(batch, record, e);
                }
                losses.addRefused(String.valueOf(e.getMessage()));
                continue;
            }
            if (form.repairs() && Iso2709Serializer.isBroken(batch, record)) {
                losses.addRepaired();
            }
            records++;
            if (out.end() >= FULL) {
                out.writeTo(target, 0);
            }
        }
    }

    private MarcWriteException refused(BatchView batch, int record, EncodeException refusal) {
        return new MarcWriteException(
                name,
                records + 1,
                batch.source(),
                batch.number(record),
                refusal.tag(),
                String.valueOf(refusal.getMessage()),
                refusal);
    }

    /** Memory for a batch that is then written, of at least this length. */
    public byte[] memory(int length) {
        byte[] memory = spares.poll();
        return memory == null || memory.length < length ? new byte[length + length / 4] : memory;
    }

    /**
     * Writes all records of a batch, now or later.
     *
     * @param batch left alone from now on
     */
    public void write(byte[] batch) throws IOException {
        if (threads == 1) {
            BatchView view = BatchView.of(batch);
            write(view, 0, view.records());
            keep(batch);
            return;
        }
        writeStarted(threads + 1);
        BatchEncodeTask lane = free.poll();
        if (lane == null) {
            lane = new BatchEncodeTask(form, leavesOut);
        }
        lane.take(batch);
        if (workers == null) {
            workers = Executors.newFixedThreadPool(threads, RecordOutput::daemon);
        }
        started.add(workers.submit(lane));
    }

    private static Thread daemon(Runnable work) {
        return Thread.ofPlatform().daemon().name("panamarc-writer").unstarted(work);
    }

    /** Writes batches that are ready, and waits until no more than {@code most} are left. */
    private void writeStarted(int most) throws IOException {
        for (Future<BatchEncodeTask> next = started.peek();
                next != null && (started.size() > most || next.isDone());
                next = started.peek()) {
            started.remove();
            BatchEncodeTask lane = result(next);
            begin();
            out.writeTo(target, 0);
            records += lane.writeTo(target, records == 0, losses);
            EncodeException refusal = lane.refusal();
            if (refusal != null) {
                throw refused(BatchView.of(lane.memory()), lane.refused(), refusal);
            }
            keep(lane.memory());
            free.add(lane);
        }
    }

    private void keep(byte[] memory) {
        if (spares.size() <= threads) {
            spares.add(memory);
        }
    }

    private static BatchEncodeTask result(Future<BatchEncodeTask> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while it waited for a batch");
        } catch (ExecutionException e) {
            ReadAhead.rethrow(e.getCause());
            throw new IllegalStateException(e);
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            writer.begin(out);
        }
    }

    /** Writes what follows the last record, and hands everything to the stream. */
    public void finish() throws IOException {
        writeStarted(0);
        begin();
        writer.end(out);
        out.writeTo(target, 0);
    }

    /** Hands to the stream what was written so far. */
    public void flush() throws IOException {
        writeStarted(0);
        out.writeTo(target, 0);
    }

    /** Records written so far. */
    public long records() {
        return records;
    }

    /** Records written so far whose structure was broken, and that were written well-formed. */
    public long repaired() {
        return losses.repaired();
    }

    /** What the format could not carry, a sentence for each kind. */
    public List<String> losses() {
        return losses.sentences();
    }

    /** Ends the threads; what was not finished is not written. Doing so twice is allowed. */
    @Override
    public void close() {
        if (workers != null) {
            workers.shutdownNow();
        }
    }
}
