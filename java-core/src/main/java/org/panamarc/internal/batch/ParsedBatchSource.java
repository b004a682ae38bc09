package org.panamarc.internal.batch;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.LongBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.ErrorPolicy;
import org.panamarc.MarcFormatException;
import org.panamarc.ReadOptions;
import org.panamarc.SkippedRange.Reason;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.accounting.DefectLog;
import org.panamarc.internal.accounting.Ledger;
import org.panamarc.internal.accounting.UnassignedBytes;
import org.panamarc.internal.detect.FormatDetector;
import org.panamarc.internal.detect.InputBeginning;
import org.panamarc.internal.iso2709.EncodeException;
import org.panamarc.internal.layout.RecordPredicate;
import org.panamarc.internal.parse.FormatParser;
import org.panamarc.internal.parse.RecordAssembler;
import org.panamarc.internal.scan.InputScanner;
import org.panamarc.internal.source.DeferredFailure;
import org.panamarc.internal.source.Source;

/**
 * Packs the records of an input in another format than ISO 2709, encoded in that. A record's span
 * reaches from the end of the one before to its own. Not thread-safe.
 */
final class ParsedBatchSource extends PackedBatchSource implements InputScanner {
    /** Bytes of input after which {@link ReadState#PAUSED} is answered: some milliseconds. */
    private static final long MAX_BYTES_PER_CALL = 4 << 20;

    private static final int COUNTED_AT_ONCE = 4096; // records

    private static final int CHUNK = 1 << 18;

    /** The outcome of a step. */
    private enum Step {
        RECORD,
        NOTHING,
        NEED_INPUT,
        END
    }

    private final Source source;
    private final ReadOptions options;
    private final Ledger ledger;
    private final FormatParser parser;
    private final Reason format;
    private final ErrorPolicyFilter policy;
    private final @Nullable UnassignedBytes retained; // where bytes are put aside
    private final DeferredFailure sourceFailure = new DeferredFailure();
    private final RecordAssembler image = new RecordAssembler();
    private final byte[] beginning = new byte[FormatDetector.MOST];
    private final byte[] chunk = new byte[CHUNK];
    private final MemorySegment chunkMemory = MemorySegment.ofArray(chunk);
    private long nextNumber;
    private long seen; // bytes of the input
    private long position; // up to which everything is accounted for
    private int encodedLength; // of the record at hand
    private boolean any; // whether there was a record
    private boolean ended;

    /**
     * A packer of a whole source.
     *
     * @param source closed with this
     * @param format what to call an input without records
     * @param firstNumber the number of the first record
     * @param wanted which of the records that the policy lets through are packed; null for all
     */
    ParsedBatchSource(
            Source source,
            ReadOptions options,
            Ledger ledger,
            FormatParser parser,
            Reason format,
            long firstNumber,
            @Nullable RecordPredicate wanted) {
        super(new BatchBuilder(source.name(), options, false));
        this.source = source;
        this.options = options;
        this.ledger = ledger;
        this.parser = parser;
        this.format = format;
        this.nextNumber = firstNumber;
        this.policy = new ErrorPolicyFilter(source.name(), options, ledger, builder, wanted);
        this.retained = ledger.putsAside() ? new UnassignedBytes() : null;
    }

    @Override
    public ReadState advance(int maxRecords, int maxBytes) throws IOException {
        if (isReady()) {
            return ReadState.READY;
        }
        long enough = seen + MAX_BYTES_PER_CALL;
        long enoughRecords = nextNumber + BatchUse.mostLeftOut(maxRecords);
        while (failure == null
                && builder.records() < maxRecords
                && builder.recordBytes() < maxBytes
                && builder.bytes() < BatchBuilder.LARGEST_BATCH) {
            if (seen >= enough || nextNumber >= enoughRecords) {
                return ReadState.PAUSED;
            }
            switch (step(builder.records() > 0)) {
                case RECORD -> add();
                case NOTHING -> {}
                case NEED_INPUT -> {
                    return ReadState.NEED_INPUT;
                }
                case END -> {
                    ledger.flush();
                    return flush() ? ReadState.READY : ReadState.END;
                }
            }
        }
        return flush() ? ReadState.READY : ReadState.FAILED;
    }

    private void add() throws IOException {
        long start = position;
        long length = parser.position() - start;
        position += length;
        builder.add(image, encodedLength, start, length, nextNumber++, parser.localFields());
        failure = policy.judge(start, length, retained == null ? null : retained.take(length));
    }

    /** Nothing can be found in these formats without parsing it. */
    @Override
    public InputScanner scanner() {
        return this;
    }

    @Override
    public ReadState count(int threads) throws IOException {
        LongBuffer found = LongBuffer.allocate(2 * COUNTED_AT_ONCE);
        ReadState state = boundaries(found);
        ledger.read(found.position() / 2);
        takeFailure(); // the error policy has no say
        return state == ReadState.READY || state == ReadState.FAILED ? ReadState.PAUSED : state;
    }

