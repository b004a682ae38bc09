package org.panamarc.internal.batch;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.MarcFormatException;
import org.panamarc.ReadOptions;
import org.panamarc.SkippedRange;
import org.panamarc.internal.accounting.Ledger;
import org.panamarc.internal.framing.Framer;
import org.panamarc.internal.framing.FramerPosition;
import org.panamarc.internal.scan.FramedInput;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.source.Source;

/**
 * Packs records of an input whose places are known, in any order, read as reading from the start
 * reads them. Not thread-safe.
 */
public final class ChosenRecords implements Closeable {
    /** Bytes of a window; most records fit. A larger record makes it larger. */
    private static final int WINDOW_BYTES = 1 << 16;

    private final FramedInput input;
    private final Framer framer;
    private final BatchBuilder builder;
    private final ErrorPolicyFilter policy;
    private int readyLength;

    /**
     * Records of an input in ISO 2709.
     *
     * @param source closed with this; one that can be read at any place
     */
    public ChosenRecords(Source source, ReadOptions options) {
        ReadOptions small = options.withWindowBytes(WINDOW_BYTES);
        this.input = new FramedInput(source, small, InputRange.whole(1));
        this.framer = input.framer();
        this.builder = new BatchBuilder(input.name(), small, false);
        this.policy = new ErrorPolicyFilter(input.name(), small, NoLedger.INSTANCE, builder, null);
    }

    /**
     * Packs a record.
     *
     * @param place of a framer that is before the record
     * @param length of the record in bytes
     * @param end offset in the input up to which records will be asked for after this one
     * @param number the record's number, counted from 1
     * @return whether the record is there, with this length; where it is not, nothing is packed
     * @throws IOException if the input cannot be read
     * @throws MarcFormatException where the error policy does not let the record through
     */
    public boolean add(FramerPosition place, long length, long end, long number)
            throws IOException {
        input.goTo(place, end);
        Framer.Outcome outcome = input.next(false);
        while (outcome == Framer.Outcome.PAUSED) {
            outcome = input.next(false);
        }
        if (outcome != Framer.Outcome.RECORD
                || framer.inputOffset() != place.offset()
                || framer.length() != length) {
            return false;
        }
        builder.add(framer, number);
        MarcFormatException failure = policy.judge(framer.inputOffset(), framer.length(), null);
        if (failure != null) {
            throw failure;
        }
        return true;
    }

    /**
     * The place of a framer that is before the first record of the input.
     *
     * @return null where there is none
     * @throws IOException if the input cannot be read
     */
    public @Nullable FramerPosition first() throws IOException {
        input.goTo(FramerPosition.START, Long.MAX_VALUE);
        while (true) {
            FramerPosition before = input.place();
            switch (input.next(false)) {
                case RECORD -> {
                    return new FramerPosition(
                            framer.inputOffset(), before.atBoundary(), before.format());
                }
                case END, NEED_INPUT -> {
                    return null;
                }
                case SKIPPED, PAUSED -> {}
            }
        }
    }

    /** Bytes of the records packed so far. */
    public int bytes() {
        return builder.bytes();
    }

    /** Completes the batch; its length in bytes. There has to be a record. */
    public int complete() {
        if (readyLength == 0) {
            readyLength = builder.complete();
        }
        return readyLength;
    }

    /** Takes the batch, as an array of its own. */
    public byte[] take() {
        complete();
        readyLength = 0;
        return builder.giveMemory(null);
    }

    /** Copies the batch to the start of a buffer, whose position stays. */
    public void copy(ByteBuffer target) {
        target.put(0, builder.memory(), 0, complete());
    }

    /** Begins another batch. */
    public void clear() {
        readyLength = 0;
        builder.clear();
    }

    @Override
    public void close() throws IOException {
        input.close();
    }

    /** For records that are read more than once, whose account nobody asks for. */
    private enum NoLedger implements Ledger {
        INSTANCE;

        @Override
        public void read(long records) {}

        @Override
        public void read(List<Defect> defects) {}

        @Override
        public long skip(long start, long length, SkippedRange.Reason reason) {
            return NONE;
        }

        @Override
        public boolean putsAside() {
            return false;
        }

        @Override
        public void putAside(long start, byte[] raw, String what, List<Defect> defects) {}

        @Override
        public void putAside(MemorySegment range, long start) {}

        @Override
        public void flush() {}
    }
}
