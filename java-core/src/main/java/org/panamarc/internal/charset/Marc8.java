package org.panamarc.internal.charset;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes values in MARC-8 (MARC 21 Specifications, "Character Sets and Encoding Options: MARC-8
 * Encoding Environment"), and in the sets of UNIMARC, which are written in the same way. Mutable,
 * reused from value to value, not thread-safe.
 *
 * <pre>
 * at the start, and after each subfield delimiter: G0 is ASCII, G1 is ANSEL, in UNIMARC its own
 * the byte after a delimiter is the subfield's code: it is no text and stays as it is
 * for each character of the text:
 *     an escape sequence designates another set as G0 or G1
 *     a combining mark waits for its base, which it precedes in MARC-8 and follows in Unicode
 *     any other character is written, and the waiting marks after it, in the order they came
 * marks still waiting at a delimiter, a control character or the end are written there
 * </pre>
 *
 * <p>The two halves of a ligature or a tilde that spans two letters become the one double mark
 * between them, as the code tables ask since 2004. A half without its other half is written as the
 * tables' alternative, U+FE20 to U+FE23, so that it is not lost. ISO 5426 has one first half for
 * both: the second half decides which it is.
 *
 * <p>It is one file, longer than others, since all of its steps share the sets and marks at hand.
 */
public final class Marc8 implements ValueDecoder {
    private static final int MOST_GROWTH = 3;

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long LOWS = 0x7F7F7F7F7F7F7F7FL;
    private static final long HIGHS = 0x8080808080808080L;
    private static final int ESCAPE = 0x1B;
    private static final long ESCAPES = ESCAPE * ONES;
    private static final int DELIMITER = 0x1F;
    private static final int REPLACEMENT = 0xFFFD;
    private static final int NOWHERE = -1;
    private static final byte[] NOTHING = {};

    private final String name;
    private final CodeTable firstG1; // G1 at the start of a subfield
    private final boolean unimarc;
    private final long secondStop; // what copying ASCII stops at, escapes aside
    private boolean mixed; // whether well-formed UTF-8 sequences are characters
    private CodeTable g0 = CodeTable.ASCII;
    private CodeTable g1;
    private char[] waiting = new char[8]; // combining marks whose base has not come yet
    private int waitingCount;
    private int openDouble = NOWHERE; // offset in out of a double mark without its other half yet
    private byte[] out = NOTHING;
    private int end; // offset of the first free byte in out
    private int firstUndecodable = NOWHERE;

    /** A decoder of MARC-8, which reads {@link References} as the characters they mean. */
    public Marc8() {
        this(false);
    }

    /**
     * A decoder of MARC-8.
     *
     * @param keepReferences whether {@link References} stay as they are
     */
    public Marc8(boolean keepReferences) {
        this("MARC-8", CodeTable.ANSEL, false, !keepReferences);
    }

    private Marc8(String name, CodeTable firstG1, boolean unimarc, boolean references) {
        this.name = name;
        this.secondStop = (references ? '&' : ESCAPE) * ONES;
        this.firstG1 = firstG1;
        this.unimarc = unimarc;
        this.g1 = firstG1;
    }

    /**
     * A decoder for UNIMARC: G1 is this set, and escape sequences designate ISO 5426 and ISO 6438,
     * too.
     *
     * @param set has a table
     */
    static Marc8 unimarc(UnimarcSet set) {
        return new Marc8(set.title(), set.table(), true, false);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int mostGrowth() {
        return MOST_GROWTH;
    }

    /**
     * As {@link #decode}, but in text whose bytes above 0x7F are UTF-8, with escape sequences among
     * it that make other sets G0.
     */
    int decodeAmongUtf8(byte[] in, int from, int to, byte[] out, int at) {
        mixed = true;
        try {
            return decode(in, from, to, out, at);
        } finally {
            mixed = false;
        }
    }

    @Override
    public int decode(byte[] in, int from, int to, byte[] out, int at) {
        this.out = out;
        end = at;
        firstUndecodable = NOWHERE;
        CodeTable plainG1 = firstG1;
        int i = from;
        while (true) {
            if (g0 == CodeTable.ASCII
                    && g1 == plainG1
                    && waitingCount == 0
                    && openDouble == NOWHERE) {
                i = copyAscii(in, i, to);
            }
            if (i == to) {
                endSubfield();
                this.out = NOTHING; // so that a decoder at rest keeps no batch's memory
                return end;
            }
            int value = in[i] & 0xFF;
            if (i > from && in[i - 1] == DELIMITER) {
                i = code(value, i);
            } else if (value == ESCAPE) {
                i = escape(in, i, to);
            } else if (value < 0x20) {
                i = control(value, i);
            } else if (value == 0x20 || value == 0x7F) {
                base(value);
                i++;
            } else if (value == '&' && secondStop != ESCAPES && g0 == CodeTable.ASCII) {
                i = ampersand(in, i, to);
            } else if (value < 0x80) {
                i = character(g0, in, i, to);
            } else if (mixed) {
                i = unicode(in, i, to);
            } else if (value >= 0xA1 && value < 0xFF) {
                i = character(g1, in, i, to);
            } else {
                i = known(controls().at(value), i, 1);
            }
        }
    }

    private CodeTable controls() {
        return unimarc ? Iso5426.CONTROLS : CodeTable.CONTROLS;
    }

    @Override
    public int firstUndecodable() {
        return firstUndecodable;
    }

    /**
     * Copies up to the first byte that is an escape, may begin a reference or is not ASCII; returns
     * its offset, or to.
     */
    private int copyAscii(byte[] in, int from, int to) {
        int i = from;
        int o = end;
        for (; i <= to - 8; i += 8, o += 8) {
            long word = (long) WORD.get(in, i);
            // The highest bit of each byte: not set where it is the one or the other. A byte that
            // is
            // not ASCII may clear it for the bytes after it, which do not count then.
            long others = ((word ^ ESCAPES) + LOWS) & ((word ^ secondStop) + LOWS);
            long stops = (word | ~others) & HIGHS;
            // Whole words are written even where only their first bytes count: what follows will
            // overwrite the rest, and there is room for it.
            WORD.set(out, o, word);
            if (stops != 0) {
                int plain = Long.numberOfTrailingZeros(stops) >>> 3;
                end = o + plain;
                return i + plain;
            }
        }
        while (i < to && in[i] >= 0 && in[i] != ESCAPE && in[i] != (byte) secondStop) {
            out[o++] = in[i++];
        }
        end = o;
        return i;
    }

    /** Writes the character that a reference means, or the ampersand that begins none. */
    private int ampersand(byte[] in, int i, int to) {
        int point = References.at(in, i, to);
        base(point == References.NONE ? '&' : point);
        return point == References.NONE ? i + 1 : References.endOf(in, i, to);
    }

    /** Writes a character in UTF-8 as it is. */
    private int unicode(byte[] in, int i, int to) {
        int size = Utf8.sequence(in, i, to);
        return size == 0 ? undecodable(i, 1) : known(Utf8.point(in, i, size), i, size);
    }

    private int code(int value, int i) {
        if (value < 0x80) {
            out[end++] = (byte) value;
            return i + 1;
        }
        return undecodable(i, 1);
    }

    private int control(int value, int i) {
        if (value == DELIMITER) {
            endSubfield();
        } else {
            endMarks();
        }
        out[end++] = (byte) value;
        return i + 1;
    }

    /**
     * Obeys an escape sequence: ESC g, b, p or s; or ESC, $ for more than one byte a character, one
     * of {@code ( , ) -} for G0 or G1, which may be missing after $, and a final character, before
     * which ANSEL has another {@code !}. As in other readers, the final character alone decides the
     * set.
     *
     * <p>In UNIMARC, ESC and a character from 4/0 to 5/15 is a control function of C1 in seven bits
     * (ISO 2022): ESC H and ESC I are 8/8 and 8/9, between which a filing program skips (ISO 6630).
     */
    private int escape(byte[] in, int at, int to) {
        int i = at + 1;
        boolean several = i < to && in[i] == '$';
        if (several) {
            i++;
        }
        int place = i < to ? in[i] : 0;
        boolean second = place == ')' || place == '-';
        boolean stated = second || place == '(' || place == ',';
        if (stated) {
            i++;
        }
        boolean designates = several || stated;
        if (designates && i + 1 < to && in[i] == '!' && in[i + 1] == 'E') {
            i++;
        }
        int last = i < to ? in[i] : 0;
        if (unimarc && i == at + 1 && last >= 0x40 && last < 0x60) {
            int function = controls().at(last + 0x40);
            return function == CodeTable.NONE ? undecodable(at, 1) : known(function, at, 2);
        }
        CodeTable set = last > 0 ? withFinal(last) : null;
        boolean custom = last == 'g' || last == 'b' || last == 'p' || last == 's';
        if (set == null || !(designates || custom)) {
            return undecodable(at, 1);
        }
        if (second) {
            g1 = set;
        } else {
            g0 = set;
        }
        return i + 1;
    }

    private @Nullable CodeTable withFinal(int character) {
        if (unimarc && character == Iso5426.FINAL) {
            return Iso5426.SET;
        }
        return unimarc && character == UnimarcTables.AFRICAN_FINAL
                ? UnimarcTables.AFRICAN
                : CodeTable.withFinal(character);
    }

    private int character(CodeTable set, byte[] in, int i, int to) {
        return set == CodeTable.EACC ? ofThree(in, i, to) : known(set.at(in[i] & 0x7F), i, 1);
    }

    /** Reads a character of EACC; its bytes are all of G0 or all of G1. */
    private int ofThree(byte[] in, int i, int to) {
        int high = in[i] & 0x80;
        int last = Math.min(to, i + 3);
        int j = i + 1;
        // The third byte alone may be 0x20: U+3000 is 21 23 20.
        while (j < last && (in[j] & 0x80) == high && (in[j] & 0x7F) >= (j == i + 2 ? 0x20 : 0x21)) {
            j++;
        }
        return known(
                j == i + 3
                        ? Eacc.at(in[i] & 0x7F, in[i + 1] & 0x7F, in[i + 2] & 0x7F)
                        : CodeTable.NONE,
                i,
                j - i);
    }

    /** Takes what a table says of the character of {@code length} bytes at {@code i}. */
    private int known(int point, int i, int length) {
        if (point == CodeTable.NONE) {
            return undecodable(i, length);
        }
        if ((point & CodeTable.MARK) == 0) {
            base(point);
        } else {
            if (waitingCount == waiting.length) {
                waiting = Arrays.copyOf(waiting, waitingCount * 2);
            }
            waiting[waitingCount++] = (char) point;
        }
        return i + length;
    }

    private int undecodable(int i, int length) {
        if (firstUndecodable == NOWHERE) {
            firstUndecodable = i;
        }
        base(REPLACEMENT);
        return i + length;
    }

    /** Writes a character that is no mark, and the waiting marks after it. */
    private void base(int point) {
        write(point);
        if (waitingCount == 0 && openDouble == NOWHERE) {
            return;
        }
        int before = openDouble;
        openDouble = NOWHERE;
        for (int i = 0; i < waitingCount; i++) {
            char mark = waiting[i];
            if (before != NOWHERE && (mark == rightHalf(before) || becomes(before, mark))) {
                before = NOWHERE; // the double mark, which is written, means both halves
            } else {
                if (mark == CodeTable.DOUBLE_LIGATURE || mark == CodeTable.DOUBLE_TILDE) {
                    openDouble = end;
                }
                write(mark);
            }
        }
        waitingCount = 0;
        if (before != NOWHERE) {
            halve(before);
        }
    }

    /** In UNIMARC, makes the double mark written at {@code at} the one whose other half comes. */
    private boolean becomes(int at, char mark) {
        boolean other =
                unimarc && (mark == CodeTable.LIGATURE_RIGHT || mark == CodeTable.TILDE_RIGHT);
        if (other) {
            out[at + 1] ^= 1; // U+0361 becomes U+0360, and the other way round
        }
        return other;
    }

    /** The second half that belongs to the double mark written at {@code at}. */
    private char rightHalf(int at) {
        return isLigature(at) ? CodeTable.LIGATURE_RIGHT : CodeTable.TILDE_RIGHT;
    }

    private boolean isLigature(int at) {
        return out[at + 1] == (byte) 0xA1; // U+0361 is CD A1, U+0360 is CD A0
    }

    /** Makes the double mark written at {@code at} its left half, which takes one byte more. */
    private void halve(int at) {
        boolean ligature = isLigature(at);
        System.arraycopy(out, at + 2, out, at + 3, end - at - 2);
        end++;
        if (openDouble != NOWHERE) {
            openDouble++;
        }
        out[at] = (byte) 0xEF;
        out[at + 1] = (byte) 0xB8;
        out[at + 2] = (byte) (ligature ? 0xA0 : 0xA2); // U+FE20, U+FE22
    }

    private void endSubfield() {
        endMarks();
        g0 = CodeTable.ASCII;
        g1 = firstG1;
    }

    /** Writes marks that have no base, and gives up waiting for the other half of a double mark. */
    private void endMarks() {
        if (openDouble != NOWHERE) {
            int at = openDouble;
            openDouble = NOWHERE;
            halve(at);
        }
        for (int i = 0; i < waitingCount; i++) {
            char mark = waiting[i];
            write(
                    switch (mark) {
                        case CodeTable.DOUBLE_LIGATURE -> '\uFE20';
                        case CodeTable.DOUBLE_TILDE -> '\uFE22';
                        default -> mark;
                    });
        }
        waitingCount = 0;
    }

    private void write(int point) {
        if (point < 0x80) {
            out[end++] = (byte) point;
            return;
        }
        if (point < 0x800) {
            out[end++] = (byte) (0xC0 | (point >> 6));
        } else {
            if (point < 0x10000) {
                out[end++] = (byte) (0xE0 | (point >> 12));
            } else {
                out[end++] = (byte) (0xF0 | (point >> 18));
                out[end++] = (byte) (0x80 | ((point >> 12) & 0x3F));
            }
            out[end++] = (byte) (0x80 | ((point >> 6) & 0x3F));
        }
        out[end++] = (byte) (0x80 | (point & 0x3F));
    }
}
