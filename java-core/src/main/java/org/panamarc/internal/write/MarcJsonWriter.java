package org.panamarc.internal.write;

import org.panamarc.internal.Iso2709;

/** Writes MARC-in-JSON, a record a line: each by itself, or all as an array. */
final class MarcJsonWriter extends FieldWriter {
    private static final byte[] RECORD = OutputBuffer.ascii("{\"leader\":\"");
    private static final byte[] FIELDS = OutputBuffer.ascii("\",\"fields\":[");
    private static final byte[] FIELD = OutputBuffer.ascii("{\"");
    private static final byte[] CONTROL = OutputBuffer.ascii("\":\"");
    private static final byte[] CONTROL_END = OutputBuffer.ascii("\"}");
    private static final byte[] IND1 = OutputBuffer.ascii("\":{\"ind1\":\"");
    private static final byte[] IND2 = OutputBuffer.ascii("\",\"ind2\":\"");
    private static final byte[] SUBFIELDS = OutputBuffer.ascii("\",\"subfields\":[");
    private static final byte[] DATA_END = OutputBuffer.ascii("]}}");
    private static final byte[] RECORD_END = OutputBuffer.ascii("]}");
    private static final byte[] HEX = OutputBuffer.ascii("0123456789abcdef");

    private static final byte[] CONTROL_CHARACTER = OutputBuffer.ascii("u00");
    private static final EscapeScanner SPECIALS = EscapeScanner.of(0, '"', 0, '\\', 0, '\\');

    private final boolean array;

    MarcJsonWriter(ConversionLosses losses, boolean array) {
        super(losses);
        this.array = array;
    }

    @Override
    public void begin(OutputBuffer out) {
        if (array) {
            out.reserve(1);
            out.put('[');
        }
    }

    @Override
    public void between(OutputBuffer out) {
        if (array) {
            out.reserve(2);
            out.put(',');
            out.put('\n');
        }
    }

    @Override
    public void end(OutputBuffer out) {
        out.reserve(2);
        if (array) {
            out.put(']');
            out.put('\n');
        }
    }

    @Override
    void beginRecord(byte[] leader, OutputBuffer out) {
        out.put(RECORD);
        escape(leader, 0, leader.length, out);
        out.put(FIELDS);
    }

    @Override
    void betweenFields(OutputBuffer out) {
        out.put(',');
    }

    @Override
    void controlField(int tag, byte[] oddTag, byte[] bytes, int from, int to, OutputBuffer out) {
        out.put(FIELD);
        tag(tag, oddTag, out);
        out.put(CONTROL);
        escape(bytes, from, to, out);
        out.put(CONTROL_END);
    }

    @Override
    void oddTag(byte[] tag, OutputBuffer out) {
        escape(tag, 0, tag.length, out);
    }

    @Override
    void beginDataField(
            int tag, byte[] oddTag, byte[] bytes, int from, int second, int to, OutputBuffer out) {
        out.put(FIELD);
        tag(tag, oddTag, out);
        out.put(IND1);
        escape(bytes, from, second, out);
        out.put(IND2);
        escape(bytes, second, to, out);
        out.put(SUBFIELDS);
    }

    @Override
    int subfield(boolean first, byte[] bytes, int code, int to, OutputBuffer out) {
        if (!first) {
            out.put(',');
        }
        out.put(FIELD);
        int text = afterCode(bytes, code, to);
        escape(bytes, code, text, out);
        out.put(CONTROL);
        int end = text(bytes, text, to, out);
        out.put(CONTROL_END);
        return end;
    }

    @Override
    void endDataField(OutputBuffer out) {
        out.put(DATA_END);
    }

    @Override
    void endRecord(OutputBuffer out) {
        out.put(RECORD_END);
        if (!array) {
            out.put('\n');
        }
    }

    private static void escape(byte[] bytes, int from, int to, OutputBuffer out) {
        for (int i = text(bytes, from, to, out); i < to; i = text(bytes, i + 1, to, out)) {
            special(bytes[i], out);
        }
    }

    /** Writes text up to a subfield delimiter, and gives back where that is, or {@code to}. */
    private static int text(byte[] bytes, int from, int to, OutputBuffer out) {
        int i = SPECIALS.copy(bytes, from, to, out);
        while (i < to && bytes[i] != Iso2709.SUBFIELD_DELIMITER) {
            special(bytes[i], out);
            i = SPECIALS.copy(bytes, i + 1, to, out);
        }
        return i;
    }

    private static void special(byte b, OutputBuffer out) {
        out.put('\\');
        switch (b) {
            case '"', '\\' -> out.put(b);
            case '\n' -> out.put('n');
            case '\r' -> out.put('r');
            case '\t' -> out.put('t');
            default -> {
                out.put(CONTROL_CHARACTER);
                out.put(HEX[b >> 4]);
                out.put(HEX[b & 0xF]);
            }
        }
    }
}
