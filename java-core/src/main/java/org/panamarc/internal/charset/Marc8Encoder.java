package org.panamarc.internal.charset;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Encodes values in MARC-8 (MARC 21 Specifications, "Character Sets and Encoding Options: MARC-8
 * Encoding Environment"). Mutable, reused from value to value, not thread-safe.
 *
 * <pre>
 * G1 is ANSEL throughout; other sets become G0, and after each subfield G0 is ASCII again
 * for each character of the text:
 *     one that a set has is written in it; G0 stays what it is as long as it serves
 *     any other is decomposed, if sets have all its parts (Unicode Standard Annex 15, NFD)
 *     a mark is written before its base
 *     what no set has is written as a numeric character reference, &amp;#x1E9E;, and so are the
 *     marks after it, and those without a base before them
 * </pre>
 *
 * <p>Text that has the form of a reference is no reference in the text that is given: an escape
 * sequence is put after its ampersand, which designates ASCII again, so that it reads as it was.
 *
 * <p>A mark over two letters, U+0360 or U+0361, is written as its first half before the one and its
 * second before the other. What {@link Marc8} reads from the result is the same text, canonically
 * equivalent, but for references, and for U+FE20 with U+FE21 or U+FE22 with U+FE23, which are the
 * same mark in two pieces.
 *
 * <p>It is one file, longer than others, since all of its steps share the sets in force and the
 * marks that wait.
 */
public final class Marc8Encoder {
    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final int ESCAPE = 0x1B;
    private static final int DELIMITER = 0x1F;
    private static final int REPLACEMENT = 0xFFFD;
    private static final int LIGATURE_LEFT = 0xFE20;
    private static final int TILDE_LEFT = 0xFE22;

    /** No more bytes are written at once: an escape sequence and a reference, twice. */
    private static final int AT_ONCE = 32;

    private static final byte[] END_OF_CUSTOM = {ESCAPE, 's'};
    private static final byte[] NOTHING = {};
    private static final int[] WHOLE = {};

    /** Values of {@link #base} for no base at all, and for one that is a reference. */
    private static final int NOWHERE = -1;

    private static final int REFERENCE = -2;

    private final int[] @Nullable [] decompositions = new int[0x2000] @Nullable []; // once asked
    private byte[] out = new byte[1024];
    private int end; // offset of the first free byte in out
    private Marc8Set g0 = Marc8Set.ASCII;
    private int base; // offset in out of the character that a mark would join
    private int openDouble; // offset in out of a first half whose second one is due, or NOWHERE
    private boolean spansTwo; // whether the base has a mark over two letters
    private int[] waiting = new int[8]; // marks without a base before them
    private int waitingCount;
    private int references; // written in the value at hand

    /**
     * Encodes a value, into the start of {@link #bytes}.
     *
     * @param isText whether what has the form of a reference is text, and to be read as that
     * @param in holds the value in {@code [from, to)}, in UTF-8; what is not reads as U+FFFD
     * @return the number of bytes
     * @throws IllegalArgumentException if a subfield code is not ASCII
     */
    public int encode(byte[] in, int from, int to, boolean isText) {
        end = 0;
        references = 0;
        begin();
        int i = from;
        int ampersand = isText ? References.next(in, from, to) : to;
        while (true) {
            if (i > ampersand) {
                separate();
                ampersand = References.next(in, i, to);
            }
            if (g0 == Marc8Set.ASCII && waitingCount == 0 && openDouble == NOWHERE) {
                i = copyAscii(in, i, from, Math.min(ampersand + 1, to));
            }
            if (i == to) {
                endSubfield();
                return end;
            }
            if (i > ampersand) {
                continue;
            }
            reserve(AT_ONCE);
            int value = in[i];
            if (i > from && in[i - 1] == DELIMITER) {
                out[end++] = code(in, i, to);
                i++;
            } else if (value >= 0) {
                ascii(value);
                i++;
            } else {
                int size = Utf8.sequence(in, i, to);
                character(size == 0 ? REPLACEMENT : Utf8.point(in, i, size));
                i += Math.max(size, 1);
            }
        }
    }

    /** Holds the value that was encoded last, at its start; another array after the next one. */
    public byte[] bytes() {
        return out;
    }

    /** How many characters of the value that was encoded last are written as references. */
    public int references() {
        return references;
    }

    private void begin() {
        g0 = Marc8Set.ASCII;
        base = NOWHERE;
        openDouble = NOWHERE;
        spansTwo = false;
        waitingCount = 0;
    }

    private void reserve(int more) {
        if (more > out.length - end) {
            out = Arrays.copyOf(out, end + more + out.length);
        }
    }

    private static byte code(byte[] in, int at, int to) {
        if (in[at] < 0) {
            String rest = new String(in, at, Math.min(4, to - at), StandardCharsets.UTF_8);
            throw new IllegalArgumentException(
                    "the subfield code U+%04X is not ASCII, which MARC-8 asks for"
                            .formatted(rest.codePointAt(0)));
        }
        return in[at];
    }

    /** Copies up to the first byte that is an escape or not ASCII; returns its offset, or to. */
    private int copyAscii(byte[] in, int start, int from, int to) {
        reserve(to - start + 8);
        int i = start;
        int o = end;
        long stops = 0;
        for (; i <= to - 8 && stops == 0; i += 8, o += 8) {
            long word = (long) WORD.get(in, i);
            long other = word ^ ESCAPE * ONES;
            stops = (word | ((other - ONES) & ~other)) & HIGHS;
            WORD.set(out, o, word); // what counts of it is known below; the rest is overwritten
        }
        if (stops != 0) {
            int back = 8 - (Long.numberOfTrailingZeros(stops) >>> 3);
            i -= back;
            o -= back;
        } else {
            while (i < to && in[i] >= 0 && in[i] != ESCAPE) {
                out[o++] = in[i++];
            }
        }
        end = o;
        if (i > start) {
            boolean isText = in[i - 1] >= 0x20 && !(i - 2 >= from && in[i - 2] == DELIMITER);
            base = isText ? o - 1 : NOWHERE;
            spansTwo = false;
        }
        return i;
    }

    private void ascii(int value) {
        if (value == DELIMITER) {
            endSubfield();
            out[end++] = DELIMITER;
        } else if (value == ESCAPE) {
            reference(value);
        } else if (value < 0x20) {
            endMarks();
            designate(forSpace());
            out[end++] = (byte) value;
            base = NOWHERE;
        } else if (value == 0x20 || value == 0x7F) {
            referToWaiting();
            beginBase(forSpace());
            out[end++] = (byte) value;
        } else {
            referToWaiting();
            int code = g0.code(value);
            beginBase(code == Marc8Set.NONE ? Marc8Set.ASCII : g0);
            out[end++] = (byte) (code == Marc8Set.NONE ? value : code);
        }
    }

    /** The set that is G0 for a space or control character, which only ASCII is sure to have. */
    private Marc8Set forSpace() {
        return g0.isOfThreeBytes() || g0.isCustom() ? Marc8Set.ASCII : g0;
    }

    private void character(int point) {
        if (point < 0x80) {
            ascii(point); // the base of a decomposition
            return;
        }
        Marc8Set set = g0.code(point) != Marc8Set.NONE ? g0 : Marc8Set.of(point);
        if (set != null) {
            inSet(set, point);
            return;
        }
        int[] parts = decomposition(point);
        if (parts.length == 0) {
            reference(point);
        }
        for (int part : parts) {
            reserve(AT_ONCE);
            character(part);
        }
    }

    private void inSet(Marc8Set set, int point) {
        int code = set.code(point);
        if ((code & CodeTable.MARK) != 0) {
            mark(set, code & 0x7F, point);
            return;
        }
        referToWaiting();
        beginBase(set.isHigh() ? g0 : set);
        if (set.isOfThreeBytes()) {
            out[end++] = (byte) (code >> 16);
            out[end++] = (byte) (code >> 8);
        }
        out[end++] = (byte) (set.isHigh() ? code | 0x80 : code);
    }

    /** What a character is decomposed into; {@link #WHOLE} unless sets have all of it. */
    private int[] decomposition(int point) {
        if (point >= decompositions.length) {
            return decompose(point);
        }
        int[] known = decompositions[point];
        if (known == null) {
            known = decompose(point);
            decompositions[point] = known;
        }
        return known;
    }

    private static int[] decompose(int point) {
        String whole = Character.toString(point);
        String parts = Normalizer.normalize(whole, Normalizer.Form.NFD);
        return parts.equals(whole) || !parts.codePoints().allMatch(Marc8Encoder::isKnown)
                ? WHOLE
                : parts.codePoints().toArray();
    }

    private static boolean isKnown(int point) {
        return point < 0x80 || Marc8Set.of(point) != null;
    }

    private void designate(Marc8Set set) {
        if (g0 == set) {
            return;
        }
        if (g0.isCustom()) {
            put(END_OF_CUSTOM);
            g0 = Marc8Set.ASCII;
        }
        if (g0 != set) {
            put(set.designation());
            g0 = set;
        }
    }

    /** Ends what was written by an escape sequence, after which all is as it was, in ASCII. */
    private void separate() {
        reserve(AT_ONCE);
        if (g0 == Marc8Set.ASCII) {
            put(g0.designation());
        }
        designate(Marc8Set.ASCII);
    }

    private void put(byte[] bytes) {
        System.arraycopy(bytes, 0, out, end, bytes.length);
        end += bytes.length;
    }

    /** Prepares for a character that a mark may join, of a set that is to be G0. */
    private void beginBase(Marc8Set set) {
        designate(set);
        if (openDouble != NOWHERE) {
            out[end++] = secondHalf(out[openDouble]);
            openDouble = NOWHERE;
        }
        base = end;
        spansTwo = false;
    }

    private static byte secondHalf(byte firstHalf) {
        return (byte) (firstHalf + 1); // EB and EC, FA and FB
    }

    /** Writes a mark before its base, after those that are there already. */
    private void mark(Marc8Set set, int code, int point) {
        if (base == NOWHERE) {
            await(point);
            return;
        }
        boolean isDouble = isDouble(point);
        if (base == REFERENCE || (spansTwo && (isDouble || isLeftHalf(point)))) {
            reference(point);
            return;
        }
        spansTwo |= isDouble || isLeftHalf(point);
        if (isDouble) {
            openDouble = base;
        }
        if (set.isHigh() || set == g0) {
            insert((byte) (set.isHigh() ? code | 0x80 : code));
            return;
        }
        insert(g0.isCustom() ? END_OF_CUSTOM : NOTHING);
        insert(set.designation());
        insert((byte) code);
        insert(g0.designation());
    }

    private static boolean isDouble(int point) {
        return point == CodeTable.DOUBLE_LIGATURE || point == CodeTable.DOUBLE_TILDE;
    }

    private static boolean isLeftHalf(int point) {
        return point == LIGATURE_LEFT || point == TILDE_LEFT;
    }

    private void insert(byte... bytes) {
        System.arraycopy(out, base, out, base + bytes.length, end - base);
        System.arraycopy(bytes, 0, out, base, bytes.length);
        base += bytes.length;
        end += bytes.length;
    }

    private void await(int point) {
        if (waitingCount == waiting.length) {
            waiting = Arrays.copyOf(waiting, waitingCount * 2);
        }
        waiting[waitingCount++] = point;
    }

    /** Writes a character as a reference to it: as text, of which a mark can join no part. */
    private void reference(int point) {
        closeDouble();
        referToWaiting();
        writeReference(point);
    }

    private void writeReference(int point) {
        reserve(AT_ONCE);
        designate(Marc8Set.ASCII);
        put("&#x%04X;".formatted(point).getBytes(StandardCharsets.US_ASCII));
        base = REFERENCE;
        references++;
    }

    private void referToWaiting() {
        int count = waitingCount;
        waitingCount = 0;
        for (int i = 0; i < count; i++) {
            writeReference(waiting[i]);
        }
    }

    /** Gives up the first half of a mark over two letters, since no second letter follows. */
    private void closeDouble() {
        if (openDouble == NOWHERE) {
            return;
        }
        int at = openDouble;
        openDouble = NOWHERE;
        int point = CodeTable.ANSEL.at(out[at] & 0x7F) & ~CodeTable.MARK;
        System.arraycopy(out, at + 1, out, at, end - at - 1);
        end--;
        writeReference(point);
    }

    /** Writes marks without a base, as they are read, but for those over two letters. */
    private void endMarks() {
        closeDouble();
        for (int i = 0; i < waitingCount; i++) {
            if (isDouble(waiting[i])) {
                referToWaiting();
            }
        }
        int count = waitingCount;
        waitingCount = 0;
        for (int i = 0; i < count; i++) {
            reserve(AT_ONCE);
            Marc8Set set = Objects.requireNonNull(Marc8Set.of(waiting[i]));
            designate(set.isHigh() ? g0 : set);
            out[end++] = (byte) (set.code(waiting[i]) | (set.isHigh() ? 0x80 : 0));
        }
    }

    private void endSubfield() {
        endMarks();
        reserve(AT_ONCE);
        designate(Marc8Set.ASCII);
        begin();
    }
}
