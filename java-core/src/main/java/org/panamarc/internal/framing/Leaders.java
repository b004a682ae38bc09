package org.panamarc.internal.framing;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.panamarc.internal.Iso2709;

/** Distinguishes a leader from other bytes, although any one part of it may lie. */
public final class Leaders {
    private static final int TYPE_OF_RECORD = 6;
    private static final int INDICATOR_COUNT = 10;
    private static final int ENTRY_MAP = 20;
    private static final int ENOUGH = 3;
    private static final Pattern NOT_ASCII = Pattern.compile("[^\\x00-\\x7F]");

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
        int pairs = pairs(memory, at);
        return pairs > 0
                && !isDigit(memory.get(JAVA_BYTE, at + TYPE_OF_RECORD))
                && pairs + numbers(memory, at) >= ENOUGH
                && oddCharacters(memory, at) == 0;
    }

    /**
     * Whether 24 bytes are a leader but for one character: all that {@link #plausible} asks, but
     * that one character may be anything, such as NUL or one of several bytes.
     */
    public static boolean plausibleButForOne(MemorySegment memory, int at) {
        int pairs = pairs(memory, at);
        return pairs > 0
                && !isDigit(memory.get(JAVA_BYTE, at + TYPE_OF_RECORD))
                && pairs + numbers(memory, at) >= ENOUGH
                && oddCharacters(memory, at) <= 1;
    }

    /**
     * Whether 24 bytes have so much of a leader that a directory after them is worth a look: two of
     * the four signs, and one character that may be anything.
     */
    static boolean conceivable(MemorySegment memory, int at) {
        int pairs = pairs(memory, at);
        return pairs > 0
                && pairs + numbers(memory, at) >= ENOUGH - 1
                && oddCharacters(memory, at) <= 1;
    }

    /**
     * Bytes of a leader: 24, but more where it holds characters of several bytes in UTF-8 and the
     * directory shows that each counts as one.
     *
     * @param end offset in the memory where the record ends
     */
    public static int size(MemorySegment memory, int at, int end) {
        int size = sizeInUtf8(memory, at, end);
        if (size == Iso2709.LEADER) {
            return size;
        }
        int directoryEnd = at + Iso2709.LEADER;
        while (directoryEnd < end
                && memory.get(JAVA_BYTE, directoryEnd) != Iso2709.FIELD_TERMINATOR) {
            directoryEnd++;
        }
        boolean longer =
                (directoryEnd - at - Iso2709.LEADER) % Iso2709.ENTRY != 0
                        && (directoryEnd - at - size) % Iso2709.ENTRY == 0
                        && directoryEnd - at > size;
        return longer ? size : Iso2709.LEADER;
    }

    /**
     * The 24 characters of a leader: a byte as in ISO 8859-1, several that are one character as
     * U+FFFD.
     *
     * @param size of the leader in bytes, as {@link #size} gives it
     */
    public static String characters(byte[] bytes, int at, int size) {
        if (size == Iso2709.LEADER) {
            return new String(bytes, at, size, StandardCharsets.ISO_8859_1);
        }
        MemorySegment memory = MemorySegment.ofArray(bytes);
        StringBuilder text = new StringBuilder();
        for (int next = at; text.length() < Iso2709.LEADER; ) {
            int length = bytesOfCharacter(memory, next, at + size);
            text.append(length > 1 ? '\uFFFD' : (char) (bytes[next] & 0xFF));
            next += length;
        }
        return text.toString();
    }

    /**
     * The 24 characters of a leader; one that is not ASCII is U+FFFD.
     *
     * @param end offset in {@code bytes} where the record ends
     */
    public static String text(byte[] bytes, int at, int end) {
        String text = new String(bytes, at, Iso2709.LEADER, StandardCharsets.US_ASCII);
        if (text.indexOf('\uFFFD') < 0) {
            return text;
        }
        int size = size(MemorySegment.ofArray(bytes), at, end);
        return NOT_ASCII.matcher(characters(bytes, at, size)).replaceAll("\uFFFD");
    }

    /**
     * Puts the 24 characters of a leader into bytes, a blank for what is not printable ASCII.
     *
     * @param end offset in {@code bytes} where the record ends
     * @return how many are not
     */
    public static int copyPrintable(byte[] bytes, int at, int end, byte[] target) {
        System.arraycopy(bytes, at, target, 0, Iso2709.LEADER);
        if (isPrintable(target)) {
            return 0;
        }
        int odd = 0;
        String text = characters(bytes, at, size(MemorySegment.ofArray(bytes), at, end));
        for (int i = 0; i < Iso2709.LEADER; i++) {
            boolean printable = isPrintable(text.charAt(i));
            target[i] = (byte) (printable ? text.charAt(i) : ' ');
            odd += printable ? 0 : 1;
        }
        return odd;
    }

    /** Whether a character is printable ASCII. */
    public static boolean isPrintable(char c) {
        return c >= 0x20 && c < 0x7F;
    }

    private static boolean isPrintable(byte[] leader) {
        boolean printable = true;
        for (byte value : leader) {
            printable &= value >= 0x20 && value != 0x7F;
        }
        return printable;
    }

    /** Bytes of 24 characters, where those of several bytes in UTF-8 are counted as one. */
    static int sizeInUtf8(MemorySegment memory, int at, int end) {
        int next = at;
        for (int i = 0; i < Iso2709.LEADER; i++) {
            next += next < end ? bytesOfCharacter(memory, next, end) : 1;
        }
        return next - at;
    }

    /** Bytes of a character in UTF-8; 1 where there is no character. */
    private static int bytesOfCharacter(MemorySegment memory, int at, int end) {
        int first = memory.get(JAVA_BYTE, at) & 0xFF;
        int bytes = first < 0xC2 || first > 0xF4 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (bytes > end - at) {
            return 1;
        }
        for (int i = at + 1; i < at + bytes; i++) {
            if ((memory.get(JAVA_BYTE, i) & 0xC0) != 0x80) {
                return 1;
            }
        }
        return bytes;
    }

    private static int pairs(MemorySegment memory, int at) {
        return pair(memory, at + INDICATOR_COUNT, '2', '2')
                + pair(memory, at + ENTRY_MAP, '4', '5');
    }

    private static int numbers(MemorySegment memory, int at) {
        return (Digits.five(memory, at) >= 0 ? 1 : 0)
                + (Digits.five(memory, at + Iso2709.BASE_ADDRESS) >= 0 ? 1 : 0);
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }

    private static int pair(MemorySegment memory, int at, char first, char second) {
        return memory.get(JAVA_BYTE, at) == first && memory.get(JAVA_BYTE, at + 1) == second
                ? 1
                : 0;
    }

    /** Characters of 24 bytes that are not printable ASCII. */
    private static int oddCharacters(MemorySegment memory, int at) {
        int odd = 0;
        int end = at + Iso2709.LEADER;
        for (int i = at; i < end; i++) {
            byte value = memory.get(JAVA_BYTE, i);
            if (value < 0x20 || value == 0x7F) {
                odd++;
                i += bytesOfCharacter(memory, i, end) - 1;
            }
        }
        return odd;
    }
}
