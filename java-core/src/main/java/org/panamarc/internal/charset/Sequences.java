package org.panamarc.internal.charset;

/**
 * What the bytes above 0x7F of a text are.
 *
 * @param wellFormed well-formed UTF-8 sequences
 * @param large those of three bytes or four
 * @param malformed bytes of no such sequence
 * @param ansel whether each malformed byte is more likely ANSEL than a part of UTF-8
 * @param cut malformed bytes of a sequence that the end of the text cuts short
 */
public record Sequences(int wellFormed, int large, int malformed, boolean ansel, int cut) {
    /** Looks at {@code bytes[from, to)}. */
    public static Sequences of(byte[] bytes, int from, int to) {
        int wellFormed = 0;
        int large = 0;
        int malformed = 0;
        boolean ansel = true;
        int cut = 0;
        for (int i = Utf8.firstHigh(bytes, from, to); i < to; ) {
            int size = Utf8.sequence(bytes, i, to);
            if (size > 0) {
                wellFormed++;
                large += size > 2 ? 1 : 0;
            } else {
                malformed++;
                cut = cut == 0 && Utf8.isCut(bytes, i, to) ? to - i : cut;
                ansel &= cut == 0 && isAnsel(bytes, i, to);
                size = 1;
            }
            i = Utf8.firstHigh(bytes, i + size, to);
        }
        return new Sequences(wellFormed, large, malformed, ansel, cut);
    }

    /** Whether there are no bytes above 0x7F. */
    public boolean isAscii() {
        return wellFormed + malformed == 0;
    }

    /** Whether the byte at {@code i} is a letter or sign of ANSEL, or a mark before a letter. */
    private static boolean isAnsel(byte[] bytes, int i, int to) {
        int value = bytes[i] & 0xFF;
        if (value < 0xA1) {
            return CodeTable.CONTROLS.at(value) != CodeTable.NONE;
        }
        int point = CodeTable.ANSEL.at(value & 0x7F);
        if ((point & CodeTable.MARK) == 0) {
            return value != 0xFF && point != CodeTable.NONE;
        }
        int next = i + 1 < to ? bytes[i + 1] & 0xFF : 0;
        return next >= 0xA1 || Character.isLetter(next);
    }
}
