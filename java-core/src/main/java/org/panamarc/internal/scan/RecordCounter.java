package org.panamarc.internal.scan;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.panamarc.ReadOptions;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.accounting.Ledger;
import org.panamarc.internal.accounting.SkippedRangeLog;
import org.panamarc.internal.framing.Framer;
import org.panamarc.internal.framing.FramerPosition;
import org.panamarc.internal.framing.RecordEnding;
import org.panamarc.internal.kernel.Scanners;
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
    /** Windows of a range, at most: some milliseconds. */
    private static final long WINDOWS = 8;

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

        Helper(FramedInput input) {
            this.input = input;
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
    private final Ledger ledger;
    private final long step; // the most bytes of a range
    private final List<Helper> helpers = new ArrayList<>();
    private @Nullable ExecutorService pool; // of as many threads as there are helpers
    private @Nullable FramedInput own; // which the counting reads; the input itself where it cannot
    private long unproven;

    /** A counter of what an input's framer has not reached yet. */
    RecordCounter(FramedInput input, ReadOptions options, Ledger ledger) {
        this.input = input;
        this.options = options;
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
        if (input.position() >= input.end()) {
            return ReadState.END;
        }
        FramedInput counted = counted();
        try {
            return advance(counted, threads);
        } finally {
            if (counted != input) {
                input.goTo(counted.place(), input.end());
            }
        }
    }

    /** What is read, at the place of the input. */
    private FramedInput counted() {
        FramedInput reading = own;
        if (reading == null) {
            Source another = input.source().another();
            reading = another == null ? input : framing(another);
            own = reading;
        }
        if (reading != input) {
            reading.goTo(input.place(), input.end());
        }
        return reading;
    }

    private FramedInput framing(Source source) {
        return new FramedInput(source, options, InputRange.whole(1), Scanners::forFraming);
    }

    private ReadState advance(FramedInput counted, int threads) throws IOException {
        long begins = counted.position();
        long end = input.end();
        long known = Math.min(end, counted.knownSize());
        if (known - begins > 2 * step && counted != input) {
            addHelpers(threads - 1);
        }
        long share = step;
        if (!helpers.isEmpty()) {
            share = Math.clamp((known - begins) / (helpers.size() + 1) + 1, 1, step);
        }
        List<CompletableFuture<@Nullable FoundRange>> ranges = new ArrayList<>();
        long to = Math.min(begins + share, end);
        for (Helper helper : helpers) {
            long from = to + ranges.size() * share;
            if (from < known) {
                long last = Math.min(from + share, end);
                ranges.add(CompletableFuture.supplyAsync(() -> helper.frame(from, last), pool));
            }
        }
        try {
            ReadState state = countTo(counted, to);
            for (CompletableFuture<@Nullable FoundRange> range : ranges) {
                FoundRange found = range.join();
                if (found != null && state == ReadState.PAUSED) {
                    state = countTo(counted, found.start);
                    take(counted.framer(), found);
                }
            }
            return state;
        } finally {
            ranges.forEach(CompletableFuture::join);
        }
    }

    private void addHelpers(int wanted) {
        if (helpers.isEmpty() && wanted > 0) {
            pool = Executors.newFixedThreadPool(wanted, RecordCounter::thread);
        }
        while (helpers.size() < wanted) {
            helpers.add(new Helper(framing(Objects.requireNonNull(input.source().another()))));
        }
    }

    private static Thread thread(Runnable work) {
        return Thread.ofPlatform().daemon().name("panamarc-counter").unstarted(work);
    }

    private ReadState countTo(FramedInput counted, long to) throws IOException {
        Framer framer = counted.framer();
        while (framer.position() < to) {
            int run = counted.nextRun(Long.MAX_VALUE, Long.MAX_VALUE, to);
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
    private void take(Framer framer, FoundRange found) {
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
        if (pool != null) {
            pool.shutdown();
        }
        List<Closeable> opened = new ArrayList<>(helpers);
        if (own != null && own != input) {
            opened.add(own);
        }
        IOException failure = null;
        for (Closeable one : opened) {
            try {
                one.close();
            } catch (IOException e) {
                failure = e; // the others are closed all the same
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
