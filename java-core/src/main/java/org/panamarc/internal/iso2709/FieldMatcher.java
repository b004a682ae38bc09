package org.panamarc.internal.iso2709;

/**
 * Which pieces of a record's data its directory entries own. Mutable and reused; not thread-safe.
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

    /** Whether some entry owns a piece, for each of them. */
    boolean[] claimed = {};

    private boolean[] shared = {}; // whether several entries that prove themselves own a piece
    private boolean someShared;

    /** No entries. */
    void clear() {
        count = 0;
    }

    /**
     * Gives each entry what it states, if that proves itself for all of them: a value that begins
     * after an 0x1E and ends on one. Entries may have a piece in common only where there are not as
     * many pieces as entries; where there are, an entry is more likely to be stale.
     *
     * @return whether it does; if not, what the entries own is undefined
     */
    boolean holds(DirectoryEntries entries, FieldSpans pieces) {
        return keepProven(entries, pieces) == count && !(someShared && count == pieces.count);
    }

    /** Gives the entries what they most likely own, where it does not prove itself for all. */
    void find(DirectoryEntries entries, FieldSpans pieces) {
        keepProven(entries, pieces);
        if (count == pieces.count && inOrder(pieces)) {
            for (int i = 0; i < count; i++) {
                own(i, pieces, i);
            }
            return;
        }
        if (pieces.lastIsEnded) {
            matchLengths(entries, pieces);
        }
        matchBetween(pieces);
    }

    /**
     * Whether the k-th entry may own the k-th piece: unless most entries prove themselves for
     * another one. Few do so by chance where all are shifted, and one that shares its piece may be
     * stale.
     */
    private boolean inOrder(FieldSpans pieces) {
        int elsewhere = 0;
        for (int i = 0; i < count; i++) {
            int piece = froms[i] < 0 ? i : pieces.beginningAt(froms[i]);
            elsewhere += piece != i && !shared[piece] ? 1 : 0;
        }
        return elsewhere <= count / 2;
    }

    private void own(int entry, FieldSpans pieces, int piece) {
        froms[entry] = pieces.start(piece);
        tos[entry] = pieces.end(piece);
        claimed[piece] = true;
    }

    /** Gives the entries that prove themselves what they state; counts them. */
    private int keepProven(DirectoryEntries entries, FieldSpans pieces) {
        count = entries.count;
        if (froms.length < count) {
            froms = new int[count];
            tos = new int[count];
        }
        claimed = new boolean[pieces.count];
        shared = new boolean[pieces.count];
        someShared = false;
        int proven = 0;
        // Entries may share a field, but not so often that a small record becomes a huge one.
        long left = MOST_SHARING * (long) (pieces.dataEnd - pieces.dataStart);
        for (int i = 0; i < count; i++) {
            froms[i] = -1;
            int length = entries.lengths[i];
            int start = entries.starts[i];
            if (length < 1 || start < 0 || start > pieces.dataEnd - pieces.dataStart - length) {
                continue;
            }
            int from = pieces.dataStart + start;
            int begun = pieces.beginningAt(from);
            int ended = pieces.endedBy(from + length - 1);
            if (begun >= 0 && ended >= begun && length <= left) {
                left -= length;
                froms[i] = from;
                tos[i] = from + length - 1;
                for (int piece = begun; piece <= ended; piece++) {
                    shared[piece] = claimed[piece];
                    someShared |= claimed[piece];
                    claimed[piece] = true;
                }
                proven++;
            }
        }
        return proven;
    }

    /**
     * Gives the last entries the last pieces, as long as they have the lengths that are stated: a
     * field terminator too many or too few moves all fields after it, but changes no length.
     */
    private void matchLengths(DirectoryEntries entries, FieldSpans pieces) {
        int piece = pieces.count - 1;
        for (int i = count - 1; i >= 0 && piece >= 0; i--) {
            if (froms[i] < 0) {
                int length = pieces.end(piece) - pieces.start(piece) + 1;
                if (claimed[piece] || entries.lengths[i] != length) {
                    return;
                }
                own(i, pieces, piece);
            } else if (tos[i] != pieces.end(piece)) {
                return;
            }
            piece = pieces.beginningAt(froms[i]) - 1;
        }
    }

    /** Matches the entries without a value to the pieces without an owner, in order. */
    private void matchBetween(FieldSpans pieces) {
        int[] limits = new int[count]; // where the nearest known value after an entry begins
        int limit = pieces.dataEnd;
        for (int i = count - 1; i >= 0; i--) {
            limits[i] = limit;
            if (froms[i] >= 0) {
                limit = Math.min(limit, froms[i]);
            }
        }
        int piece = 0;
        for (int i = 0; i < count; i++) {
            if (froms[i] >= 0) {
                while (piece < pieces.count && pieces.start(piece) < tos[i] + 1) {
                    piece++;
                }
                continue;
            }
            while (piece < pieces.count && claimed[piece]) {
                piece++;
            }
            if (piece < pieces.count && pieces.start(piece) < limits[i]) {
                own(i, pieces, piece++);
            }
        }
    }
}
