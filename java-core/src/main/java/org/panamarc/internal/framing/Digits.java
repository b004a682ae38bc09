package org.panamarc.internal.framing;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Numbers written in ASCII digits. */
final class Digits {
    private static final ValueLayout.OfLong WORD =
            JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long FIVE = 0xFFFFFFFFFFL;

    private Digits() {}

    /** The number that some digits state, or -1 where they are not all digits. */
    static int number(MemorySegment memory, int at, int digits) {
        int number = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = memory.get(JAVA_BYTE, i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /**
     * The number that five digits state, or -1 where they are not all digits.
     *
     * @param at offset in the memory; at least 8 bytes must follow
     */
    static int five(MemorySegment memory, int at) {
        long digits = (memory.get(WORD, at) ^ 0x3030303030L) & FIVE;
        // A byte above 9 carries into its top bit; one above 0x7F has it already.
        if (((digits | (digits + 0x7676767676L)) & 0x8080808080L) != 0) {
            return -1;
        }
        return (int) (digits & 0xF) * 10_000
                + (int) (digits >>> 8 & 0xF) * 1_000
                + (int) (digits >>> 16 & 0xF) * 100
                + (int) (digits >>> 24 & 0xF) * 10
                + (int) (digits >>> 32 & 0xF);
    }
}
