package org.panamarc.internal.write;

import org.panamarc.internal.Iso2709;
import org.panamarc.internal.layout.Tags;

/**
 * Writes MARCMaker's format, as {@code MarcMakerLines} reads it. A line break in a value becomes a
 * blank. A subfield delimiter in a field 00X, where {@code $} is text, becomes {@code {1F}}.
 */
final class MarcMakerWriter extends FieldWriter {
    private static final byte[] LEADER = OutputBuffer.ascii("=LDR  ");
    private static final byte[] GAP = OutputBuffer.ascii("  ");
    private static final byte[] DOLLAR = OutputBuffer.ascii("{dollar}");
    private static final byte[] LCUB = OutputBuffer.ascii("{lcub}");
    private static final byte[] RCUB = OutputBuffer.ascii("{rcub}");
    private static final byte[] DELIMITER = OutputBuffer.ascii("{1F}");
    private static final byte[] BSOL = OutputBuffer.ascii("{bsol}");

    private static final int LDR = Tags.number("LDR");

    MarcMakerWriter(ConversionLosses losses) {
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
    void beginRecord(byte[] leader, OutputBuffer out) {
        out.put(LEADER);
        out.put(leader);
        out.put('\n');
    }

    @Override
    void controlField(int tag, byte[] oddTag, byte[] bytes, int from, int to, OutputBuffer out) {
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
            losses.add(ConversionLosses.Loss.DIRECTION_MARKS);
        }
    }

    private void start(int tag, byte[] oddTag, OutputBuffer out) {
        if (tag == LDR) {
            losses.add(ConversionLosses.Loss.LEADERS);
        }
        out.put('=');
        tag(tag, oddTag, out);
        out.put(GAP);
    }

    @Override
    void beginDataField(
            int tag, byte[] oddTag, byte[] bytes, int from, int second, int to, OutputBuffer out) {
        start(tag, oddTag, out);
        escape(bytes, from, to, true, out);
    }

    @Override
    int subfield(boolean first, byte[] bytes, int code, int to, OutputBuffer out) {
        int end = delimiter(bytes, code, to);
        out.put('$');
        countMark(bytes, afterCode(bytes, code, end), end);
        escape(bytes, code, end, false, out);
        return end;
    }

    @Override
    void endDataField(OutputBuffer out) {
        out.put('\n');
    }

    @Override
    void endRecord(OutputBuffer out) {
        out.put('\n');
    }

    private void escape(byte[] bytes, int from, int to, boolean blanks, OutputBuffer out) {
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
                case Iso2709.SUBFIELD_DELIMITER -> out.put(DELIMITER);
                case '\n', '\r' -> {
                    losses.add(ConversionLosses.Loss.CHARACTERS);
                    out.put(' ');
                }
                default -> out.put(b);
            }
        }
    }
}
