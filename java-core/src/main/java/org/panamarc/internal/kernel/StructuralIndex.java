package org.panamarc.internal.kernel;

import java.util.Arrays;

/** The structural bytes of one window: what a scan found. Mutable and reused from scan to scan. */
public final class StructuralIndex {
    /** Bytes of the window that one bit of {@link #highBytes} is about, as a power of two. */
    static final int GRANULE_SHIFT = 6;

    /** The same as a number. */
    public static final int GRANULE = 1 << GRANULE_SHIFT;

    /** Bytes of the window that four bits of {@link #notes} are about, as a power of two. */
    static final int PAGE_SHIFT = 12;

    private static final int MISSING_CODE = 1;
    private static final int ESCAPED = 2;
    private static final int NOT_UTF8 = 4;
    private static final byte DELIMITER = 0x1F;

    /** Offsets in the window, ascending; only the first {@link #count} are meant. */
    public int[] positions = new int[1024];

    /** Number of positions. */
    public int count;

    /** One bit for each 64 bytes of the window: set where one of them is 0x80 or above. */
    public long[] highBytes = new long[16];

    /**
     * Four bits for each 4096 bytes: the first set where a subfield delimiter may lack its subfield
     * code, the second where an escape sequence begins, the third where a byte may not be UTF-8.
     */
    public long[] notes = new long[16];

    /** Empties the index and makes room for the maps of a window of that many bytes. */
    void reset(int length) {
        count = 0;
        int words = highWords(length);
        if (highBytes.length < words) {
            highBytes = new long[words];
            notes = new long[(words >>> 4) + 1];
        }
        Arrays.fill(notes, 0);
    }

    /** Makes room for more positions. */
    void reserve(int more) {
        if (more > positions.length - count) {
            positions = Arrays.copyOf(positions, Math.max(count + more, positions.length * 2));
        }
    }

    /** Words of 64 bits that the map of high bytes of a window of that many bytes takes. */
    static int highWords(int length) {
        return (int) (((long) length + 4095) >>> 12);
    }

    /**
     * Notes in the map where two bytes of the window are a subfield delimiter and what is no code.
     *
     * @param at offset in the window of the second
     */
    void noteMissingCode(byte first, byte second, int at) {
        if (first == DELIMITER && second >= 0 && second <= DELIMITER) {
            note(at, MISSING_CODE);
        }
    }

    /**
     * Notes in the map that an escape sequence begins.
     *
     * @param at offset in the window of its first byte
     */
    void noteEscape(int at) {
        note(at, ESCAPED);
    }

    /**
     * Notes in the map that there are bytes of 0x80 and above, of which nobody said that they are
     * UTF-8.
     *
     * @param at offset in the window of one of the 64 bytes that they are among
     */
    void noteUnchecked(int at) {
        note(at, NOT_UTF8);
    }

    /**
     * Adds notes of neighbouring pages.
     *
     * @param at offset in the window of the first page, whose notes are the lowest four bits; what
     *     is said of all of them is in one word of the map
     */
    void note(int at, long noted) {
        int page = at >>> PAGE_SHIFT;
        notes[page >>> 4] |= noted << (4 * page);
    }

    /**
     * What was noted of the pages of {@code [from, to)}, for {@link #mayLackCode}, {@link
     * #mayEscape} and {@link #isUtf8}.
     */
    public int notes(int from, int to) {
        int noted = 0;
        for (int page = from >>> PAGE_SHIFT; page << PAGE_SHIFT < to; page++) {
            noted |= (int) (notes[page >>> 4] >>> (4 * page));
        }
        return noted & (MISSING_CODE | ESCAPED | NOT_UTF8);
    }

    /**
     * Whether a structural byte may follow a subfield delimiter, where a subfield code belongs; if
     * not, none does.
     */
    public static boolean mayLackCode(int notes) {
        return (notes & MISSING_CODE) != 0;
    }

    /** Whether an escape sequence (0x1B) may begin; if not, none does. */
    public static boolean mayEscape(int notes) {
        return (notes & ESCAPED) != 0;
    }

    /**
     * Whether all bytes of these pages are well-formed UTF-8 after those before them. A sequence
     * may begin before the first page, and end after the last one.
     */
    public static boolean isUtf8(int notes) {
        return (notes & NOT_UTF8) == 0;
    }

    /**
     * The first offset from {@code from} on that may hold a byte of 0x80 or above, or {@code to}.
     * All bytes passed over are below 0x80; the byte there need not be above, but one in the same
     * 64 bytes is.
     */
    public int nextHigh(int from, int to) {
        if (from >= to) {
            return to;
        }
        int granule = from >>> GRANULE_SHIFT;
        int word = granule >>> 6;
        int lastWord = (to - 1) >>> GRANULE_SHIFT >>> 6;
        long marks = highBytes[word] & (-1L << granule);
        while (marks == 0) {
            if (word == lastWord) {
                return to;
            }
            marks = highBytes[++word];
        }
        int found = ((word << 6) + Long.numberOfTrailingZeros(marks)) << GRANULE_SHIFT;
        return Math.clamp(found, from, to);
    }

    /** The offset after the block of 64 bytes that an offset lies in. */
    public static int granuleEnd(int offset) {
        return (offset | ((1 << GRANULE_SHIFT) - 1)) + 1;
    }
}
