package org.panamarc.internal.output;

import org.panamarc.internal.frame.Marc;
import org.panamarc.internal.iso2709.Tags;

/**
 * Writes MARCMaker's format, as {@code MarcMakerLines} reads it. A line break in a value becomes a
 * blank. A subfield delimiter in a field 00X, where {@code $} is text, becomes {@code {1F}}.
 */
final class MarcMakerWriter extends FieldWriter {
    private static final byte[] LEADER = Out.ascii("=LDR  ");
    private static final byte[] GAP = Out.ascii("  ");
    private static final byte[] DOLLAR = Out.ascii("{dollar}");
    private static final byte[] LCUB = Out.ascii("{lcub}");
    private static final byte[] RCUB = Out.ascii("{rcub}");
    private static final byte[] DELIMITER = Out.ascii("{1F}");
    private static final byte[] BSOL = Out.ascii("{bsol}");

    private static final int LDR = Tags.number("LDR");

    MarcMakerWriter(Losses losses) {
        super(losses);
    }

    @Override
    boolean dividesIndicators() {
        return false;
    }

    @Override
    boolean escapesDelimiters() {
        return true;
    }

    @Override
    void beginRecord(byte[] leader, Out out) {
        out.put(LEADER);
        out.put(leader);
        out.put('\n');
    }

    @Override
    void controlField(int tag, byte[] oddTag, byte[] bytes, int from, int to, Out out) {
        start(tag, oddTag, out);
        countMark(bytes, from, to);
        escape(bytes, from, to, true, out);
        out.put('\n');
    }

    /** Counts a value that loses U+200E at its end where it is read, as one that MarcEdit put. */
    private void countMark(byte[] bytes, int from, int to) {
        if (to - from >= 3
                && bytes[to - 1] == (byte) 0x8E
                && bytes[to - 2] == (byte) 0x80
                && bytes[to - 3] == (byte) 0xE2) {
            losses.add(Losses.Loss.DIRECTION_MARKS);
        }
    }

    private void start(int tag, byte[] oddTag, Out out) {
        if (tag == LDR) {
            losses.add(Losses.Loss.LEADERS);
        }
        out.put('=');
        tag(tag, oddTag, out);
        out.put(GAP);
    }

    @Override
    void beginDataField(
            int tag, byte[] oddTag, byte[] bytes, int from, int second, int to, Out out) {
        start(tag, oddTag, out);
        escape(bytes, from, to, true, out);
    }

    @Override
    int subfield(boolean first, byte[] bytes, int code, int to, Out out) {
        int end = delimiter(bytes, code, to);
        out.put('$');
        countMark(bytes, behindCode(bytes, code, end), end);
        escape(bytes, code, end, false, out);
        return end;
    }

    @Override
    void endDataField(Out out) {
        out.put('\n');
    }

    @Override
    void endRecord(Out out) {
        out.put('\n');
    }

    private void escape(byte[] bytes, int from, int to, boolean blanks, Out out) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            switch (b) {
                case '$' -> out.put(DOLLAR);
                case '{' -> out.put(LCUB);
                case '}' -> out.put(RCUB);
                case '\\' -> {
                    if (blanks) {
                        out.put(BSOL);
                    } else {
                        out.put(b);
                    }
                }
                case ' ' -> out.put(blanks ? '\\' : b);
                case Marc.SUBFIELD_DELIMITER -> out.put(DELIMITER);
                case '\n', '\r' -> {
                    losses.add(Losses.Loss.CHARACTERS);
                    out.put(' ');
                }
                default -> out.put(b);
            }
        }
    }
}
