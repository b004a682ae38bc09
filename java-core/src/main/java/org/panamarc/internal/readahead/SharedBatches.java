package org.panamarc.internal.readahead;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.panamarc.MarcFormatException;
import org.panamarc.ReadOptions;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.accounting.ReaderLedger;
import org.panamarc.internal.batch.BatchSource;
import org.panamarc.internal.batch.Iso2709BatchSource;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.scan.FramedInput;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.scan.InputScanner;
import org.panamarc.internal.source.Source;

/**
 * The batches of one reader of an input that several share. No batch has records of two chunks.
 *
 * <pre>
 * take a number; in its turn divide: find where the chunk ends, and so where the next begins
 * read the chunk, while another reader divides the next
 * </pre>
 */
final class SharedBatches implements BatchSource, InputScanner {
    private enum Phase {
        BETWEEN,
        TURN,
        DIVIDE,
        READ,
        END
    }

    /** So that who waits can look about, as for Ctrl-C. */
    private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(100);

    private final Turns<ChunkPlan> turns;
    private final FramedInput input;
    private final Iso2709BatchSource batches;
    private final ChunkPlanner planner;
    private Phase phase = Phase.BETWEEN;
    private long number; // of the turn
    private long start; // of the chunk at hand
    private long bytesBefore; // of the chunks that were read

    SharedBatches(
            Source source,
            ReadOptions options,
            ReaderLedger account,
            Turns<ChunkPlan> turns,
            long stride) {
        this.turns = turns;
        this.input = new FramedInput(source, options, InputRange.whole(1));
        this.batches = new Iso2709BatchSource(input, options, account, 1, null);
        // After any record: batches do not go on from chunk to chunk.
        this.planner = new ChunkPlanner(input, InputRange.TO_THE_END, 1, Integer.MAX_VALUE, stride);
    }

    @Override
    public ReadState advance(int maxRecords, int maxBytes) throws IOException {
        while (true) {
            switch (phase) {
                case BETWEEN -> {
                    number = turns.take();
                    phase = Phase.TURN;
                    prepare(turns.known(number));
                }
                case TURN -> {
                    if (!isTurn()) {
                        giveUp(); // so that nobody waits for a reader that does not call again
                        return ReadState.PAUSED;
                    }
                    begin(turns.task());
                }
                case DIVIDE -> {
                    if (!planner.advance()) {
                        return ReadState.PAUSED;
                    }
                    read(planner.following());
                }
                case READ -> {
                    ReadState state = batches.advance(maxRecords, maxBytes);
                    if (state != ReadState.END) {
                        return state;
                    }
                    bytesBefore += batches.position() - start;
                    phase = Phase.BETWEEN;
                }
                case END -> {
                    return ReadState.END;
                }
            }
        }
    }

    private void prepare(Turns.Known<ChunkPlan> known) {
        if (known.task() != null) {
            planner.prepare(known.task(), known.after());
        }
    }

    private boolean isTurn() throws InterruptedIOException {
        try {
            return turns.await(number, LONGEST_WAIT);
        } catch (InterruptedException e) {
            giveUp();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while it waited for another reader");
        }
    }

    private void begin(@Nullable ChunkPlan chunk) {
        if (chunk == null) {
            phase = Phase.END;
            return;
        }
        start = chunk.start().offset();
        planner.begin(chunk);
        phase = Phase.DIVIDE;
    }

    private void read(@Nullable ChunkPlan following) {
        ChunkPlan chunk = planner.chunk();
        turns.pass(following);
        batches.goTo(
                chunk.start(),
                chunk.number(),
                following == null ? InputRange.TO_THE_END : following.start().offset());
        phase = Phase.READ;
    }

    private void giveUp() {
        if (phase == Phase.TURN || phase == Phase.DIVIDE) {
            turns.giveUp(number);
            phase = Phase.BETWEEN;
        }
    }

    @Override
    public InputScanner scanner() {
        return this;
    }

    @Override
    public ReadState boundaries(LongBuffer target) {
        throw readsOnly();
    }

    @Override
    public ReadState count(int threads) {
        throw readsOnly();
    }

    private IllegalStateException readsOnly() {
        return new IllegalStateException(
                input.name()
                        + ": several readers share it, which give records; count them and find"
                        + " boundaries with a reader of its own");
    }

    @Override
    public long unproven() {
        return 0;
    }

    @Override
    public boolean flush() {
        return batches.flush();
    }

    @Override
    public int readyLength() {
        return batches.readyLength();
    }

    @Override
    public byte[] take() {
        return batches.take();
    }

    @Override
    public void copy(ByteBuffer target) {
        batches.copy(target);
    }

    @Override
    public <T> T make(Function<BatchView, T> function) {
        return batches.make(function);
    }

    @Override
    public void drop() {
        batches.drop();
    }

    @Override
    public @Nullable MarcFormatException takeFailure() {
        return batches.takeFailure();
    }

    /** Bytes of the chunks of this reader that are accounted for. */
    @Override
    public long position() {
        return bytesBefore + (phase == Phase.READ ? batches.position() - start : 0);
    }

    @Override
    public long nextNumber() {
        return batches.nextNumber();
    }

    @Override
    public void interrupt() throws IOException {
        input.interrupt();
    }

    @Override
    public void close() throws IOException {
        giveUp();
        batches.close();
    }
}
