package org.panamarc.internal.framing;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.kernel.StructuralIndex;
import org.panamarc.internal.source.Window;

/**
 * Finds where a record ends whose leader or directory lies, from its terminators.
 *
 * <pre>
 * for each terminator after the leader, in order
 *   an 0x1E that ends the directory of another leader, begun since the last terminator:
 *     the record ends before that leader
 *   0x1E 0x1D: the record ends there if the leader states this length, or a leader or the end of
 *     input follows, or as many field terminators have been seen as the directory has entries and
 *     the leader does not state a later end that holds; otherwise it is kept in mind, since data may
 *     hold these bytes
 *   0x1D alone: the record ends there if the leader states so, or a leader or the end follows
 * where none serves: the first 0x1E 0x1D kept in mind, else the end of input
 * </pre>
 */
final class RecordEndFinder {
    /** Bytes of filler after which what follows no longer matters. */
    private static final int MOST_FILLER = 4096;

    /**
     * Terminators of a record longer than a leader can state after which there is no point in going
     * on, unless its directory has more than half as many entries: the places of more would take
     * much memory.
     */
    static final int MOST_TERMINATORS = 1 << 16;

    /** The most bytes after a terminator that a decision may need to see. */
    static final int LOOKAHEAD = MOST_FILLER + Iso2709.LEADER;

    private enum Follows {
        LEADER_OR_END,
        SOMETHING_ELSE,
        NOT_SEEN
    }

    private final Window window;
    private final StructuralIndex index;
    private final int maxRecordBytes;
    private int length;
    private int withoutEnd;
    private int terminators;
    private RecordEnding ending = RecordEnding.COMPLETE;

    RecordEndFinder(Window window, StructuralIndex index, int maxRecordBytes) {
        this.window = window;
        this.index = index;
        this.maxRecordBytes = maxRecordBytes;
    }

    /**
     * Looks for the end of the record at {@code start}.
     *
     * @param start offset in the window of its leader
     * @param directory offset in the window up to which all is known to be of this record
     * @param first index of the first terminator at or after that
     * @param stated the leader's record length, or -1
     * @return whether the end is known; if not, more of the input must be seen, or there is no end
     *     within the largest record's size, or before {@link #withoutEnd}
     */
    boolean find(int start, int directory, int first, int stated) {
        MemorySegment memory = window.memory();
        int last = (int) Math.min(window.length(), (long) start + maxRecordBytes);
        int fieldTerminators = 0;
        int expected = 0; // field terminators, the directory's included, if that is right
        int earliest = directory; // the first byte where another record may begin
        int candidate = -1; // the first end kept in mind
        withoutEnd = 0;
        for (int i = first; i < index.count && index.positions[i] < last; i++) {
            int at = index.positions[i];
            if (i - first >= Math.max(MOST_TERMINATORS, 2 * expected)
                    && at - start >= Iso2709.LARGEST_STATED) {
                withoutEnd = earliest - start;
                terminators = i - first;
                return candidate >= 0 && found(candidate - start, RecordEnding.COMPLETE);
            }
            boolean fieldTerminator = memory.get(JAVA_BYTE, at) == Iso2709.FIELD_TERMINATOR;
            if (fieldTerminator) {
                int other = leaderOfDirectoryEndedAt(at, earliest, start);
                if (other >= 0) {
                    return cutBy(start, other, candidate);
                }
                if (fieldTerminators++ == 0) {
                    expected = (at - start - Iso2709.LEADER) / Iso2709.ENTRY + 1;
                }
                if (at + 1 == window.length() && !window.ended()) {
                    return false;
                }
                if (at + 1 >= last || memory.get(JAVA_BYTE, at + 1) != Iso2709.RECORD_TERMINATOR) {
                    earliest = at + 1;
                    continue;
                }
                i++;
            }
            int end = index.positions[i] + 1;
            boolean agreed =
                    end - start == stated
                            || (fieldTerminator
                                    && fieldTerminators == expected
                                    && !endsAt((long) start + stated, end));
            Follows follows = agreed ? Follows.LEADER_OR_END : follows(end);
            if (follows == Follows.NOT_SEEN) {
                return false;
            }
            if (follows == Follows.LEADER_OR_END) {
                return found(
                        end - start,
                        fieldTerminator ? RecordEnding.COMPLETE : RecordEnding.NO_FIELD_TERMINATOR);
            }
            if (fieldTerminator && candidate < 0) {
                candidate = end;
            }
            if (candidate >= 0 && fieldTerminators > expected) {
                return found(candidate - start, RecordEnding.COMPLETE);
            }
            earliest = end;
        }
        if (candidate >= 0 && (window.ended() || last < window.length())) {
            return found(candidate - start, RecordEnding.COMPLETE);
        }
        return window.ended()
                && window.length() - start <= maxRecordBytes
                && found(window.length() - start, RecordEnding.TRUNCATED);
    }

