package org.panamarc.internal.batch;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.ErrorPolicy;
import org.panamarc.Framing;
import org.panamarc.MarcFormatException;
import org.panamarc.ReadOptions;
import org.panamarc.SkippedRange;
import org.panamarc.internal.frame.Framer;
import org.panamarc.internal.frame.PieceScanner;
import org.panamarc.internal.kernel.Scanner;
import org.panamarc.internal.kernel.Scanners;
import org.panamarc.internal.source.Source;
import org.panamarc.internal.source.Window;

/**
 * Reads one input as packed batches and keeps its account: every byte is in a record that was
 * delivered or in a skipped range.
 *
 * <p>Safe for several threads: each call of {@link #advance} with what is then taken belongs in one
 * block synchronized on the reader.
 */
public final class BatchReader implements Closeable {
    /** What {@link #advance} came to. */
    public enum State {
        /** A batch is ready to be taken. */
        READY,
        /** There will be no more. */
        END,
        /** The source must be supplied first; what was framed so far is kept. */
        NOT_YET,
        /** Much input went by without a full batch; call again. */
        AGAIN,
        /** The error policy does not let something through: see {@link #takeFailure}. */
        FAILED
    }

    /** Bytes of input after which {@link State#AGAIN} is answered: some milliseconds. */
    private static final long PATIENCE = 32 << 20;

    /** With one record more, its values in the side area, a batch still has less than 1 GiB. */
    private static final int LARGEST_BATCH = 1 << 29;

    private final Source source;
    private final ReadOptions options;
    private final Arena arena = Arena.ofShared();
    private final Window window;
    private final Framer framer;
    private final @Nullable PieceScanner pieces; // where the input is divided into pieces
    private final BatchBuilder builder;
    private final SkipLog skipped = new SkipLog();
    private final @Nullable Quarantine quarantine;
    private final Map<Defect.Kind, Long> defectCounts = new EnumMap<>(Defect.Kind.class);
    private long nextNumber;
    private long records;
    private long accounted; // bytes of the input in records or skipped ranges
    private int readyLength; // of the completed batch, 0 while there is none
    private @Nullable MarcFormatException failure;
    private @Nullable IOException sourceFailure;
    private boolean freed;

    // The thread that closes sets one and looks at the other, the one that reads the other way
    // round, so that one of them frees what there is, and neither waits.
    private volatile boolean closed;
    private volatile boolean reading;

    /**
     * A reader of a source, from its start.
     *
     * @param source closed with this reader
     * @param firstNumber the number of the first record
     * @param quarantineFile where to put aside what was left out, repaired or skipped; closed with
     *     this reader; null for nowhere
     */
    public BatchReader(
            Source source,
            ReadOptions options,
            long firstNumber,
            @Nullable QuarantineFile quarantineFile) {
        this.source = source;
        this.options = options;
        this.nextNumber = firstNumber;
        this.window = new Window(source, options.windowBytes());
        Scanner scanner = Scanners.fastest(arena);
        this.framer = new Framer(window, scanner, options.maxRecordBytes());
        this.pieces =
                options.framing() == Framing.TERMINATOR ? new PieceScanner(window, scanner) : null;
        this.builder = new BatchBuilder(source.name(), options);
        this.quarantine =
                quarantineFile == null
                        ? null
                        : new Quarantine(quarantineFile, skipped, source.name());
    }

    /**
     * Packs records until a batch is full.
     *
     * @param maxRecords the most records of the batch
     * @param maxBytes bytes of records after which it is full; 512 MiB are never exceeded by more
     *     than a record
     * @throws IOException if the source fails, or the quarantine cannot be written; records framed
     *     before that come with the next call
     * @throws IllegalStateException if the reader is closed, or divides its input into pieces
     */
    public synchronized State advance(int maxRecords, int maxBytes) throws IOException {
        reading = true;
        try {
            checkOpen();
            return pack(maxRecords, maxBytes);
        } finally {
            stopReading();
        }
    }

