package org.panamarc.internal.columns;

/** International Standard Book Numbers (ISO 2108). */
public final class Isbn {
    /** Digits of one since 2007. */
    public static final int LENGTH = 13;

    private static final int OLD_LENGTH = 10;

    private Isbn() {}

    /**
     * Makes a value an ISBN of 13 digits.
     *
     * @param bytes a value that begins with an ISBN, which may have blanks before it, and hyphens
     *     or single blanks in it; whatever is after it does not matter
     * @param target receives 13 digits
     * @return whether it is one, its check digit right
     */
    public static boolean normalize(byte[] bytes, int from, int to, byte[] target) {
        byte[] found = new byte[LENGTH + 1];
        int size = 0;
        for (int i = from; i < to && size <= LENGTH; i++) {
            byte value = bytes[i];
            if (isDigit(value) || ((value | 0x20) == 'x' && size == OLD_LENGTH - 1)) {
                found[size++] = value;
            } else if (value == ' ' && size > 0 && endsAtBlank(bytes, i, to, found, size)) {
                break;
            } else if (value != ' ' && value != '-') {
                break;
            }
        }
        if (size == LENGTH && check(found) == found[LENGTH - 1]) {
            System.arraycopy(found, 0, target, 0, LENGTH);
            return true;
        }
        if (size == OLD_LENGTH && isOld(found)) {
            target[0] = '9';
            target[1] = '7';
            target[2] = '8';
            System.arraycopy(found, 0, target, 3, OLD_LENGTH - 1);
            target[LENGTH - 1] = check(target);
            return true;
        }
        return false;
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }

    /** Whether a blank ends the number: it is whole, or no digit is next. */
    private static boolean endsAtBlank(byte[] bytes, int at, int to, byte[] found, int size) {
        boolean whole = size == LENGTH || (size == OLD_LENGTH && isOld(found));
        return whole || at + 1 == to || !(isDigit(bytes[at + 1]) || (bytes[at + 1] | 0x20) == 'x');
    }

    /** The check digit of 12 digits: weights 1 and 3 in turn, modulo 10. */
    private static byte check(byte[] digits) {
        int sum = 0;
        for (int i = 0; i < LENGTH - 1; i++) {
            sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
        }
        return (byte) ('0' + (10 - sum % 10) % 10);
    }

    /** Whether 10 digits have the right check digit: weights 10 to 1, modulo 11, where X is 10. */
    private static boolean isOld(byte[] digits) {
        int sum = 0;
        for (int i = 0; i < OLD_LENGTH; i++) {
            int digit = isDigit(digits[i]) ? digits[i] - '0' : 10;
            sum += digit * (OLD_LENGTH - i);
        }
        return sum % 11 == 0;
    }
}
