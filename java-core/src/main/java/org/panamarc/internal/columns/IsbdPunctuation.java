package org.panamarc.internal.columns;

/**
 * The punctuation that ISBD, the International Standard Bibliographic Description, puts between the
 * parts of a description, and MARC 21 records have at the end of values.
 */
final class IsbdPunctuation {
    private static final int LETTERS = 3; // before a full stop that is no abbreviation's

    private IsbdPunctuation() {}

    /**
     * Where a value of UTF-8 ends without blanks and {@code , / ; : = +}, then a full stop after
     * three letters or digits, then blanks.
     */
    static int endWithout(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && isSeparator(bytes[end - 1])) {
            end--;
        }
        if (end - from > LETTERS && bytes[end - 1] == '.' && isWord(bytes, end - 1 - LETTERS)) {
            end--;
        }
        return end;
    }

    private static boolean isSeparator(byte value) {
        return switch (value) {
            case ' ', ',', '/', ';', ':', '=', '+' -> true;
            default -> false;
        };
    }

    /** Whether three bytes are letters or digits; those of 0x80 and above count as such. */
    private static boolean isWord(byte[] bytes, int from) {
        for (int i = from; i < from + LETTERS; i++) {
            int lower = bytes[i] | 0x20;
            boolean letter = lower >= 'a' && lower <= 'z';
            if (!letter && bytes[i] >= 0 && (bytes[i] < '0' || bytes[i] > '9')) {
                return false;
            }
        }
        return true;
    }
}
