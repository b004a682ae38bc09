package org.panamarc.internal.batch;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.LongBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.ErrorPolicy;
import org.panamarc.Framing;
import org.panamarc.MarcFormatException;
import org.panamarc.ReadOptions;
import org.panamarc.SkippedRange;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.accounting.Ledger;
import org.panamarc.internal.framing.Framer;
import org.panamarc.internal.framing.FramerPosition;
import org.panamarc.internal.kernel.Scanner;
import org.panamarc.internal.kernel.Scanners;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.scan.RecordCounter;
import org.panamarc.internal.scan.TerminatorFramer;
import org.panamarc.internal.source.Source;
import org.panamarc.internal.source.Window;

/**
 * Packs the records of an input, or of a part of it, into batches, as the error policy says. Every
 * byte is in a record that was delivered or in a stretch that was skipped. Not thread-safe.
 */
public final class Iso2709BatchSource extends PackedBatchSource {
    /** Bytes of input after which {@link ReadState#PAUSED} is answered: some milliseconds. */
    private static final long MAX_BYTES_PER_CALL = 32 << 20;

    private final Source source;
    private final ReadOptions options;
    private final Ledger ledger;
    private final Arena arena = Arena.ofShared();
    private final Window window;
    private final Framer framer;
    private final @Nullable TerminatorFramer pieces; // where the input is divided into pieces
    private final RecordCounter counter;
    private final ErrorPolicyFilter policy;
    private long nextNumber;
    private long end; // offset in the input where the part ends

    /**
     * A packer of a part of a source that is at the part's start.
     *
     * @param source closed with this
     */
    public Iso2709BatchSource(Source source, ReadOptions options, Ledger ledger, InputRange part) {
        super(new BatchBuilder(source.name(), options));
        this.source = source;
        this.options = options;
        this.ledger = ledger;
        this.window = new Window(source, options.windowBytes());
        Scanner scanner = Scanners.fastest(arena);
        this.framer = new Framer(window, scanner, options.maxRecordBytes());
        this.pieces =
                options.framing() == Framing.TERMINATOR
                        ? new TerminatorFramer(window, scanner)
                        : null;
        this.counter = new RecordCounter(source, options, framer, ledger);
        this.policy = new ErrorPolicyFilter(source.name(), options, ledger, builder);
        this.nextNumber = part.firstNumber();
        this.end = part.end();
        if (!part.isWhole()) {
            goTo(part.place(), nextNumber, end);
        }
    }

    /**
     * Goes on elsewhere in the input, without what was packed but not taken.
     *
     * @param place the place of a framer
     * @param number the number of the next record
     * @param end offset in the input after a record, where the part ends, or {@link
     *     InputRange#TO_THE_END}
     */
    public void goTo(FramerPosition place, long number, long end) {
        framer.goTo(place, end - place.offset());
        this.nextNumber = number;
        this.end = end;
        begin();
    }

    /** What moves through the input. */
    public Framer framer() {
        return framer;
    }

    /** Where the next record or skipped stretch begins. */
    public FramerPosition place() {
        return framer.place();
    }

    @Override
    public long position() {
        return pieces == null ? framer.position() : pieces.start() + pieces.length();
    }

    @Override
    public long nextNumber() {
        return nextNumber;
    }

    @Override
    public ReadState advance(int maxRecords, int maxBytes) throws IOException {
        if (readyLength() > 0) {
            return ReadState.READY;
        }
        long enough = framer.position() + MAX_BYTES_PER_CALL;
        while (failure == null
                && builder.records() < maxRecords
                && builder.recordBytes() < maxBytes
                && builder.bytes() < BatchBuilder.LARGEST_BATCH) {
            if (framer.position() >= end) {
                return ended();
            }
            if (framer.position() >= enough) {
                return ReadState.PAUSED;
            }
            switch (next(builder.records() > 0)) {
                case RECORD -> addRecord();
                case SKIPPED -> addSkipped();
                case NEED_INPUT -> {
                    return ReadState.NEED_INPUT;
                }
                case PAUSED -> {
                    return ReadState.PAUSED;
                }
                case END -> {
                    return ended();
                }
            }
        }
        return flush() ? ReadState.READY : ReadState.FAILED;
    }

    private ReadState ended() throws IOException {
        ledger.flush();
        return flush() ? ReadState.READY : ReadState.END;
    }

    @Override
    public ReadState boundaries(LongBuffer target) throws IOException {
        int before = target.position();
        long enough = position() + MAX_BYTES_PER_CALL;
        while (target.remaining() >= 2 && position() < enough) {
            boolean some = target.position() > before;
            Framer.Outcome outcome = position() < end ? next(some) : Framer.Outcome.END;
            switch (outcome) {
                case RECORD -> {
                    long start = pieces == null ? framer.inputOffset() : pieces.start();
                    target.put(start).put(pieces == null ? framer.length() : pieces.length());
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

    @Override
    public ReadState count(int threads) throws IOException {
        return counter.advance(threads, end);
    }

    @Override
    public long unproven() {
        return counter.unproven();
    }

    private Framer.Outcome next(boolean someFound) throws IOException {
        throwKept();
        try {
            return pieces == null ? framer.next() : pieces.next();
        } catch (IOException e) {
            keep(e, someFound);
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

    private void addRecord() throws IOException {
        long number = nextNumber++;
        try {
            builder.add(framer, number);
        } catch (OutOfMemoryError e) {
            // Thrown once, as what the policy does not let through: there may be enough for the
            // rest.
            builder.dropUnfinished();
            ledger.skip(framer.inputOffset(), framer.length(), SkippedRange.Reason.LEFT_OUT);
            throw e;
        }
        failure = policy.judge(framer.inputOffset(), framer.length(), null);
    }

    private void addSkipped() throws IOException {
        SkippedRange.Reason reason = framer.skippedReason();
        long begins = ledger.skip(framer.inputOffset(), framer.length(), reason);
        if (begins != Ledger.NONE && options.onError() == ErrorPolicy.RAISE) {
            failure = noRecord(begins, reason);
        }
        if (ledger.putsAside()) {
            ledger.putAside(
                    framer.memory().asSlice(framer.start(), framer.length()), framer.inputOffset());
        }
    }

    private MarcFormatException noRecord(long start, SkippedRange.Reason reason) {
        byte[] first = framer.shown();
        String format = reason.isFormat() ? ", as %s begins".formatted(reason.text()) : "";
        String message =
                reason == SkippedRange.Reason.NO_END
                        ? noEnd()
                        : "no record begins here: found %s%s, expected a leader of 24 bytes"
                                .formatted(hex(first), format);
        return new MarcFormatException(
                source.name(),
                new Defect(Defect.Kind.NO_RECORD, nextNumber, start, null, message),
                first);
    }

    private String noEnd() {
        return framer.manyTerminators() > 0
                ? "the record does not end within %d bytes, although these hold %d terminators"
                        .formatted(framer.length(), framer.manyTerminators())
                : "the record does not end within %d bytes, the largest size allowed"
                        .formatted(options.maxRecordBytes());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes);
    }

    @Override
    public void interrupt() throws IOException {
        source.interrupt();
    }

    @Override
    public void close() throws IOException {
        try (window;
                arena;
                counter) { // each is closed even where another one fails
            drop();
        }
    }
}
