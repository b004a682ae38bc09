package org.panamarc.internal.write;

import org.panamarc.internal.Iso2709;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.Tags;

/**
 * Writes MARCXML, a record a line. Characters that XML 1.0 cannot carry (section 2.2: most control
 * characters, U+FFFE and U+FFFF) become U+FFFD.
 *
 * <p>The schema (MARC21slim.xsd) has the leader first, then control fields, whose tags begin with
 * 00, then data fields. A control field of local kind becomes a data field with a subfield a. A
 * field 00X with subfields is one that the schema has no place for: it is written as the data field
 * that it is, since nothing of it is lost then.
 */
final class MarcXmlWriter extends FieldWriter {
    private static final byte[] HEAD =
            OutputBuffer.ascii(
                    """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <collection xmlns="http://www.loc.gov/MARC21/slim">
                    """);
    private static final byte[] FOOT = OutputBuffer.ascii("</collection>\n");
    private static final byte[] RECORD = OutputBuffer.ascii("<record><leader>");
    private static final byte[] DOCUMENT =
            OutputBuffer.ascii("<record xmlns=\"http://www.loc.gov/MARC21/slim\"><leader>");
    private static final byte[] LEADER_END = OutputBuffer.ascii("</leader>");
    private static final byte[] CONTROL = OutputBuffer.ascii("<controlfield tag=\"");
    private static final byte[] TAG_END = OutputBuffer.ascii("\">");
    private static final byte[] CONTROL_END = OutputBuffer.ascii("</controlfield>");
    private static final byte[] DATA = OutputBuffer.ascii("<datafield tag=\"");
    private static final byte[] IND1 = OutputBuffer.ascii("\" ind1=\"");
    private static final byte[] IND2 = OutputBuffer.ascii("\" ind2=\"");
    private static final byte[] DATA_END = OutputBuffer.ascii("</datafield>");
    private static final byte[] SUBFIELD = OutputBuffer.ascii("<subfield code=\"");
    private static final byte[] SUBFIELD_END = OutputBuffer.ascii("</subfield>");
    private static final byte[] RECORD_END = OutputBuffer.ascii("</record>\n");
    private static final byte[] BLANKS = {' ', ' '};
    private static final String ZEROS = "00";
    private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

    /** With bit 1 set {@code <} is {@code >}, and with bit 2 {@code "} is {@code &}. */
    private static final EscapeScanner SPECIALS = EscapeScanner.of(2, '>', 4, '&', 0, 0xEF);

    private boolean dataFieldWritten; // in the record at hand
    private boolean outOfOrder; // a control field of the record follows a data field

    private final byte[] recordStart;

    MarcXmlWriter(ConversionLosses losses) {
        this(losses, RECORD);
    }

    private MarcXmlWriter(ConversionLosses losses, byte[] recordStart) {
        super(losses);
        this.recordStart = recordStart;
    }

    /** A writer of records that are documents of their own, without what is around them. */
    static MarcXmlWriter ofDocuments(ConversionLosses losses) {
        return new MarcXmlWriter(losses, DOCUMENT);
    }

    @Override
    public void begin(OutputBuffer out) {
        out.reserve(HEAD.length);
        out.put(HEAD);
    }

    @Override
    public void end(OutputBuffer out) {
        out.reserve(FOOT.length);
        out.put(FOOT);
    }

    @Override
    void beginRecord(byte[] leader, OutputBuffer out) {
        out.put(recordStart);
        escape(leader, 0, leader.length, out);
        out.put(LEADER_END);
    }

    @Override
    void fields(BatchView batch, int first, int closing, OutputBuffer out) {
        int start = out.end();
        dataFieldWritten = false;
        outOfOrder = false;
        super.fields(batch, first, closing, out);
        if (!outOfOrder) {
            return;
        }
        losses.add(ConversionLosses.Loss.ORDER);
        losses.count(false); // what else was lost is counted already
        out.end(start);
        for (boolean control : new boolean[] {true, false}) {
            for (int slot = first; slot < closing; slot++) {
                if (isControlElement(batch, slot) == control) {
                    field(batch, slot, out);
                }
            }
        }
        losses.count(true);
    }

    private static boolean isControlElement(BatchView batch, int slot) {
        int to = batch.valueEnd(slot);
        return batch.tagText(slot).startsWith(ZEROS)
                && delimiter(batch.memory(), batch.valueStart(slot), to) == to;
    }

