package org.panamarc.internal.accounting;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.panamarc.Defect;
import org.panamarc.SkippedRange;

/**
 * Puts aside, in the order of the input, the bytes of records that were left out or repaired and of
 * skipped ranges. Not thread-safe.
 *
 * <p>The report has a line for each defect of a record, and one for each skipped range.
 */
final class Quarantine implements Closeable {
    private static final int NONE = -1;

    private final QuarantineFile file;
    private final SkippedRangeLog skipped;
    private final String source;
    private int range = NONE; // index in the log of the range at hand, of which more may come
    private long rangeAt; // where in the file it begins

    Quarantine(QuarantineFile file, SkippedRangeLog skipped, String source) {
        this.file = file;
        this.skipped = skipped;
        this.source = source;
    }

    /**
     * Puts a record aside.
     *
     * @param what {@code repaired} or {@code left out}
     */
    void addRecord(long start, byte[] raw, String what, List<Defect> defects) throws IOException {
        reportRange();
        long at = file.size();
        file.append(raw);
        for (Defect defect : defects) {
            file.report(
                    source,
                    start,
                    raw.length,
                    at,
                    what,
                    defect.recordNumber(),
                    defect.kind().text(),
                    defect.severity().text(),
                    defect.offset(),
                    defect.tag() == null ? "" : defect.tag(),
                    defect.message());
        }
    }

    /** Puts the bytes aside of what was skipped last; the range in the log may be longer. */
    void addSkipped(byte[] bytes) throws IOException {
        int last = skipped.count() - 1;
        if (range != last) {
            reportRange();
            range = last;
            rangeAt = file.size();
        }
        file.append(bytes);
    }

    /** Reports the range at hand, if there is one. */
    private void reportRange() throws IOException {
        if (range != NONE) {
            SkippedRange whole = skipped.range(range, source);
            file.report(
                    source,
                    whole.span().start(),
                    whole.span().length(),
                    rangeAt,
                    whole.reason().text(),
                    "",
                    "",
                    "",
                    "",
                    "",
                    "");
            range = NONE;
        }
    }

    /** Completes the report of what was added so far, and brings all of it to the file system. */
    void flush() throws IOException {
        reportRange();
        file.flush();
    }

    @Override
    public void close() throws IOException {
        try (file) {
            reportRange();
        }
    }
}