    private State pack(int maxRecords, int maxBytes) throws IOException {
        if (pieces != null) {
            throw new IllegalStateException(
                    source.name()
                            + ": the framing TERMINATOR gives pieces, not records; scan its boundaries");
        }
        if (readyLength > 0) {
            return State.READY;
        }
        int fullBytes = Math.min(maxBytes, LARGEST_BATCH);
        long enough = accounted + PATIENCE;
        while (failure == null && builder.records() < maxRecords && builder.bytes() < fullBytes) {
            if (accounted >= enough) {
                return State.AGAIN;
            }
            switch (next(builder.records() > 0)) {
                case RECORD -> addRecord();
                case SKIPPED -> addSkipped();
                case NOT_YET -> {
                    return State.NOT_YET;
                }
                case AGAIN -> {
                    return State.AGAIN;
                }
                case END -> {
                    if (quarantine != null) {
                        quarantine.flush();
                    }
                    return flush() ? State.READY : State.END;
                }
            }
        }
        return flush() ? State.READY : State.FAILED;
    }

    /**
     * Finds boundaries without reading what is between: of records, or of pieces where the framing
     * is {@link Framing#TERMINATOR}. Those found here are not delivered by {@link #advance}.
     *
     * @param target receives pairs of offset and length, as many as fit
     * @return READY if there is a pair, else what hinders it
     * @throws IOException if the source fails
     * @throws IllegalStateException if the reader is closed
     */
    public synchronized State boundaries(LongBuffer target) throws IOException {
        reading = true;
        try {
            checkOpen();
            return find(target);
        } finally {
            stopReading();
        }
    }

    private State find(LongBuffer target) throws IOException {
        int before = target.position();
        long enough = accounted + PATIENCE;
        while (target.remaining() >= 2 && accounted < enough) {
            Framer.Outcome outcome = next(target.position() > before);
            long start = pieces == null ? framer.inputOffset() : pieces.start();
            long length = pieces == null ? framer.length() : pieces.length();
            switch (outcome) {
                case RECORD -> target.put(start).put(length);
                case SKIPPED -> skipped.add(start, length, framer.skippedReason());
                case NOT_YET, AGAIN, END -> {
                    return target.position() > before ? State.READY : stateOf(outcome);
                }
            }
            accounted += length;
        }
        return target.position() > before ? State.READY : State.AGAIN;
    }

    private Framer.Outcome next(boolean someFound) throws IOException {
        throwSourceFailure();
        try {
            return pieces == null ? framer.next() : pieces.next();
        } catch (IOException e) {
            checkOpen(); // or it failed because it was closed meanwhile
            return endBeforeFailure(e, someFound);
        } catch (IllegalStateException e) {
            checkOpen();
            throw e;
        }
    }

    private static State stateOf(Framer.Outcome outcome) {
        return switch (outcome) {
            case END -> State.END;
            case NOT_YET -> State.NOT_YET;
            default -> State.AGAIN;
        };
    }

    /** Where the source fails, what was found before is delivered first. */
    private Framer.Outcome endBeforeFailure(IOException e, boolean someFound) throws IOException {
        if (!someFound) {
            throw e;
        }
        sourceFailure = e;
        return Framer.Outcome.END;
    }

    private void throwSourceFailure() throws IOException {
        IOException thrown = sourceFailure;
        sourceFailure = null;
        if (thrown != null) {
            throw thrown;
        }
    }

    private void addRecord() throws IOException {
        long number = nextNumber++;
        accounted += framer.length();
        try {
            builder.add(framer, number);
        } catch (OutOfMemoryError e) {
            // Told once, as what the policy does not let through: there may be enough for the rest.
            builder.dropUnfinished();
            skipped.add(framer.inputOffset(), framer.length(), SkippedRange.Reason.LEFT_OUT);
            throw e;
        }
        List<Defect> defects = builder.lastDefects();
        Defect broken = defects.isEmpty() ? null : firstThatCounts(defects);
        if (broken == null || options.onError() == ErrorPolicy.RECOVER) {
            records++;
            for (Defect defect : defects) {
                defectCounts.merge(defect.kind(), 1L, Long::sum);
            }
            if (broken != null && quarantine != null) {
                quarantine.addRecord(framer.inputOffset(), builder.lastRaw(), "repaired", defects);
            }
            return;
        }
        byte[] raw = builder.lastRaw();
        if (options.onError() == ErrorPolicy.RAISE) {
            failure = new MarcFormatException(source.name(), broken, raw);
        }
        builder.dropLast();
        skipped.add(framer.inputOffset(), framer.length(), SkippedRange.Reason.LEFT_OUT);
        if (quarantine != null) {
            quarantine.addRecord(framer.inputOffset(), raw, "left out", defects);
        }
    }

