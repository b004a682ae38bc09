package org.panamarc.internal.frame;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/** Tells a leader from other bytes, although any one part of it may lie. */
public final class Leaders {
    private static final int TYPE_OF_RECORD = 6;
    private static final int INDICATOR_COUNT = 10;
    private static final int ENTRY_MAP = 20;
    private static final int ENOUGH = 3;

    private Leaders() {}

    /**
     * Whether 24 bytes look like a leader: printable ASCII that shows three of four signs, namely a
     * record length in digits, a base address in digits, indicator and subfield code counts of 2,
     * and an entry map that begins with 45 (MARC 21 Leader; UNIMARC's is the same in these). The
     * type of record is no digit in either, but the inside of a directory is nothing but digits.
     *
     * @param at offset in the memory; at least 24 bytes must follow
     */
    public static boolean plausible(MemorySegment memory, int at) {
        int signs = pair(memory, at + INDICATOR_COUNT, '2', '2');
        signs += pair(memory, at + ENTRY_MAP, '4', '5');
        if (signs == 0 || isDigit(memory.get(JAVA_BYTE, at + TYPE_OF_RECORD))) {
            return false;
        }
        signs += Digits.five(memory, at) >= 0 ? 1 : 0;
        signs += Digits.five(memory, at + Marc.BASE_ADDRESS) >= 0 ? 1 : 0;
        return signs >= ENOUGH && printable(memory, at);
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }

    private static int pair(MemorySegment memory, int at, char first, char second) {
        return memory.get(JAVA_BYTE, at) == first && memory.get(JAVA_BYTE, at + 1) == second
                ? 1
                : 0;
    }

    private static boolean printable(MemorySegment memory, int at) {
        for (int i = at; i < at + Marc.LEADER; i++) {
            byte value = memory.get(JAVA_BYTE, i);
            if (value < 0x20 || value == 0x7F) {
                return false;
            }
        }
        return true;
    }
}
