package org.panamarc.internal.scan;

import java.io.IOException;
import java.nio.LongBuffer;
import org.panamarc.Framing;
import org.panamarc.internal.ReadState;

/** Finds and counts what is in an input without giving it. Not thread-safe. */
public interface InputScanner {
    /**
     * Finds boundaries: of records, or of ranges ended by 0x1E where the framing is {@link
     * Framing#TERMINATOR}.
     *
     * @param target receives pairs of offset and length, as many as fit
     * @return READY if there is a pair, else what hinders it
     * @throws IOException if the source fails
     */
    ReadState boundaries(LongBuffer target) throws IOException;

    /**
     * Counts records for some milliseconds.
     *
     * @param threads how many to use where the source can be read at any place
     * @return PAUSED, NEED_INPUT or END
     * @throws IOException if the source fails
     */
    ReadState count(int threads) throws IOException;

    /** Records counted so far whose leader, directory and terminators do not agree. */
    long unproven();
}
