package org.panamarc.internal.charset;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.panamarc.internal.kernel.ByteSearch;

/**
 * Numeric character references, such as <code>&amp;#x4E2D;</code>: MARC-8 has the characters of
 * Unicode in them that its sets lack (MARC 21 Specifications, "Conversion Between Environments":
 * lossless conversion).
 *
 * <p>They have four to six hexadecimal digits and name a character above ASCII, or an escape, which
 * no text in MARC-8 can hold. Any other is text.
 */
public final class References {
    /** What is no reference gives. */
    static final int NONE = -1;

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long SIGNS = 0x2323232323232323L; // eight number signs
    private static final long LOWS = 0x7F7F7F7F7F7F7F7FL;
    private static final int PREFIX = 3; // &#x
    private static final int LEAST = 4; // digits
    private static final int MOST = 6;
    private static final int ESCAPE = 0x1B;

    private References() {}

    /** Whether there is one in {@code bytes[from, to)}, which are ASCII. */
    public static boolean areIn(byte[] bytes, int from, int to) {
        int i = firstNumberSign(bytes, from, to);
        while (i < to && (i == from || at(bytes, i - 1, to) == NONE)) {
            i = firstNumberSign(bytes, i + 1, to);
        }
        return i < to;
    }

    /** The offset of the first one in {@code bytes[from, to)}, or {@code to}. */
    static int next(byte[] bytes, int from, int to) {
        int i = ByteSearch.indexOf((byte) '&', bytes, from, to);
        while (i < to && at(bytes, i, to) == NONE) {
            i = ByteSearch.indexOf((byte) '&', bytes, i + 1, to);
        }
        return i;
    }

    /** Text has fewer of these than ampersands. */
    private static int firstNumberSign(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - 32; i += 32) {
            long others =
                    othersAt(bytes, i)
                            & othersAt(bytes, i + 8)
                            & othersAt(bytes, i + 16)
                            & othersAt(bytes, i + 24);
            if ((others | LOWS) != -1) {
                break;
            }
        }
        while (i < to && bytes[i] != '#') {
            i++;
        }
        return i;
    }

    /** The highest bit of each of eight bytes: set where it is no number sign. */
    private static long othersAt(byte[] bytes, int at) {
        return ((long) WORD.get(bytes, at) ^ SIGNS) + LOWS;
    }

    /** The character that a reference at {@code at} means, or {@link #NONE}. */
    static int at(byte[] bytes, int at, int to) {
        int end = endOf(bytes, at, to);
        if (end == NONE) {
            return NONE;
        }
        int point = 0;
        for (int i = at + PREFIX; i < end - 1; i++) {
            point = point << 4 | Character.digit(bytes[i], 16);
        }
        boolean isCharacter =
                point >= 0x80
                        && point <= Character.MAX_CODE_POINT
                        && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
        return isCharacter || point == ESCAPE ? point : NONE;
    }

    /** The offset after what has the form of a reference, or {@link #NONE}. */
    static int endOf(byte[] bytes, int at, int to) {
        int i = at + PREFIX;
        if (i > to || bytes[at] != '&' || bytes[at + 1] != '#' || bytes[at + 2] != 'x') {
            return NONE;
        }
        int first = i;
        while (i < to && i < first + MOST && Character.digit(bytes[i], 16) >= 0) {
            i++;
        }
        return i < to && i - first >= LEAST && bytes[i] == ';' ? i + 1 : NONE;
    }
}
