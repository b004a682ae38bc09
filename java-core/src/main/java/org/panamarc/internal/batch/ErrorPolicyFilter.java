package org.panamarc.internal.batch;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.ErrorPolicy;
import org.panamarc.MarcFormatException;
import org.panamarc.ReadOptions;
import org.panamarc.SkippedRange;
import org.panamarc.internal.accounting.Ledger;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.RecordPredicate;

/**
 * Lets records through, or leaves them out, as the error policy says; takes those out of the batch
 * that nobody wants. Not thread-safe.
 */
final class ErrorPolicyFilter {
    private final String source;
    private final ReadOptions options;
    private final Ledger ledger;
    private final BatchBuilder builder;
    private final @Nullable RecordPredicate wanted;
    private final BatchView packed;

    /**
     * A policy for the records that a builder packs.
     *
     * @param wanted which of those let through stay in the batch; null for all
     */
    ErrorPolicyFilter(
            String source,
            ReadOptions options,
            Ledger ledger,
            BatchBuilder builder,
            @Nullable RecordPredicate wanted) {
        this.source = source;
        this.options = options;
        this.ledger = ledger;
        this.builder = builder;
        this.wanted = wanted;
        this.packed = builder.view();
    }

    /**
     * Judges the record packed last, and enters in the ledger what happened to it. A record that is
     * not wanted is entered like any other.
     *
     * @param start offset in the input
     * @param length in the input
     * @param input the record's bytes in the input, if that is not its raw bytes
     * @return what to throw for it, or null
     */
    @Nullable MarcFormatException judge(long start, long length, byte @Nullable [] input)
            throws IOException {
        List<Defect> defects = builder.lastDefects();
        Defect broken = defects.isEmpty() ? null : firstThatCounts(defects);
        if (broken == null || options.onError() == ErrorPolicy.RECOVER) {
            letThrough(start, input, broken != null);
            return null;
        }
        byte[] raw = builder.lastRaw();
        builder.dropLast();
        ledger.skip(start, length, SkippedRange.Reason.LEFT_OUT);
        if (ledger.putsAside()) {
            ledger.putAside(start, input == null ? raw : input, "left out", defects);
        }
        return options.onError() == ErrorPolicy.RAISE
                ? new MarcFormatException(source, broken, raw)
                : null;
    }

    /**
     * Enters records of a run, none of which has a defect, in the ledger, and takes those out of
     * the batch that are not wanted.
     *
     * @param first where they begin in the batch
     */
    void letThroughRun(int first) throws IOException {
        int count = builder.records() - first;
        if (count > 0) {
            ledger.read(count);
            RecordPredicate chooses = wanted;
            if (chooses != null) {
                builder.retain(first, record -> chooses.test(packed, record));
            }
        }
    }

    private void letThrough(long start, byte @Nullable [] input, boolean repaired)
            throws IOException {
        List<Defect> defects = builder.lastDefects();
        if (defects.isEmpty()) {
            ledger.read(1);
        } else {
            ledger.read(defects);
            if (repaired && ledger.putsAside()) {
                ledger.putAside(
                        start, input == null ? builder.lastRaw() : input, "repaired", defects);
            }
        }
        if (wanted != null && !wanted.test(packed, packed.records() - 1)) {
            builder.dropLast();
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
}
