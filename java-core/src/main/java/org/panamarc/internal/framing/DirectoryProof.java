package org.panamarc.internal.framing;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.kernel.StructuralIndex;
import org.panamarc.internal.source.Window;

/**
 * Whether a directory proves by itself that a record begins at a place, whatever the leader before
 * it says: it has whole entries and an 0x1E after them, the first entry states numbers, and at
 * least half of the entries, taken in order, state a field that begins after an 0x1E and ends on
 * one. Nine digits that lead to the right bytes are no accident.
 */
final class DirectoryProof {
    /** What is known of a place. */
    enum Answer {
        PROVEN,
        NOT_PROVEN,
        /** More of the input must be seen: {@link #needed}. */
        NOT_SEEN
    }

    /** The number of wrong entries from which they are no longer few. */
    private static final int FEW = 2;

    /** Bytes of 24 characters in UTF-8, and of an entry. */
    private static final int FIRST_LOOK = 4 * Iso2709.LEADER + Iso2709.ENTRY;

    private static final int LENGTH = 3; // offset in an entry, 4 digits
    private static final int START = 7; // 5 digits

    private final Window window;
    private final StructuralIndex index;
    private int needed;
    private int firstTerminator;

    DirectoryProof(Window window, StructuralIndex index) {
        this.window = window;
        this.index = index;
    }

    /**
     * Looks at a place.
     *
     * @param start offset in the window of what should be a leader
     * @param first index of the first terminator at or after it
     */
    Answer look(int start, int first) {
        int left = window.length() - start;
        if (left < FIRST_LOOK && !window.ended()) {
            needed = FIRST_LOOK;
            return Answer.NOT_SEEN;
        }
        MemorySegment memory = window.memory();
        Answer answer = directoryAt(start, start + Iso2709.LEADER, first);
        int size = Leaders.sizeInUtf8(memory, start, window.length());
        if (answer == Answer.NOT_PROVEN && size > Iso2709.LEADER) {
            answer = directoryAt(start, start + size, first);
        }
        return answer;
    }

    /** Bytes that must be seen from the place on for another look. */
    int needed() {
        return needed;
    }

    /** The index of the 0x1E that ends the directory of what was proven last. */
    int firstTerminator() {
        return firstTerminator;
    }

    private Answer directoryAt(int start, int directory, int first) {
        MemorySegment memory = window.memory();
        int available = window.length();
        if (!isEntry(memory, directory, available)) {
            return Answer.NOT_PROVEN; // or bytes before a leader would become part of its record
        }
        int terminator = first;
        while (terminator < index.count && index.positions[terminator] < directory) {
            terminator++; // a byte of the leader
        }
        if (terminator == index.count) {
            boolean none = window.ended() || available - directory > Iso2709.LARGEST_STATED;
            needed = available - start + 1;
            return none ? Answer.NOT_PROVEN : Answer.NOT_SEEN;
        }
        int end = index.positions[terminator];
        if ((end - directory) % Iso2709.ENTRY != 0
                || memory.get(JAVA_BYTE, end) != Iso2709.FIELD_TERMINATOR) {
            return Answer.NOT_PROVEN;
        }
        firstTerminator = terminator;
        return entriesOf(start, directory, end);
    }

    private Answer entriesOf(int start, int directory, int end) {
        MemorySegment memory = window.memory();
        int right = 0;
        int wrong = 0;
        for (int entry = directory; entry < end; entry += Iso2709.ENTRY) {
            int length = Digits.number(memory, entry + LENGTH, 4);
            int from = Digits.number(memory, entry + START, 5);
            int to = end + from + length; // the field's last byte
            boolean stated = length > 0 && from >= 0;
            if (stated && to >= window.length() && !window.ended()) {
                needed = to + 1 - start;
                return Answer.NOT_SEEN;
            }
            if (stated
                    && to < window.length()
                    && memory.get(JAVA_BYTE, end + from) == Iso2709.FIELD_TERMINATOR
                    && memory.get(JAVA_BYTE, to) == Iso2709.FIELD_TERMINATOR) {
                right++;
            } else if (++wrong > FEW && wrong > right) {
                return Answer.NOT_PROVEN;
            }
        }
        return right > 0 && right >= wrong ? Answer.PROVEN : Answer.NOT_PROVEN;
    }

    private static boolean isEntry(MemorySegment memory, int at, int available) {
        return at + Iso2709.ENTRY <= available
                && Digits.number(memory, at + LENGTH, 4) >= 0
                && Digits.number(memory, at + START, 5) >= 0;
    }
}
