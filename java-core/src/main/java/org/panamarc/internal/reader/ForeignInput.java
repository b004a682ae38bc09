package org.panamarc.internal.reader;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.panamarc.SkippedRange;
import org.panamarc.SkippedRange.Reason;
import org.panamarc.internal.detect.InputBeginning;

/** What an input is that has no record. */
final class ForeignInput {
    /** Reasons of ranges that say nothing against the input's format. */
    private static final Set<Reason> OF_RECORDS =
            EnumSet.of(Reason.FILLER, Reason.LEFT_OUT, Reason.MALFORMED);

    /** Reads the first bytes of the input. */
    interface Beginning {
        byte[] read() throws IOException;
    }

    private ForeignInput() {}

    /**
     * What the input begins as, in words; empty where nothing says that it is not MARC.
     *
     * @param ranges skipped in it
     * @param whole whether they are of the whole input
     */
    static String name(List<SkippedRange> ranges, boolean whole, Beginning beginning)
            throws IOException {
        Optional<Reason> reason =
                ranges.stream()
                        .map(SkippedRange::reason)
                        .filter(one -> !OF_RECORDS.contains(one))
                        .findFirst();
        if (reason.isEmpty()) {
            return "";
        }
        if (!whole) {
            return reason.get().isFormat() ? reason.get().text() : "";
        }
        return InputBeginning.name(beginning.read(), reason.get());
    }
}
