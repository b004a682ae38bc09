package org.panamarc.internal.iso2709;

/**
 * Which spans of a record's data its directory entries own. Mutable and reused; not thread-safe.
 */
final class FieldMatcher {
    /** How often all of the data may be given on the whole. */
    private static final int MOST_SHARING = 4;

    /** Number of entries. */
    int count;

    /** Offset of the first byte of each entry's value, or -1 where it has none. */
    int[] froms = new int[64];

    /** Offset of the byte after each entry's value. */
    int[] tos = new int[64];

    /** Whether some entry owns a span, for each of them. */
    boolean[] claimed = {};

    private boolean[] shared = {}; // whether several entries that prove themselves own a span
    private boolean someShared;

    /** No entries. */
    void clear() {
        count = 0;
    }

    /**
     * Gives each entry what it states, if that proves itself for all of them: a value that begins
     * after an 0x1E and ends on one. Entries may have a span in common only where there are not as
     * many spans as entries; where there are, an entry is more likely to be stale.
     *
     * @return whether it does; if not, what the entries own is undefined
     */
    boolean holds(DirectoryEntries entries, FieldSpans spans) {
        return keepProven(entries, spans) == count && !(someShared && count == spans.count);
    }

    /** Gives the entries what they most likely own, where it does not prove itself for all. */
    void find(DirectoryEntries entries, FieldSpans spans) {
        keepProven(entries, spans);
        if (count == spans.count && inOrder(spans)) {
            for (int i = 0; i < count; i++) {
                own(i, spans, i);
            }
            return;
        }
        if (spans.lastIsEnded) {
            matchLengths(entries, spans);
        }
        matchBetween(spans);
    }

    /**
     * Whether the k-th entry may own the k-th span: unless most entries prove themselves for
     * another one. Few do so by chance where all are shifted, and one that shares its span may be
     * stale.
     */
    private boolean inOrder(FieldSpans spans) {
        int elsewhere = 0;
        for (int i = 0; i < count; i++) {
            int span = froms[i] < 0 ? i : spans.beginningAt(froms[i]);
            elsewhere += span != i && !shared[span] ? 1 : 0;
        }
        return elsewhere <= count / 2;
    }

    private void own(int entry, FieldSpans spans, int span) {
        froms[entry] = spans.start(span);
        tos[entry] = spans.end(span);
        claimed[span] = true;
    }

    /** Gives the entries that prove themselves what they state; counts them. */
    private int keepProven(DirectoryEntries entries, FieldSpans spans) {
        count = entries.count;
        if (froms.length < count) {
            froms = new int[count];
            tos = new int[count];
        }
        claimed = new boolean[spans.count];
        shared = new boolean[spans.count];
        someShared = false;
        int proven = 0;
        // Entries may share a field, but not so often that a small record becomes a huge one.
        long left = MOST_SHARING * (long) (spans.dataEnd - spans.dataStart);
        for (int i = 0; i < count; i++) {
            froms[i] = -1;
            int length = entries.lengths[i];
            int start = entries.starts[i];
            if (length < 1 || start < 0 || start > spans.dataEnd - spans.dataStart - length) {
                continue;
            }
            int from = spans.dataStart + start;
            int begun = spans.beginningAt(from);
            int ended = spans.endedBy(from + length - 1);
            if (begun >= 0 && ended >= begun && length <= left) {
                left -= length;
                froms[i] = from;
                tos[i] = from + length - 1;
                for (int span = begun; span <= ended; span++) {
                    shared[span] = claimed[span];
                    someShared |= claimed[span];
                    claimed[span] = true;
                }
                proven++;
            }
        }
        return proven;
    }

    /**
     * Gives the last entries the last spans, as long as they have the lengths that are stated: a
     * field terminator too many or too few moves all fields after it, but changes no length.
     */
    private void matchLengths(DirectoryEntries entries, FieldSpans spans) {
        int span = spans.count - 1;
        for (int i = count - 1; i >= 0 && span >= 0; i--) {
            if (froms[i] < 0) {
                int length = spans.end(span) - spans.start(span) + 1;
                if (claimed[span] || entries.lengths[i] != length) {
                    return;
                }
                own(i, spans, span);
            } else if (tos[i] != spans.end(span)) {
                return;
            }
            span = spans.beginningAt(froms[i]) - 1;
        }
    }

    /** Matches the entries without a value to the spans without an owner, in order. */
    private void matchBetween(FieldSpans spans) {
        int[] limits = new int[count]; // where the nearest known value after an entry begins
        int limit = spans.dataEnd;
        for (int i = count - 1; i >= 0; i--) {
            limits[i] = limit;
            if (froms[i] >= 0) {
                limit = Math.min(limit, froms[i]);
            }
        }
        int span = 0;
        for (int i = 0; i < count; i++) {
            if (froms[i] >= 0) {
                while (span < spans.count && spans.start(span) < tos[i] + 1) {
                    span++;
                }
                continue;
            }
            while (span < spans.count && claimed[span]) {
                span++;
            }
            if (span < spans.count && spans.start(span) < limits[i]) {
                own(i, spans, span++);
            }
        }
    }
}
