package org.panamarc.internal.iso2709;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.Iso2709;

/**
 * Finds where a directory ends whose 0x1E was overwritten or is missing, so that the first field's
 * terminator would pass for it: at a place up to which every entry leads to a field.
 */
final class UnendedDirectory {
    private final byte[] bytes;
    private final int firstTag;
    private final int dataEnd;
    private final int[] terminators;
    private final FieldMatcher matching;
    private @Nullable DirectoryEntries entries;
    private @Nullable FieldSpans spans;

    /**
     * The directory of a record.
     *
     * @param firstTag offset of the first entry
     * @param dataEnd offset of the byte after the data
     * @param terminators offsets of the record's field terminators, ascending, at least one
     * @param matching has what the entries own, where the end is found
     */
    UnendedDirectory(
            byte[] bytes, int firstTag, int dataEnd, int[] terminators, FieldMatcher matching) {
        this.bytes = bytes;
        this.firstTag = firstTag;
        this.dataEnd = dataEnd;
        this.terminators = terminators;
        this.matching = matching;
    }

    /** Whether it ends at an offset, since every entry before it leads to a field. */
    boolean endsAt(int end) {
        int size = end - firstTag;
        return size >= Iso2709.ENTRY && size % Iso2709.ENTRY == 0 && holdsUpTo(end, false);
    }

    /**
     * Whether there is a place where it ends: every entry before it leads to a field, and every
     * field has an entry, which is asked for as nothing in the leader confirms it.
     */
    boolean endsSomewhere() {
        int end = firstTag; // up to which there are entries, or digits that look like some
        while (end + Iso2709.ENTRY <= terminators[0] && DirectoryEntries.isEntry(bytes, end)) {
            end += Iso2709.ENTRY;
        }
        while (end > firstTag && !holdsUpTo(end, true)) {
            end -= Iso2709.ENTRY;
        }
        return end > firstTag;
    }

    private boolean holdsUpTo(int end, boolean claimsAll) {
        for (int dataStart = end + 1; dataStart >= end && end < terminators[0]; dataStart--) {
            if (!DirectoryEntries.leadsToField(bytes, firstTag, dataStart, dataEnd)
                    || !DirectoryEntries.leadsToField(
                            bytes, end - Iso2709.ENTRY, dataStart, dataEnd)) {
                continue; // soon known, however many entries there are
            }
            DirectoryEntries before = new DirectoryEntries(bytes, firstTag, end);
            FieldSpans after = new FieldSpans(bytes, dataStart, dataEnd, terminators);
            if ((!claimsAll || before.count == after.count) && matching.holds(before, after)) {
                entries = before;
                spans = after;
                return true;
            }
        }
        return false;
    }

    /** The entries, where the end was found. */
    DirectoryEntries entries() {
        return Objects.requireNonNull(entries);
    }

    /** The spans of the data, where the end was found. */
    FieldSpans spans() {
        return Objects.requireNonNull(spans);
    }
}
