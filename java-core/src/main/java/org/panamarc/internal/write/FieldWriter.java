package org.panamarc.internal.write;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.framing.Leaders;
import org.panamarc.internal.iso2709.FieldKind;
import org.panamarc.internal.kernel.ByteSearch;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.Tags;

/**
 * Writes records in a format of text, straight from the bytes of their batch. A control field of
 * local kind is written as a control field, so that it reads back alike; see {@link FieldKind}.
 */
abstract class FieldWriter implements RecordWriter {
    /** The most bytes written for one byte of a value: for a dollar in MARCMaker's format. */
    private static final int GROWTH = 8;

    /** More than any format needs around a field, a subfield or a record. */
    private static final int FRAME = 128;

    private static final int SHORT = 1024;
    private static final int LONGEST_CHARACTER = 4; // bytes

    final ConversionLosses losses;
    private final byte[] leader = new byte[Iso2709.LEADER];
    private final byte[] padded = new byte[LONGEST_CHARACTER + 1];
    private boolean someWritten; // of the record's fields

    FieldWriter(ConversionLosses losses) {
        this.losses = losses;
    }

    @Override
    public final void write(BatchView batch, int record, OutputBuffer out) {
        losses.begin(batch.number(record));
        int first = batch.firstSlot(record);
        int closing = batch.closingSlot(record);
        out.reserve(4L * FRAME);
        beginRecord(leader(batch, record), out);
        someWritten = false;
        fields(batch, first, closing, out);
        endRecord(out);
    }

    /** Writes the fields in the slots from {@code first} to {@code closing - 1}. */
    void fields(BatchView batch, int first, int closing, OutputBuffer out) {
        for (int slot = first; slot < closing; slot++) {
            field(batch, slot, out);
        }
    }

    /** Writes a field. */
    final void field(BatchView batch, int slot, OutputBuffer out) {
        byte[] bytes = batch.memory();
        int from = batch.valueStart(slot);
        int to = batch.valueEnd(slot);
        int delimiter = delimiter(bytes, from, to);
        out.reserve(FRAME + most(bytes, delimiter, from, to));
        if (someWritten) {
            betweenFields(out);
        }
        someWritten = true;
        int tag = batch.tag(slot);
        byte[] oddTag = tag < Tags.ODD ? NONE : odd(batch.tagText(slot));
        boolean control =
                delimiter == to
                        ? FieldKind.isControl(tag, bytes, from, to)
                        : escapesDelimiters() && Tags.isControl(tag);
        if (control) {
            controlField(tag, oddTag, bytes, from, to, out);
        } else {
            dataField(tag, oddTag, bytes, from, delimiter, to, out);
        }
    }

    /** Means a tag that is not odd. */
    static final byte[] NONE = {};

    /** Whether fields 00X are control fields even with subfield delimiters, which are escaped. */
    boolean escapesDelimiters() {
        return false;
    }

    private static byte[] odd(String tag) {
        return tag.getBytes(StandardCharsets.UTF_8);
    }

    /** The most bytes written for a value. */
    private static long most(byte[] bytes, int delimiter, int from, int to) {
        // To count the subfields of a short one would take longer than to assume nothing else.
        int subfields = to - from < SHORT ? to - delimiter : count(bytes, delimiter, to);
        return (long) GROWTH * (to - from) + (long) FRAME * subfields;
    }

    /** Writes a tag. */
    final void tag(int tag, byte[] oddTag, OutputBuffer out) {
        if (tag < Tags.ODD) {
            out.putTag(tag);
        } else {
            oddTag(oddTag, out);
        }
    }

    /** Writes a tag that is not three digits or capital letters. */
    void oddTag(byte[] tag, OutputBuffer out) {
        out.put(tag);
    }

    private static int count(byte[] bytes, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += bytes[i] == Iso2709.SUBFIELD_DELIMITER ? 1 : 0;
        }
        return count;
    }

    private void dataField(
            int tag,
            byte[] oddTag,
            byte[] bytes,
            int from,
            int delimiter,
            int to,
            OutputBuffer out) {
        int second = next(bytes, from, delimiter);
        int end = next(bytes, second, delimiter);
        if (second == delimiter) {
            losses.add(ConversionLosses.Loss.INDICATORS);
            Arrays.fill(padded, (byte) ' ');
            System.arraycopy(bytes, from, padded, 0, second - from);
            int blank = Math.max(second - from, 1);
            beginDataField(tag, oddTag, padded, 0, blank, blank + 1, out);
        } else if (end < delimiter && dividesIndicators()) {
            losses.add(ConversionLosses.Loss.INDICATORS);
            beginDataField(tag, oddTag, bytes, from, second, end, out);
        } else {
            beginDataField(tag, oddTag, bytes, from, second, delimiter, out);
        }
        int at = delimiter;
        boolean first = true;
        while (at < to) {
            int code = at + 1;
            if (code == to || bytes[code] == Iso2709.SUBFIELD_DELIMITER) {
                losses.add(ConversionLosses.Loss.CODES);
                at = code;
            } else {
                at = subfield(first, bytes, code, to, out);
                first = false;
            }
        }
        endDataField(out);
    }

    /** The offset after the character at an offset, or {@code to}. */
    private static int next(byte[] bytes, int at, int to) {
        return at == to ? to : Math.min(at + characterLength(bytes[at]), to);
    }

    /** Whether each indicator has a place of its own; else all that is there is written. */
    boolean dividesIndicators() {
        return true;
    }

    /** The bytes of a character of UTF-8 that begins with this one. */
    static int characterLength(byte first) {
        return first >= 0 ? 1 : (first & 0xE0) == 0xC0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : 4;
    }

    /** Where the text of a subfield begins: after its code. */
    static int afterCode(byte[] bytes, int code, int to) {
        return Math.min(code + characterLength(bytes[code]), to);
    }

    /** Where the next subfield delimiter is, or {@code to}. */
    static int delimiter(byte[] bytes, int from, int to) {
        return ByteSearch.indexOf(Iso2709.SUBFIELD_DELIMITER, bytes, from, to);
    }

    /**
     * The leader as printable ASCII; leader/09 is {@code a} where there is more than ASCII, since
     * all of these formats are Unicode.
     */
    private byte[] leader(BatchView batch, int record) {
        int at = batch.rawStart(record);
        int odd = Leaders.copyPrintable(batch.memory(), at, at + batch.rawLength(record), leader);
        for (int i = 0; i < odd; i++) {
            losses.add(ConversionLosses.Loss.CHARACTERS);
        }
        if (batch.hasHighBytes(record)) {
            leader[Iso2709.CODING_SCHEME] = 'a';
        }
        return leader;
    }

    abstract void beginRecord(byte[] leader, OutputBuffer out);

    void betweenFields(OutputBuffer out) {}

    /** Writes a control field; the tag is a number or, where that is an odd one, text. */
    abstract void controlField(
            int tag, byte[] oddTag, byte[] bytes, int from, int to, OutputBuffer out);

    /**
     * Begins a data field with the indicators in {@code [from, second)} and {@code [second, to)}.
     */
    abstract void beginDataField(
            int tag, byte[] oddTag, byte[] bytes, int from, int second, int to, OutputBuffer out);

    /**
     * Writes the subfield whose code is at an offset.
     *
     * @param to where the field ends
     * @return where the subfield ends: the offset of the next delimiter, or {@code to}
     */
    abstract int subfield(boolean first, byte[] bytes, int code, int to, OutputBuffer out);

    abstract void endDataField(OutputBuffer out);

    abstract void endRecord(OutputBuffer out);
}
