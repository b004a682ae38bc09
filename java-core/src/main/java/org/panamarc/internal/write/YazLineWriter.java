package org.panamarc.internal.write;

import org.panamarc.internal.layout.Tags;

/** Writes yaz-marcdump's line format. A line break in a value becomes a blank. */
final class YazLineWriter extends FieldWriter {
    /** Bytes of a character in Unicode's basic plane; readers take no others for codes. */
    private static final int LONGEST_CODE = 3;

    YazLineWriter(ConversionLosses losses) {
        super(losses);
    }

    @Override
    boolean dividesIndicators() {
        return false;
    }

    @Override
    void beginRecord(byte[] leader, OutputBuffer out) {
        out.put(leader);
        out.put('\n');
    }

    @Override
    void controlField(int tag, byte[] oddTag, byte[] bytes, int from, int to, OutputBuffer out) {
        start(tag, oddTag, out);
        copy(bytes, from, to, out);
        out.put('\n');
    }

    private void start(int tag, byte[] oddTag, OutputBuffer out) {
        tag(tag, oddTag, out);
        out.put(' ');
    }

    @Override
    void beginDataField(
            int tag, byte[] oddTag, byte[] bytes, int from, int second, int to, OutputBuffer out) {
        if (Tags.isControl(tag)) {
            losses.add(ConversionLosses.Loss.DELIMITERS);
        }
        start(tag, oddTag, out);
        copy(bytes, from, to, out);
    }

    @Override
    int subfield(boolean first, byte[] bytes, int code, int to, OutputBuffer out) {
        int end = delimiter(bytes, code, to);
        int text = afterCode(bytes, code, end);
        out.put(' ');
        out.put('$');
        copy(bytes, code, text, out);
        out.put(' ');
        copy(bytes, text, end, out);
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

    private void copy(byte[] bytes, int from, int to, OutputBuffer out) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '\n' || b == '\r') {
                losses.add(ConversionLosses.Loss.CHARACTERS);
                b = ' ';
            } else if (b == '$'
                    && (i == from || bytes[i - 1] == ' ')
                    && isSubfield(bytes, i + 1, to)) {
                losses.add(ConversionLosses.Loss.SUBFIELDS);
            }
            out.put(b);
        }
    }

    /** Whether a reader takes what is after a dollar sign for a code: a character alone. */
    private static boolean isSubfield(byte[] bytes, int from, int to) {
        if (from >= to) {
            return false;
        }
        int next = from + characterLength(bytes[from]);
        return next - from <= LONGEST_CODE && (next == to || (next < to && bytes[next] == ' '));
    }
}
