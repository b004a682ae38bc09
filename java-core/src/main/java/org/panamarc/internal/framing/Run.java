package org.panamarc.internal.framing;

import java.lang.foreign.MemorySegment;
import org.panamarc.internal.ffi.FrameFunction;
import org.panamarc.internal.ffi.generated.panamarc_h;

/**
 * Records in order, each with the cheap proof, that C finds from where a framer is: a run of them.
 * {@code panamarc.h} has what a run is, and what its numbers are. Mutable, not thread-safe.
 */
public final class Run {
    /** Bytes of records after which one that is framed ends: the garbage collector waits for it. */
    private static final long MOST_BYTES = 4 << 20;

    /** The numbers of the run, for C. */
    public final int[] numbers = new int[panamarc_h.PANAMARC_RUN_SIZE()];

    /**
     * Sets where the run begins, and its limits.
     *
     * @param framer for which {@link Framer#atRecord} is true
     * @param mostRecords how many, at most
     * @param mostBytes bytes of records after which no other is in it
     * @param stop offset in the input at or after which no record begins
     */
    public void begin(Framer framer, long mostRecords, long mostBytes, long stop) {
        int cursor = framer.cursor();
        int window = framer.available();
        numbers[panamarc_h.PANAMARC_RUN_WINDOW()] = window;
        numbers[panamarc_h.PANAMARC_RUN_CURSOR()] = cursor;
        numbers[panamarc_h.PANAMARC_RUN_POSITIONS()] = framer.index().count;
        numbers[panamarc_h.PANAMARC_RUN_POSITION()] = framer.terminator();
        numbers[panamarc_h.PANAMARC_RUN_STOP()] =
                Math.clamp(stop - framer.position() + cursor, 0, window);
        numbers[panamarc_h.PANAMARC_RUN_RECORD_BYTES()] = framer.maxRecordBytes();
        numbers[panamarc_h.PANAMARC_RUN_MOST_RECORDS()] =
                Math.clamp(mostRecords, 0, Integer.MAX_VALUE);
        numbers[panamarc_h.PANAMARC_RUN_MOST_BYTES()] = Math.clamp(mostBytes, 0, Integer.MAX_VALUE);
    }

    /** Has the framer go on after the run, which has records. */
    public void pass(Framer framer) {
        framer.pass(
                numbers[panamarc_h.PANAMARC_RUN_CURSOR()],
                numbers[panamarc_h.PANAMARC_RUN_POSITION()],
                numbers[panamarc_h.PANAMARC_RUN_LENGTH()],
                numbers[panamarc_h.PANAMARC_RUN_LAST()]);
    }

    /**
     * Frames records of which nothing else is wanted. The framer is after them then.
     *
     * @param framer of an input that is scanned in C
     * @return how many; 0 where the next one is not in order, or not all of it is in the window
     */
    public int frame(Framer framer, long mostRecords, long mostBytes, long stop) {
        if (!framer.atRecord()) {
            return 0;
        }
        begin(framer, mostRecords, Math.min(mostBytes, MOST_BYTES), stop);
        int found =
                FrameFunction.call(
                        framer.memory(),
                        MemorySegment.ofArray(framer.index().positions),
                        MemorySegment.ofArray(numbers));
        if (found > 0) {
            pass(framer);
        }
        return found;
    }
}
