package org.panamarc.internal.charset;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What the bytes of a record are, whatever its leader says.
 *
 * <p>MARC-8 text is hardly ever well-formed UTF-8, since its marks, 0xE0 to 0xFE, come before
 * letters of ASCII. UTF-8 text damaged at some places still has more well-formed sequences than
 * others.
 */
public enum Coding {
    /** Nothing but ASCII, in which MARC-8 and UTF-8 agree. */
    ASCII("ASCII"),
    /** UTF-8, perhaps damaged. */
    UTF_8("UTF-8"),
    /** MARC-8, the marks and sets of which are not ASCII. */
    MARC_8("MARC-8");

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final int ESCAPE = 0x1B;
    private static final String DESIGNATORS = "$(),-bgps";

    private final String title;

    Coding(String title) {
        this.title = title;
    }

    /** What messages call it. */
    public String title() {
        return title;
    }

    /**
     * Decides the coding of {@code bytes[from, to)}.
     *
     * @param saysUtf8 whether leader/09 is {@code a} (MARC 21 Leader, "Character coding scheme"),
     *     which decides where the bytes do not; escapes among nothing but ASCII are then not looked
     *     for
     */
    public static Coding of(byte[] bytes, int from, int to, boolean saysUtf8) {
        return of(Sequences.of(bytes, from, to), bytes, from, to, saysUtf8);
    }

    /** The same, where the sequences of these bytes are known. */
    public static Coding of(Sequences sequences, byte[] bytes, int from, int to, boolean saysUtf8) {
        if (sequences.isAscii()) {
            return !saysUtf8 && designates(bytes, from, to) ? MARC_8 : ASCII;
        }
        if (sequences.wellFormed() > sequences.malformed()) {
            return UTF_8;
        }
        if (!saysUtf8) {
            return MARC_8;
        }
        return sequences.wellFormed() == 0 && (sequences.ansel() || designates(bytes, from, to))
                ? MARC_8
                : UTF_8;
    }

    /**
     * Whether {@code bytes[from, to)}, some of which are above 0x7F, are UTF-8 in a file that is
     * said to be in another encoding wherever leader/09 is not {@code a}.
     *
     * <p>Text in an encoding of one byte a character is hardly ever well-formed UTF-8. In those of
     * two bytes some pairs are well-formed sequences of two, which therefore prove nothing; in
     * UTF-8 their characters take three.
     *
     * @param saysUtf8 whether leader/09 is {@code a}
     * @param wide whether the other encoding has characters of several bytes
     */
    public static boolean isUtf8(byte[] bytes, int from, int to, boolean saysUtf8, boolean wide) {
        return isUtf8(Sequences.of(bytes, from, to), saysUtf8, wide);
    }

    /** The same, where the sequences of these bytes are known. */
    public static boolean isUtf8(Sequences sequences, boolean saysUtf8, boolean wide) {
        int wellFormed = sequences.wellFormed();
        int malformed = sequences.malformed();
        if (saysUtf8) {
            return malformed == 0 || (wide ? wellFormed > malformed : wellFormed > 0);
        }
        return malformed == 0 && (!wide || sequences.large() > 0);
    }

    /**
     * Whether an escape sequence designates a MARC-8 set; sets whose characters are all below 0x80
     * are recognized by that alone.
     */
    public static boolean designates(byte[] bytes, int from, int to) {
        int last = to - 1; // an escape there designates nothing
        for (int i = firstEscape(bytes, from, last); i < last; ) {
            if (DESIGNATORS.indexOf(bytes[i + 1]) >= 0) {
                return true;
            }
            i = firstEscape(bytes, i + 1, last);
        }
        return false;
    }

    /** Whether a control function of C1 is written in seven bits, ESC H for 8/8 (ISO 2022). */
    public static boolean hasControlFunction(byte[] bytes, int from, int to) {
        for (int i = firstEscape(bytes, from, to - 1);
                i < to - 1;
                i = firstEscape(bytes, i + 1, to - 1)) {
            if (bytes[i + 1] == 'H' || bytes[i + 1] == 'I') {
                return true;
            }
        }
        return false;
    }

    /** Whether an escape sequence makes a set G1, so that bytes above 0x7F are of that set. */
    static boolean designatesG1(byte[] bytes, int from, int to) {
        for (int i = firstEscape(bytes, from, to); i < to; i = firstEscape(bytes, i + 1, to)) {
            int place = i + 1 < to && bytes[i + 1] == '$' ? i + 2 : i + 1;
            if (place < to && (bytes[place] == ')' || bytes[place] == '-')) {
                return true;
            }
        }
        return false;
    }

    private static int firstEscape(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - 8; i += 8) {
            long other = (long) WORD.get(bytes, i) ^ ESCAPE * ONES;
            if (((other - ONES) & ~other & HIGHS) != 0) {
                break;
            }
        }
        while (i < to && bytes[i] != ESCAPE) {
            i++;
        }
        return i;
    }
}
