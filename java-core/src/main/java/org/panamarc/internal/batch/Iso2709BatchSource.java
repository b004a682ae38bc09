package org.panamarc.internal.batch;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.ErrorPolicy;
import org.panamarc.MarcFormatException;
import org.panamarc.ReadOptions;
import org.panamarc.SkippedRange;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.accounting.Ledger;
import org.panamarc.internal.framing.Framer;
import org.panamarc.internal.framing.FramerPosition;
import org.panamarc.internal.layout.RecordPredicate;
import org.panamarc.internal.scan.BoundaryScanner;
import org.panamarc.internal.scan.FramedInput;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.scan.InputScanner;

/**
 * Packs the records of an input, or of a range of it, into batches, as the error policy says. Every
 * byte is in a record that was delivered or in a range that was skipped. Not thread-safe.
 */
public final class Iso2709BatchSource extends PackedBatchSource {
    /** Bytes of input after which {@link ReadState#PAUSED} is answered: some milliseconds. */
    private static final long MAX_BYTES_PER_CALL = 32 << 20;

    private final FramedInput input;
    private final Framer framer;
    private final ReadOptions options;
    private final Ledger ledger;
    private final ErrorPolicyFilter policy;
    private @Nullable BoundaryScanner scanner; // once it was asked for
    private long nextNumber;

    /**
     * The records of an input from where it is.
     *
     * @param input closed with this
     * @param firstNumber the number of the first record
     * @param wanted which of the records that the policy lets through are packed; null for all
     */
    public Iso2709BatchSource(
            FramedInput input,
            ReadOptions options,
            Ledger ledger,
            long firstNumber,
            @Nullable RecordPredicate wanted) {
        super(new BatchBuilder(input.name(), options, input.scannedInC()));
        this.input = input;
        this.framer = input.framer();
        this.options = options;
        this.ledger = ledger;
        this.policy = new ErrorPolicyFilter(input.name(), options, ledger, builder, wanted);
        this.nextNumber = firstNumber;
    }

    /**
     * Goes on elsewhere in the input, without what was packed but not taken.
     *
     * @param place the place of a framer
     * @param number the number of the next record
     * @param end offset in the input after a record, where reading ends, or {@link
     *     InputRange#TO_THE_END}
     */
    public void goTo(FramerPosition place, long number, long end) {
        input.goTo(place, end);
        nextNumber = number;
        drop();
        failure = null;
    }

    @Override
    public long position() {
        return scanner == null ? input.position() : scanner.position();
    }

    @Override
    public long nextNumber() {
        return nextNumber;
    }

    @Override
    public ReadState advance(int maxRecords, int maxBytes) throws IOException {
        if (isReady()) {
            return ReadState.READY;
        }
        long enough = framer.position() + MAX_BYTES_PER_CALL;
        long enoughRecords = nextNumber + BatchUse.mostLeftOut(maxRecords);
        while (failure == null
                && builder.records() < maxRecords
                && builder.recordBytes() < maxBytes
                && builder.bytes() < BatchBuilder.LARGEST_BATCH) {
            if (framer.position() >= input.end()) {
                return ended();
            }
            if (framer.position() >= enough || nextNumber >= enoughRecords) {
                return ReadState.PAUSED;
            }
            if (addRun(maxRecords, maxBytes, enough, enoughRecords)) {
                continue;
            }
            switch (input.next(builder.records() > 0)) {
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
    public InputScanner scanner() {
        if (scanner == null) {
            scanner = new BoundaryScanner(input, options, ledger);
        }
        return scanner;
    }

    /** Packs the next records that are in order, within the limits; false where there is none. */
    private boolean addRun(int maxRecords, int maxBytes, long enough, long enoughRecords)
            throws IOException {
        int first = builder.records();
        int found =
                builder.addRun(
                        framer,
                        nextNumber,
                        Math.min(maxRecords - first, enoughRecords - nextNumber),
                        Math.min(
                                maxBytes - builder.recordBytes(),
                                BatchBuilder.LARGEST_BATCH - builder.bytes()),
                        Math.min(input.end(), enough));
        if (found == 0) {
            return false;
        }
        nextNumber += found;
        policy.letThroughRun(first);
        if (builder.isLeft()) {
            finish(() -> builder.addLeft(framer));
        }
        return true;
    }

    private void addRecord() throws IOException {
        long number = nextNumber++;
        finish(() -> builder.add(framer, number));
    }

    /** Packs the record that the framer found last, and does with it as the policy says. */
    private void finish(Runnable packing) throws IOException {
        try {
            packing.run();
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
        String message =
                reason == SkippedRange.Reason.NO_END
                        ? noEnd()
                        : FramingMessages.noRecord(first, reason);

        return new MarcFormatException(
                input.name(),
                new Defect(Defect.Kind.NO_RECORD, nextNumber, start, null, message),
                first);
    }

    private String noEnd() {
        return framer.manyTerminators() > 0
                ? FramingMessages.noEnd(framer.length(), framer.manyTerminators())
                : FramingMessages.noEnd(options.maxRecordBytes());
    }

    @Override
    public void interrupt() throws IOException {
        input.interrupt();
    }

    @Override
    public void close() throws IOException {
        BoundaryScanner used = scanner;
        try (input;
                used) { // each is closed even where another one fails
            drop();
        }
    }
}