    @Override
    void controlField(int tag, byte[] oddTag, byte[] bytes, int from, int to, OutputBuffer out) {
        boolean zeros = tag < Tags.ODD ? Tags.beginsWithZeros(tag) : isZeros(oddTag);
        if (!zeros) {
            losses.add(ConversionLosses.Loss.LOCAL);
            beginDataField(tag, oddTag, BLANKS, 0, 1, 2, out);
            out.put(SUBFIELD);
            out.put('a');
            out.put(TAG_END);
            escape(bytes, from, to, out);
            out.put(SUBFIELD_END);
            endDataField(out);
            return;
        }
        outOfOrder |= dataFieldWritten;
        out.put(CONTROL);
        tag(tag, oddTag, out);
        out.put(TAG_END);
        escape(bytes, from, to, out);
        out.put(CONTROL_END);
    }

    private static boolean isZeros(byte[] tag) {
        return tag[0] == '0' && tag[1] == '0';
    }

    @Override
    void oddTag(byte[] tag, OutputBuffer out) {
        escape(tag, 0, tag.length, out);
    }

    @Override
    void beginDataField(
            int tag, byte[] oddTag, byte[] bytes, int from, int second, int to, OutputBuffer out) {
        dataFieldWritten = true;
        out.put(DATA);
        tag(tag, oddTag, out);
        out.put(IND1);
        escape(bytes, from, second, out);
        out.put(IND2);
        escape(bytes, second, to, out);
        out.put(TAG_END);
    }

    @Override
    int subfield(boolean first, byte[] bytes, int code, int to, OutputBuffer out) {
        out.put(SUBFIELD);
        int text = afterCode(bytes, code, to);
        escape(bytes, code, text, out);
        out.put(TAG_END);
        int end = text(bytes, text, to, out);
        out.put(SUBFIELD_END);
        return end;
    }

    @Override
    void endDataField(OutputBuffer out) {
        out.put(DATA_END);
    }

    @Override
    void endRecord(OutputBuffer out) {
        out.put(RECORD_END);
    }

    private void escape(byte[] bytes, int from, int to, OutputBuffer out) {
        int i = text(bytes, from, to, out);
        while (i < to) {
            i = text(bytes, special(bytes, i, out), to, out);
        }
    }

    /** Writes text up to a subfield delimiter, and gives back where that is, or {@code to}. */
    private int text(byte[] bytes, int from, int to, OutputBuffer out) {
        int i = SPECIALS.copy(bytes, from, to, out);
        while (i < to && bytes[i] != Iso2709.SUBFIELD_DELIMITER) {
            i = SPECIALS.copy(bytes, special(bytes, i, out), to, out);
        }
        return i;
    }

    /** Writes what needs an escape, and gives back where it ends. */
    private int special(byte[] bytes, int i, OutputBuffer out) {
        switch (bytes[i]) {
            case '&' -> out.put(AMP);
            case '<' -> out.put(LT);
            case '>' -> out.put(GT);
            case '"' -> out.put(QUOT);
            case '\t' -> out.put(TAB);
            case '\n' -> out.put(LF);
            case '\r' -> out.put(CR);
            case (byte) 0xEF -> {
                // U+FFFE and U+FFFF are EF BF BE and EF BF BF.
                boolean none = bytes[i + 1] == (byte) 0xBF && (bytes[i + 2] & 0xFF) >= 0xBE;
                if (none) {
                    losses.add(ConversionLosses.Loss.CHARACTERS);
                    out.put(REPLACEMENT);
                } else {
                    out.put(bytes, i, i + 3);
                }
                return i + 3;
            }
            default -> {
                losses.add(ConversionLosses.Loss.CHARACTERS);
                out.put(REPLACEMENT);
            }
        }
        return i + 1;
    }

    private static final byte[] AMP = OutputBuffer.ascii("&amp;");
    private static final byte[] LT = OutputBuffer.ascii("&lt;");
    private static final byte[] GT = OutputBuffer.ascii("&gt;");
    private static final byte[] QUOT = OutputBuffer.ascii("&quot;");
    private static final byte[] TAB = OutputBuffer.ascii("&#9;"); // or attributes would lose them
    private static final byte[] LF = OutputBuffer.ascii("&#10;");
    private static final byte[] CR =
            OutputBuffer.ascii("&#13;"); // or readers would make a line feed of it
}
