package org.panamarc.internal.accounting;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.SkippedRange;

/** The account of one input: what was delivered, what was skipped, what was put aside. */
public final class ReaderLedger implements Ledger, Closeable {
    private final String source;
    private final SkippedRangeLog skipped = new SkippedRangeLog();
    private final Map<Defect.Kind, Long> defectCounts = new EnumMap<>(Defect.Kind.class);
    private final @Nullable Quarantine quarantine;
    private long records;

    /**
     * An account without entries.
     *
     * @param source what the input is called
     * @param quarantineFile closed with this; null for none
     */
    public ReaderLedger(String source, @Nullable QuarantineFile quarantineFile) {
        this.source = source;
        this.quarantine =
                quarantineFile == null ? null : new Quarantine(quarantineFile, skipped, source);
    }

    @Override
    public void read(long more) {
        records += more;
    }

    @Override
    public void read(List<Defect> defects) {
        records++;
        for (Defect defect : defects) {
            defectCounts.merge(defect.kind(), 1L, Long::sum);
        }
    }

    @Override
    public long skip(long start, long length, SkippedRange.Reason reason) {
        return skipped.add(start, length, reason);
    }

    @Override
    public boolean putsAside() {
        return quarantine != null;
    }

    @Override
    public void putAside(long start, byte[] raw, String what, List<Defect> defects)
            throws IOException {
        Objects.requireNonNull(quarantine).addRecord(start, raw, what, defects);
    }

    @Override
    public void putAside(MemorySegment range, long start) throws IOException {
        byte[] bytes = range.toArray(ValueLayout.JAVA_BYTE);
        Objects.requireNonNull(quarantine).addSkipped(bytes);
    }

    @Override
    public void flush() throws IOException {
        if (quarantine != null) {
            quarantine.flush();
        }
    }

    /** Records let through. */
    public long records() {
        return records;
    }

    /** Skipped ranges from index {@code first} on; all but the last are as they will stay. */
    public List<SkippedRange> skipped(int first) {
        return skipped.ranges(source, first);
    }

    /** What was skipped so far, for a reader that goes on after it. */
    public SkippedRangeLog.@Nullable Entry lastSkipped() {
        return skipped.last();
    }

    /** Defects of the records let through, by kind. */
    public Map<Defect.Kind, Long> defectCounts() {
        return new EnumMap<>(defectCounts);
    }

    @Override
    public void close() throws IOException {
        if (quarantine != null) {
            quarantine.close();
        }
    }
}
