package org.panamarc.internal.iso2709;

import java.nio.charset.StandardCharsets;
import org.panamarc.internal.Iso2709;

/** What the entries of a directory state, whether true or not. */
final class DirectoryEntries {
    private final byte[] bytes;
    private final int directory; // offset of the first entry

    /** Number of whole entries. */
    final int count;

    /** Stated length of each field with its terminator, or -1 where it is not four digits. */
    final int[] lengths;

    /** Stated offset of each field from the base address, or -1 where it is not five digits. */
    final int[] starts;

    /**
     * The entries of {@code bytes[directory, end)}.
     *
     * @param directory offset of the first entry
     * @param end offset of the byte that ends the directory
     */
    DirectoryEntries(byte[] bytes, int directory, int end) {
        this.bytes = bytes;
        this.directory = directory;
        this.count = (end - directory) / Iso2709.ENTRY;
        this.lengths = new int[count];
        this.starts = new int[count];
        for (int i = 0; i < count; i++) {
            lengths[i] = number(bytes, offset(i) + 3, 4);
            starts[i] = number(bytes, offset(i) + 7, 5);
        }
    }

    private DirectoryEntries(DirectoryEntries other, int[] lengths, int[] starts) {
        this.bytes = other.bytes;
        this.directory = other.directory;
        this.count = other.count;
        this.lengths = lengths;
        this.starts = starts;
    }

    /**
     * The same entries, their numbers taken to count UTF-8 characters of {@code bytes[dataStart,
     * dataEnd)} and turned into bytes; -1 where they lead beyond the data.
     */
    DirectoryEntries countedInCharacters(int dataStart, int dataEnd) {
        int[] offsets = new int[dataEnd - dataStart + 1]; // of each character, from dataStart
        int characters = 0;
        for (int i = dataStart; i < dataEnd; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                offsets[characters++] = i - dataStart;
            }
        }
        offsets[characters] = dataEnd - dataStart;
        int[] byteLengths = new int[count];
        int[] byteStarts = new int[count];
        for (int i = 0; i < count; i++) {
            boolean inside =
                    starts[i] >= 0
                            && starts[i] <= characters
                            && lengths[i] <= characters - starts[i];
            byteStarts[i] = inside ? offsets[starts[i]] : -1;
            byteLengths[i] =
                    inside && lengths[i] >= 0
                            ? offsets[starts[i] + lengths[i]] - byteStarts[i]
                            : -1;
        }
        return new DirectoryEntries(this, byteLengths, byteStarts);
    }

    /** Offset of an entry's first byte, which is its tag's. */
    int offset(int entry) {
        return directory + entry * Iso2709.ENTRY;
    }

    /** An entry's tag, for messages. */
    String tag(int entry) {
        return new String(bytes, offset(entry), 3, StandardCharsets.ISO_8859_1);
    }

    /** An entry's length and start as the input has them, for messages. */
    String stated(int entry) {
        String digits = new String(bytes, offset(entry) + 3, 9, StandardCharsets.ISO_8859_1);
        return "length %s at %s".formatted(digits.substring(0, 4), digits.substring(4));
    }

    /** Five bytes of the leader as they are in the input, for messages. */
    static String quoted(byte[] bytes, int at) {
        return "'" + new String(bytes, at, 5, StandardCharsets.ISO_8859_1) + "'";
    }

    /** Whether most entries state numbers, whether true or not. */
    boolean mostAreNumbers() {
        int numbers = 0;
        for (int i = 0; i < count; i++) {
            numbers += lengths[i] >= 0 && starts[i] >= 0 ? 1 : 0;
        }
        return numbers > count / 2;
    }

    /** Whether twelve bytes state a length and a start in digits. */
    static boolean isEntry(byte[] bytes, int at) {
        return number(bytes, at + 3, 4) >= 0 && number(bytes, at + 7, 5) >= 0;
    }

    /** Whether the entry at an offset states a field that begins after an 0x1E and ends on one. */
    static boolean leadsToField(byte[] bytes, int at, int dataStart, int dataEnd) {
        int length = number(bytes, at + 3, 4);
        int start = number(bytes, at + 7, 5);
        return length > 0
                && start >= 0
                && start <= dataEnd - dataStart - length
                && (start == 0 || bytes[dataStart + start - 1] == Iso2709.FIELD_TERMINATOR)
                && bytes[dataStart + start + length - 1] == Iso2709.FIELD_TERMINATOR;
    }

    /** The number that some digits state, or -1 where they are not all digits. */
    static int number(byte[] bytes, int at, int digits) {
        int number = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
