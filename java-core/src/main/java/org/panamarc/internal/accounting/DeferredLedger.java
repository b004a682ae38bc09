package org.panamarc.internal.accounting;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.SkippedRange;
import org.panamarc.internal.source.Source;

/** Notes for a ledger, to be entered there later, in order. Not thread-safe. */
public final class DeferredLedger implements Ledger {
    /** An entry to be made. */
    public interface Entry {
        void enter(Ledger ledger) throws IOException;
    }

    /** Bytes of a range that are put aside at once. */
    private static final int CHUNK = 1 << 20;

    private final Source source;
    private final boolean putsAside;
    private final SkippedRangeLog skipped =
            new SkippedRangeLog(); // of the range of the input at hand
    private List<Entry> entries = new ArrayList<>();
    private long inOrder; // records without defects that were let through

    /**
     * Notes without entries.
     *
     * @param source of the same bytes, only for this; ranges are read again when they are entered,
     *     as they may be of any size
     * @param putsAside whether the ledger puts bytes aside
     */
    public DeferredLedger(Source source, boolean putsAside) {
        this.source = source;
        this.putsAside = putsAside;
    }

    @Override
    public void read(long records) {
        inOrder += records;
    }

    @Override
    public void read(List<Defect> defects) {
        List<Defect> kept = List.copyOf(defects);
        entries.add(ledger -> ledger.read(kept));
    }

    @Override
    public long skip(long start, long length, SkippedRange.Reason reason) {
        entries.add(ledger -> ledger.skip(start, length, reason));
        return skipped.add(start, length, reason);
    }

    @Override
    public boolean putsAside() {
        return putsAside;
    }

    @Override
    public void putAside(long start, byte[] raw, String what, List<Defect> defects) {
        List<Defect> kept = List.copyOf(defects);
        entries.add(ledger -> ledger.putAside(start, raw, what, kept));
    }

    @Override
    public void putAside(MemorySegment range, long start) {
        long length = range.byteSize();
        entries.add(ledger -> putAside(start, length, ledger));
    }

    private void putAside(long start, long length, Ledger ledger) throws IOException {
        source.goTo(start);
        MemorySegment chunk = MemorySegment.ofArray(new byte[(int) Math.min(length, CHUNK)]);
        for (long done = 0; done < length; ) {
            int size = source.read(chunk, 0, (int) Math.min(length - done, CHUNK));
            ledger.putAside(chunk.asSlice(0, size), start + done);
            done += size;
        }
    }

    @Override
    public void flush() {
        // The consumer does so when it reaches the end.
    }

    /**
     * Begins another range of the input, without notes.
     *
     * @param before the range that was skipped last, as the new one may begin in the middle of it
     */
    public void begin(SkippedRangeLog.@Nullable Entry before) {
        take();
        skipped.clear();
        if (before != null) {
            skipped.add(before.start(), before.length(), before.reason());
        }
    }

    /** The entries since this was called last. */
    public List<Entry> take() {
        if (inOrder > 0) {
            long records = inOrder;
            inOrder = 0;
            entries.add(ledger -> ledger.read(records));
        }
        List<Entry> taken = entries;
        entries = new ArrayList<>();
        return taken;
    }
}