    /** The first defect for which the error policy {@code skip} leaves a record out. */
    private @Nullable Defect firstThatCounts(List<Defect> defects) {
        for (Defect defect : defects) {
            if (options.strict() || defect.severity() == Defect.Severity.STRUCTURE) {
                return defect;
            }
        }
        return null;
    }

    private void addSkipped() throws IOException {
        SkippedRange.Reason reason = framer.skippedReason();
        boolean begins = skipped.add(framer.inputOffset(), framer.length(), reason);
        accounted += framer.length();
        if ((begins || reason == SkippedRange.Reason.NO_END)
                && options.onError() == ErrorPolicy.RAISE) {
            failure = noRecord(skipped.lastStart(), reason);
        }
        if (quarantine != null) {
            quarantine.addSkipped(
                    framer.memory()
                            .asSlice(framer.start(), framer.length())
                            .toArray(ValueLayout.JAVA_BYTE));
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
        return framer.manyTerminators()
                ? "the record does not end within %d bytes, although these hold %d terminators"
                        .formatted(framer.length(), Framer.MOST_TERMINATORS)
                : "the record does not end within %d bytes, the largest size allowed"
                        .formatted(options.maxRecordBytes());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes);
    }

    /**
     * Completes a batch of the records packed so far.
     *
     * @return whether there are any; then the batch is ready to be taken
     * @throws IllegalStateException if the reader is closed
     */
    public synchronized boolean flush() {
        checkOpen();
        if (readyLength == 0 && builder.records() > 0) {
            readyLength = builder.complete();
        }
        return readyLength > 0;
    }

    /** The length in bytes of the batch that is ready, 0 if none is. */
    public synchronized int readyLength() {
        return readyLength;
    }

    /**
     * Takes the batch that is ready, as memory of its own; it stands at its start.
     *
     * @throws IllegalStateException if none is
     */
    public synchronized byte[] take() {
        checkReady();
        readyLength = 0;
        return builder.giveMemory();
    }

    /**
     * Copies the batch that is ready to the start of a buffer, whose position stays. It stays ready
     * until it is dropped.
     *
     * @throws IllegalStateException if none is
     * @throws IndexOutOfBoundsException if it does not fit
     */
    public synchronized void copy(ByteBuffer target) {
        target.put(0, builder.memory(), 0, checkReady());
    }

    /** Lets go of the batch that is ready. */
    public synchronized void drop() {
        builder.clear();
        readyLength = 0;
    }

    private int checkReady() {
        checkOpen(); // or it is another thread that took the batch away
        if (readyLength == 0) {
            throw new IllegalStateException("no batch is ready");
        }
        return readyLength;
    }

    /** What the error policy did not let through, once; null if there is nothing. */
    public synchronized @Nullable MarcFormatException takeFailure() {
        MarcFormatException taken = failure;
        failure = null;
        return taken;
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
        return skipped.ranges(source.name(), first);
    }

    /** Defects of the records packed so far, by kind; those of records left out do not count. */
    public synchronized Map<Defect.Kind, Long> defectCounts() {
        return new EnumMap<>(defectCounts);
    }

    /** Bytes of the input that are in a record or a skipped range so far. */
    public synchronized long bytesRead() {
        return accounted;
    }

    /** Records packed so far; those left out do not count. */
    public synchronized long recordsRead() {
        return records;
    }

    /** The number that the next record will have. */
    public synchronized long nextNumber() {
        return nextNumber;
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
     * batch, or is told that the reader is closed; it is not waited for, and frees the memory then.
     */
    @Override
    public void close() throws IOException {
        closed = true;
        if (reading) {
            source.interrupt();
        } else {
            free();
        }
    }

    private synchronized void free() throws IOException {
        if (!freed) {
            freed = true;
            readyLength = 0;
            arena.close();
            try (window) {
                if (quarantine != null) {
                    quarantine.close();
                }
            }
        }
    }
}