    /** Whether an offset lies after another, with 0x1E 0x1D right before it. */
    private boolean endsAt(long end, int another) {
        MemorySegment memory = window.memory();
        return end > another
                && end <= window.length()
                && memory.get(JAVA_BYTE, end - 1) == Iso2709.RECORD_TERMINATOR
                && memory.get(JAVA_BYTE, end - 2) == Iso2709.FIELD_TERMINATOR;
    }

    private boolean cutBy(int start, int other, int candidate) {
        if (candidate >= 0) {
            return found(candidate - start, RecordEnding.COMPLETE);
        }
        boolean whole =
                other - start > Iso2709.LEADER
                        && window.memory().get(JAVA_BYTE, other - 1) == Iso2709.FIELD_TERMINATOR;
        return found(
                other - start, whole ? RecordEnding.NO_RECORD_TERMINATOR : RecordEnding.TRUNCATED);
    }

    private boolean found(int bytes, RecordEnding how) {
        length = bytes;
        ending = how;
        return true;
    }

    /**
     * The start of a leader whose directory ends with the 0x1E at {@code at}, or -1.
     *
     * @param earliest offset in the window before which it may not begin
     * @param own offset in the window of the record in question
     */
    private int leaderOfDirectoryEndedAt(int at, int earliest, int own) {
        MemorySegment memory = window.memory();
        for (int s = at - Iso2709.LEADER; s >= earliest; s -= Iso2709.ENTRY) {
            if (Digits.five(memory, s + Iso2709.BASE_ADDRESS) == at + 1 - s
                    && Leaders.plausibleButForOne(memory, s)) {
                return s;
            }
        }
        // Right after a terminator a leader is believed even with a base address that lies.
        boolean roomAfterTerminator = earliest > own + 1 && at - earliest >= Iso2709.LEADER;
        return roomAfterTerminator && Leaders.plausibleButForOne(memory, earliest) ? earliest : -1;
    }

    private Follows follows(int end) {
        MemorySegment memory = window.memory();
        int available = window.length();
        for (int i = end; i - end < MOST_FILLER; i++) {
            if (i == available) {
                return window.ended() ? Follows.LEADER_OR_END : Follows.NOT_SEEN;
            }
            if (i + Iso2709.LEADER > available && !window.ended()) {
                return Follows.NOT_SEEN;
            }
            if (i + Iso2709.LEADER <= available && Leaders.plausible(memory, i)) {
                return Follows.LEADER_OR_END;
            }
            if (!Filler.isFiller(memory.get(JAVA_BYTE, i))) {
                return Follows.SOMETHING_ELSE;
            }
        }
        return Follows.LEADER_OR_END;
    }

    /**
     * Bytes in which there is neither an end nor another leader, where these hold more terminators
     * than a record; else 0.
     */
    int withoutEnd() {
        return withoutEnd;
    }

    /** Terminators before there. */
    int terminators() {
        return terminators;
    }

    /** Bytes of the record found last. */
    int length() {
        return length;
    }

    /** How its end was found. */
    RecordEnding ending() {
        return ending;
    }
}
