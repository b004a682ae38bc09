package org.panamarc.internal.parse;

import java.util.Arrays;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.iso2709.RecordEncoder;

/**
 * Values of a record in UTF-8, put together from text in UTF-16. What ISO 2709 cannot have in a
 * value is replaced by U+FFFD. Mutable, reused from record to record, not thread-safe.
 */
final class ValueText {
    /** Takes note of a character that was replaced. */
    interface Replaced {
        void replaced(char c);
    }

    /** U+FFFD in UTF-8. */
    private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

    private final Replaced onReplaced;
    private int pending; // a high surrogate, whose other half was not appended yet; else 0

    /** The values, up to {@link #end}; another array after {@link #reserve}. */
    byte[] bytes = new byte[16 * 1024];

    /** Offset of the first free byte. */
    int end;

    /** Whether there are bytes of 0x80 and above. */
    boolean high;

    /** Whether there was more than any record of ISO 2709 can have. */
    boolean tooLarge;

    ValueText(Replaced onReplaced) {
        this.onReplaced = onReplaced;
    }

    /** Forgets the values. */
    void clear() {
        end = 0;
        high = false;
        tooLarge = false;
        pending = 0;
    }

    /** Appends text. */
    void append(String text) {
        int length = text.length();
        reserve(3 * length + 3);
        int i = 0;
        while (pending == 0 && i < length && text.charAt(i) >= 0x20 && text.charAt(i) < 0x80) {
            bytes[end++] = (byte) text.charAt(i++);
        }
        while (i < length) {
            append(text.charAt(i++));
        }
    }

    /** Appends text, perhaps a part of a longer one. */
    void append(char[] text, int from, int length) {
        reserve(3 * length + 3);
        int i = from;
        int stop = from + length;
        if (pending == 0) {
            byte[] target = bytes;
            int at = end;
            while (i < stop && text[i] >= 0x20 && text[i] < 0x80) {
                target[at++] = (byte) text[i++];
            }
            end = at;
        }
        while (i < stop) {
            append(text[i++]);
        }
    }

    /** Appends a UTF-16 unit, for which there is room. */
    private void append(char c) {
        if (pending != 0 && Character.isLowSurrogate(c)) {
            int point = Character.toCodePoint((char) pending, c);
            pending = 0;
            bytes[end++] = (byte) (0xF0 | (point >> 18));
            bytes[end++] = (byte) (0x80 | ((point >> 12) & 0x3F));
            bytes[end++] = (byte) (0x80 | ((point >> 6) & 0x3F));
            bytes[end++] = (byte) (0x80 | (point & 0x3F));
            return;
        }
        settle();
        if (c < 0x80) {
            if (c >= Iso2709.RECORD_TERMINATOR && c <= Iso2709.SUBFIELD_DELIMITER) {
                replace(c);
            } else {
                bytes[end++] = (byte) c;
            }
            return;
        }
        high = true;
        if (Character.isHighSurrogate(c)) {
            pending = c;
        } else if (Character.isLowSurrogate(c)) {
            replace(c);
        } else if (c < 0x800) {
            bytes[end++] = (byte) (0xC0 | (c >> 6));
            bytes[end++] = (byte) (0x80 | (c & 0x3F));
        } else {
            bytes[end++] = (byte) (0xE0 | (c >> 12));
            bytes[end++] = (byte) (0x80 | ((c >> 6) & 0x3F));
            bytes[end++] = (byte) (0x80 | (c & 0x3F));
        }
    }

    /** Replaces a high surrogate whose other half did not come. */
    void settle() {
        if (pending != 0) {
            char alone = (char) pending;
            pending = 0;
            replace(alone);
        }
    }

    private void replace(char c) {
        onReplaced.replaced(c);
        reserve(3 + 3);
        System.arraycopy(REPLACEMENT, 0, bytes, end, 3);
        end += 3;
        high = true;
    }

    void reserve(int more) {
        if (more > RecordEncoder.LARGEST_RECORD - end) {
            tooLarge = true;
            end = 0; // what comes is of no use, and must not fill the memory
        }
        if (more > bytes.length - end) {
            bytes = Arrays.copyOf(bytes, Math.max(end + more, bytes.length * 2));
        }
    }
}