    @Override
    public long unproven() {
        return 0; // there are no leader's lengths to disagree with
    }

    @Override
    public ReadState boundaries(LongBuffer target) throws IOException {
        int before = target.position();
        long enough = seen + MAX_BYTES_PER_CALL;
        while (target.remaining() >= 2 && seen < enough && failure == null) {
            boolean some = target.position() > before;
            switch (step(some)) {
                case RECORD -> {
                    long length = parser.position() - position;
                    target.put(position).put(length);
                    position += length;
                    if (retained != null) {
                        retained.take(length);
                    }
                }
                case NOTHING -> {}
                case NEED_INPUT -> {
                    return some ? ReadState.READY : ReadState.NEED_INPUT;
                }
                case END -> {
                    return some ? ReadState.READY : ReadState.END;
                }
            }
        }
        failure = null; // boundaries count all records, whatever the policy
        return target.position() > before ? ReadState.READY : ReadState.PAUSED;
    }

    private Step step(boolean someFound) throws IOException {
        if (ended) {
            return Step.END;
        }
        switch (parser.next(image)) {
            case RECORD -> {
                any = true;
                return encode() ? Step.RECORD : Step.NOTHING;
            }
            case MALFORMED ->
                    malformed(
                            Defect.Kind.MALFORMED,
                            parser.problem(),
                            parser.goesOn() ? Reason.MALFORMED : Reason.NOT_READ);
            case NEED_INPUT -> {
                return supply(someFound);
            }
            case END -> {
                return drain(someFound);
            }
        }
        return Step.NOTHING;
    }

    private boolean encode() throws IOException {
        try {
            encodedLength = image.encode();
            return true;
        } catch (EncodeException e) {
            malformed(Defect.Kind.RECORD_LENGTH, String.valueOf(e.getMessage()), Reason.LEFT_OUT);
            nextNumber++;
            return false;
        }
    }

    /**
     * Skips what cannot be read. It is thrown unless the policy is to skip, or to recover where
     * records after it are read.
     */
    private void malformed(Defect.Kind kind, String problem, Reason reason) throws IOException {
        long start = position;
        skip(parser.position() - start, reason);
        boolean recovered = reason == Reason.MALFORMED && options.onError() == ErrorPolicy.RECOVER;
        if (options.onError() != ErrorPolicy.SKIP && !recovered) {
            Defect defect = new Defect(kind, nextNumber, start, null, DefectLog.printable(problem));
            failure = new MarcFormatException(source.name(), defect, new byte[0]);
        }
    }

    /** Skips the next bytes. */
    private void skip(long length, Reason reason) throws IOException {
        if (length == 0) {
            return;
        }
        ledger.skip(position, length, reason);
        if (retained != null) {
            ledger.putAside(MemorySegment.ofArray(retained.take(length)), position);
        }
        position += length;
    }

    private Step supply(boolean someFound) throws IOException {
        int got = read(someFound);
        if (got == Source.NEED_INPUT) {
            return Step.NEED_INPUT;
        }
        if (got == Source.END) {
            if (sourceFailure.isKept()) {
                return Step.END; // for now: what was found before is delivered first
            }
            parser.end();
        } else {
            parser.feed(chunk, got);
        }
        return Step.NOTHING;
    }

    /** Passes over what the parser leaves, to the end of the input. */
    private Step drain(boolean someFound) throws IOException {
        while (true) {
            int got = read(someFound);
            if (got == Source.NEED_INPUT) {
                return Step.NEED_INPUT;
            }
            if (got == Source.END) {
                if (!sourceFailure.isKept()) {
                    ended = true;
                    passOver();
                }
                return Step.END;
            }
            if (retained != null) {
                passOver(); // what is put aside need not be kept
            }
        }
    }

    private void passOver() throws IOException {
        if (seen > position) {
            skip(seen - position, any || isEmptyCollection() ? Reason.FILLER : format);
        }
    }

    /** Whether that is the whole input: the form of a collection that has no records. */
    private boolean isEmptyCollection() {
        return seen < beginning.length
                && InputBeginning.isEmpty(Arrays.copyOf(beginning, (int) seen));
    }

    private int read(boolean someFound) throws IOException {
        sourceFailure.throwKept();
        try {
            int got = source.read(chunkMemory, 0, CHUNK);
            if (got > 0 && seen < beginning.length) {
                int room = beginning.length - (int) seen;
                System.arraycopy(chunk, 0, beginning, (int) seen, Math.min(got, room));
            }
            seen += Math.max(0, got);
            if (retained != null && got > 0) {
                retained.add(chunk, got);
            }
            return got;
        } catch (IOException e) {
            sourceFailure.keep(e, someFound);
            return Source.END;
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long nextNumber() {
        return nextNumber;
    }

    @Override
    public void interrupt() throws IOException {
        source.interrupt();
    }

    @Override
    public void close() throws IOException {
        drop();
        source.close();
    }
}
