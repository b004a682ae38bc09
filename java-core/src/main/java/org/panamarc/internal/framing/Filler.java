package org.panamarc.internal.framing;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/** What some writers put between records: newlines, NUL, 0x1A, spaces, a byte order mark. */
final class Filler {
    private Filler() {}

    /**
     * The offset of the first byte in {@code memory[from, to)} that is no filler, or {@code to}.
     */
    static int firstOther(MemorySegment memory, int from, int to) {
        int i = from;
        while (i < to && isFiller(memory.get(JAVA_BYTE, i))) {
            i++;
        }
        return i;
    }

    /** The three bytes of a byte order mark count one by one: a window may end between them. */
    static boolean isFiller(byte value) {
        return switch (value) {
            case '\n', '\r', ' ', 0x00, 0x1A, (byte) 0xEF, (byte) 0xBB, (byte) 0xBF -> true;
            default -> false;
        };
    }
}
