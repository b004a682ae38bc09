package org.panamarc.internal.scan;

import java.io.Closeable;
import java.io.IOException;
import java.nio.LongBuffer;
import org.jspecify.annotations.Nullable;
import org.panamarc.Framing;
import org.panamarc.ReadOptions;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.accounting.Ledger;
import org.panamarc.internal.framing.Framer;
import org.panamarc.internal.source.DeferredFailure;

/**
 * Finds boundaries in an input of ISO 2709 and counts its records, by framing alone, from where the
 * input is. Not thread-safe.
 */
public final class BoundaryScanner implements InputScanner, Closeable {
    /** Bytes of input after which {@link ReadState#PAUSED} is answered: some milliseconds. */
    private static final long MAX_BYTES_PER_CALL = 32 << 20;

    private final FramedInput input;
    private final Framer framer;
    private final Ledger ledger;
    private final @Nullable TerminatorFramer ranges; // where the framing is TERMINATOR
    private final DeferredFailure rangesFailure = new DeferredFailure();
    private final RecordCounter counter;

    /**
     * A scanner of an input.
     *
     * @param input not closed with this
     */
    public BoundaryScanner(FramedInput input, ReadOptions options, Ledger ledger) {
        this.input = input;
        this.framer = input.framer();
        this.ledger = ledger;
        this.ranges = options.framing() == Framing.TERMINATOR ? input.terminatorFramer() : null;
        this.counter = new RecordCounter(input, options, ledger);
    }

    @Override
    public ReadState boundaries(LongBuffer target) throws IOException {
        int before = target.position();
        long enough = position() + MAX_BYTES_PER_CALL;
        while (target.remaining() >= 2 && position() < enough) {
            boolean some = target.position() > before;
            Framer.Outcome outcome = position() < input.end() ? next(some) : Framer.Outcome.END;
            switch (outcome) {
                case RECORD -> {
                    long start = ranges == null ? framer.inputOffset() : ranges.start();
                    target.put(start).put(ranges == null ? framer.length() : ranges.length());
                }
                case SKIPPED ->
                        ledger.skip(framer.inputOffset(), framer.length(), framer.skippedReason());
                case NEED_INPUT, PAUSED, END -> {
                    return some ? ReadState.READY : stateOf(outcome);
                }
            }
        }
        return target.position() > before ? ReadState.READY : ReadState.PAUSED;
    }

    private Framer.Outcome next(boolean someFound) throws IOException {
        if (ranges == null) {
            return input.next(someFound);
        }
        rangesFailure.throwKept();
        try {
            return ranges.next();
        } catch (IOException e) {
            rangesFailure.keep(e, someFound);
            return Framer.Outcome.END;
        }
    }

    private static ReadState stateOf(Framer.Outcome outcome) {
        return switch (outcome) {
            case END -> ReadState.END;
            case NEED_INPUT -> ReadState.NEED_INPUT;
            default -> ReadState.PAUSED;
        };
    }

    @Override
    public ReadState count(int threads) throws IOException {
        return counter.advance(threads);
    }

    @Override
    public long unproven() {
        return counter.unproven();
    }

    /** Offset in the input up to which everything was found. */
    public long position() {
        return ranges == null ? input.position() : ranges.start() + ranges.length();
    }

    @Override
    public void close() throws IOException {
        counter.close();
    }
}
