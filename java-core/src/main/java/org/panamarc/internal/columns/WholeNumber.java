package org.panamarc.internal.columns;

/**
 * Reads text as a whole number of 64 bits: digits that may have a sign before them, and blanks
 * around. Reused; not thread-safe.
 */
final class WholeNumber {
    private long value;

    /** The number read last. */
    long value() {
        return value;
    }

    /** Reads a number; whether the text is one. */
    boolean read(byte[] bytes, int from, int to) {
        int at = from;
        int end = to;
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        while (at < end && bytes[end - 1] == ' ') {
            end--;
        }
        boolean negative = at < end && bytes[at] == '-';
        if (negative || (at < end && bytes[at] == '+')) {
            at++;
        }
        long read = at < end ? negativeNumber(bytes, at, end) : 1;
        if (read > 0 || (!negative && read == Long.MIN_VALUE)) {
            return false;
        }
        value = negative ? read : -read;
        return true;
    }

    /** The negative of digits, as there is one more of these; above 0 where it is not a number. */
    private static long negativeNumber(byte[] bytes, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || value < (Long.MIN_VALUE + digit) / 10) {
                return 1;
            }
            value = 10 * value - digit;
        }
        return value;
    }
}
