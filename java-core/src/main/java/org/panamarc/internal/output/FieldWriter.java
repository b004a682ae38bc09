package org.panamarc.internal.output;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.panamarc.internal.batch.BatchView;
import org.panamarc.internal.frame.Leaders;
import org.panamarc.internal.frame.Marc;
import org.panamarc.internal.iso2709.Tags;
import org.panamarc.internal.kernel.ByteSearch;

/**
 * Writes records in a format of text, straight from the bytes of their batch. A field without a
 * subfield delimiter is written as a control field, whatever its tag, so that it reads back alike.
 */
abstract class FieldWriter implements RecordWriter {
    /** So many bytes at most become of one byte of a value: of a dollar in MARCMaker's format. */
    private static final int GROWTH = 8;

    /** More than any format needs around a field, a subfield or a record. */
    private static final int FRAME = 128;

    private static final int SHORT = 1024;

    final Losses losses;
    private final byte[] leader = new byte[Marc.LEADER];
    private final byte[] blanks = {' ', ' '};

    FieldWriter(Losses losses) {
        this.losses = losses;
    }

    @Override
    public final void write(BatchView batch, int record, Out out) {
        losses.begin(batch.number(record));
        int first = batch.firstSlot(record);
        int closing = batch.closingSlot(record);
        byte[] bytes = batch.memory();
        out.reserve(4L * FRAME);
        beginRecord(leader(batch, record), out);
        for (int slot = first; slot < closing; slot++) {
            int from = batch.valueStart(slot);
            int to = batch.valueEnd(slot);
            int delimiter = delimiter(bytes, from, to);
            out.reserve(FRAME + most(bytes, delimiter, from, to));
            if (slot > first) {
                betweenFields(out);
            }
            byte[] oddTag = batch.tag(slot) < Tags.ODD ? NONE : odd(batch.tagText(slot));
            if (delimiter == to) {
                controlField(batch.tag(slot), oddTag, bytes, from, to, out);
            } else {
                dataField(batch.tag(slot), oddTag, bytes, from, delimiter, to, out);
            }
        }
        endRecord(out);
    }

    /** Stands for a tag that is not odd. */
    static final byte[] NONE = {};

    private static byte[] odd(String tag) {
        return tag.getBytes(StandardCharsets.UTF_8);
    }

    /** The most bytes that become of a value. */
    private static long most(byte[] bytes, int delimiter, int from, int to) {
        // To count the subfields of a short one would take longer than to assume nothing else.
        int subfields = to - from < SHORT ? to - delimiter : count(bytes, delimiter, to);
        return (long) GROWTH * (to - from) + (long) FRAME * subfields;
    }

    /** Writes a tag. */
    final void tag(int tag, byte[] oddTag, Out out) {
        if (tag < Tags.ODD) {
            out.putTag(tag);
        } else {
            oddTag(oddTag, out);
        }
    }

    /** Writes a tag that is not three digits or capital letters. */
    void oddTag(byte[] tag, Out out) {
        out.put(tag);
    }

    private static int count(byte[] bytes, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += bytes[i] == Marc.SUBFIELD_DELIMITER ? 1 : 0;
        }
        return count;
    }

    private void dataField(
            int tag, byte[] oddTag, byte[] bytes, int from, int delimiter, int to, Out out) {
        if (delimiter - from < 2) {
            // Lists of indicators that are too short are filled up.
            losses.add(Losses.Loss.INDICATORS);
            Arrays.fill(blanks, (byte) ' ');
            System.arraycopy(bytes, from, blanks, 0, delimiter - from);
            beginDataField(tag, oddTag, blanks, 0, 1, 2, out);
        } else {
            int second = Math.min(from + characterLength(bytes[from]), delimiter);
            beginDataField(tag, oddTag, bytes, from, second, delimiter, out);
        }
        int at = delimiter;
        boolean first = true;
        while (at < to) {
            at = subfield(first, bytes, at + 1, to, out);
            first = false;
        }
        endDataField(out);
    }

    /** The bytes of a character of UTF-8 that begins with this one. */
    static int characterLength(byte first) {
        return first >= 0 ? 1 : (first & 0xE0) == 0xC0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : 4;
    }

    /** Where the text of a subfield begins: behind its code, which may be lacking. */
    static int behindCode(byte[] bytes, int code, int to) {
        return code == to || bytes[code] == Marc.SUBFIELD_DELIMITER
                ? code
                : Math.min(code + characterLength(bytes[code]), to);
    }

    /** Where the next subfield delimiter stands, or {@code to}. */
    static int delimiter(byte[] bytes, int from, int to) {
        return ByteSearch.indexOf(Marc.SUBFIELD_DELIMITER, bytes, from, to);
    }

    /**
     * The leader as printable ASCII; leader/09 is {@code a} where there is more than ASCII, since
     * all of these formats are Unicode.
     */
    private byte[] leader(BatchView batch, int record) {
        int at = batch.rawStart(record);
        int odd = Leaders.copyPrintable(batch.memory(), at, at + batch.rawLength(record), leader);
        for (int i = 0; i < odd; i++) {
            losses.add(Losses.Loss.CHARACTERS);
        }
        if (batch.hasHighBytes(record)) {
            leader[Marc.CODING_SCHEME] = 'a';
        }
        return leader;
    }

    abstract void beginRecord(byte[] leader, Out out);

    void betweenFields(Out out) {}

    /** Writes a control field; the tag is a number or, where that is an odd one, text. */
    abstract void controlField(int tag, byte[] oddTag, byte[] bytes, int from, int to, Out out);

    /**
     * Begins a data field with the indicators in {@code [from, second)} and {@code [second, to)}.
     */
    abstract void beginDataField(
            int tag, byte[] oddTag, byte[] bytes, int from, int second, int to, Out out);

    /**
     * Writes the subfield whose code stands at an offset.
     *
     * @param to where the field ends
     * @return where the subfield ends: the offset of the next delimiter, or {@code to}
     */
    abstract int subfield(boolean first, byte[] bytes, int code, int to, Out out);

    abstract void endDataField(Out out);

    abstract void endRecord(Out out);
}
