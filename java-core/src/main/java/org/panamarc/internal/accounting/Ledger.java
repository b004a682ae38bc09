package org.panamarc.internal.accounting;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.panamarc.Defect;
import org.panamarc.SkippedRange;

/** Takes note of what happens to each range of an input, in its order. Not thread-safe. */
public interface Ledger {
    /** What {@link #skip} returns where no range of interest begins. */
    long NONE = -1;

    /** Some records without defects were let through. */
    void read(long records);

    /** A record with defects was let through. */
    void read(List<Defect> defects);

    /**
     * A range was skipped, or a record left out.
     *
     * @param start offset in the input
     * @return where the joined range starts that, with this one, is more than filler for the first
     *     time; {@link #NONE} if there is none
     */
    long skip(long start, long length, SkippedRange.Reason reason);

    /** Whether bytes are put aside; if not, the methods below are not to be called. */
    boolean putsAside();

    /**
     * Puts a record aside.
     *
     * @param start offset in the input
     * @param what {@code repaired} or {@code left out}
     */
    void putAside(long start, byte[] raw, String what, List<Defect> defects) throws IOException;

    /**
     * Puts the bytes aside of the range that was skipped last, or the next of them.
     *
     * @param start its offset in the input
     */
    void putAside(MemorySegment range, long start) throws IOException;

    /** The input is at its end; brings what was put aside to the file system. */
    void flush() throws IOException;
}
