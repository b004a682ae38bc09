package org.panamarc.internal.scan;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.panamarc.ReadOptions;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.accounting.Ledger;
import org.panamarc.internal.accounting.SkippedRangeLog;
import org.panamarc.internal.framing.Framer;
import org.panamarc.internal.framing.FramerPosition;
import org.panamarc.internal.framing.RecordEnding;
import org.panamarc.internal.source.Source;

/**
 * Counts records by framing alone, with several threads where the source can be read at any place.
 *
 * <p>Each other thread frames a range further on, from the first record that it finds there. That
 * counts only if this thread's framer, which knows all before, reaches the same place by itself: a
 * framer that is before a plausible leader goes on as one that has just found it. Where it does not
 * reach that place, it goes through that range, too. So the count is that of one thread. Not
 * thread-safe.
 */
final class RecordCounter implements Closeable {
    /** Windows of a range: some milliseconds. */
    private static final long WINDOWS = 32;

    /** What a thread found in its range, from the start of a record to the end of one. */
    private static final class FoundRange {
        private long start;
        private FramerPosition end = FramerPosition.START;
        private long records;
        private long unproven;
        private final List<SkippedRangeLog.Entry> skipped = new ArrayList<>();
    }

    /** A framer of the same source for another thread. */
    private static final class Helper implements Closeable {
        private final FramedInput input;
        private final Framer framer;

        Helper(Source source, ReadOptions options) {
            this.input = new FramedInput(source, options, InputRange.whole(1));
            this.framer = input.framer();
        }

        /** What is there; null where no record begins, or the source fails. */
        @Nullable FoundRange frame(long from, long to) {
            if (from >= input.knownSize()) {
                return null; // that is where the input ends
            }
            framer.goTo(new FramerPosition(from, false, null), to - from);
            FoundRange found = new FoundRange();
            try {
                while (framer.position() < to) {
                    if (passRun(found, to)) {
                        continue;
                    }
                    Framer.Outcome outcome = framer.next();
                    if (outcome == Framer.Outcome.END) {
                        break;
                    } else if (outcome == Framer.Outcome.RECORD) {
                        found.start = found.records == 0 ? framer.inputOffset() : found.start;
                        found.records++;
                        found.unproven += framer.ending() == RecordEnding.PROVEN ? 0 : 1;
                    } else if (outcome == Framer.Outcome.SKIPPED && found.records > 0) {
                        found.skipped.add(
                                new SkippedRangeLog.Entry(
                                        framer.inputOffset(),
                                        framer.length(),
                                        framer.skippedReason()));
                    }
                }
            } catch (IOException e) {
                return null; // this thread's framer meets the failure in its place
            }
            found.end = framer.place();
            return found.records == 0 ? null : found;
        }

        private boolean passRun(FoundRange found, long to) {
            long before = framer.position();
            int run = input.nextRun(Long.MAX_VALUE, Long.MAX_VALUE, to);
            if (run > 0) {
                found.start = found.records == 0 ? before : found.start;
                found.records += run;
            }
            return run > 0;
        }

        @Override
        public void close() throws IOException {
            input.close();
        }
    }

    private final FramedInput input;
    private final ReadOptions options;
    private final Framer framer;
    private final Ledger ledger;
    private final long step; // bytes of a range
    private final List<Helper> helpers = new ArrayList<>();
    private long unproven;

    /** A counter of what an input's framer has not reached yet. */
    RecordCounter(FramedInput input, ReadOptions options, Ledger ledger) {
        this.input = input;
        this.options = options;
        this.framer = input.framer();
        this.ledger = ledger;
        this.step = WINDOWS * options.windowBytes();
    }

    /** Records so far whose leader, directory and terminators do not agree on where they end. */
    long unproven() {
        return unproven;
    }

    /**
     * Counts on for some milliseconds, and enters what was found in the ledger.
     *
     * @param threads how many to use
     * @return PAUSED, NEED_INPUT or END
     * @throws IOException if the source fails; what was found before is in the ledger
     */
    ReadState advance(int threads) throws IOException {
        long end = input.end();
        if (framer.position() >= end) {
            return ReadState.END;
        }
        long beyond = (end - framer.position() - 1) / step; // ranges after this thread's
        addHelpers((int) Math.min(threads - 1, beyond));
        List<CompletableFuture<@Nullable FoundRange>> ranges = new ArrayList<>();
        long to = Math.min(framer.position() + step, end);
        for (Helper helper : helpers) {
            long from = to + ranges.size() * step;
            if (from < end) {
                long last = Math.min(from + step, end);
                ranges.add(CompletableFuture.supplyAsync(() -> helper.frame(from, last)));
            }
        }
        try {
            ReadState state = countTo(to);
            for (CompletableFuture<@Nullable FoundRange> range : ranges) {
                FoundRange found = range.join();
                if (found != null && state == ReadState.PAUSED) {
                    state = countTo(found.start);
                    take(found);
                }
            }
            return state;
        } finally {
            ranges.forEach(CompletableFuture::join);
        }
    }

    private void addHelpers(int wanted) {
        while (helpers.size() < wanted) {
            Source another = input.source().another();
            if (another == null) {
                return;
            }
            helpers.add(new Helper(another, options));
        }
    }

    private ReadState countTo(long to) throws IOException {
        while (framer.position() < to) {
            int run = input.nextRun(Long.MAX_VALUE, Long.MAX_VALUE, to);
            if (run > 0) {
                ledger.read(run);
                continue;
            }
            switch (framer.next()) {
                case RECORD -> {
                    ledger.read(1);
                    unproven += framer.ending() == RecordEnding.PROVEN ? 0 : 1;
                }
                case SKIPPED ->
                        ledger.skip(framer.inputOffset(), framer.length(), framer.skippedReason());
                case PAUSED -> {}
                case NEED_INPUT -> {
                    return ReadState.NEED_INPUT;
                }
                case END -> {
                    return ReadState.END;
                }
            }
        }
        return ReadState.PAUSED;
    }

    /** Goes to the end of a range, if the framer is at its beginning. */
    private void take(FoundRange found) {
        FramerPosition here = framer.place();
        if (here.offset() != found.start || here.format() != null) {
            return;
        }
        ledger.read(found.records);
        unproven += found.unproven;
        found.skipped.forEach(skip -> ledger.skip(skip.start(), skip.length(), skip.reason()));
        framer.goTo(found.end, step);
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (Helper helper : helpers) {
            try {
                helper.close();
            } catch (IOException e) {
                failure = e; // the others are closed all the same
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
