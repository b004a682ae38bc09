package org.panamarc.internal.columns;

import java.nio.charset.StandardCharsets;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.iso2709.FieldKind;
import org.panamarc.internal.kernel.ByteSearch;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.Tags;

/**
 * Looks into a field of a packed batch: its tag, indicators and subfields. A cursor: {@link #set}
 * takes up a field, {@link #next} the next of its subfields. Not thread-safe.
 */
final class FieldCursor {
    private static final byte[] BLANK = {' '};
    private static final int FIRST_TAG_KEY = 128; // after those of single characters

    /** The bound of the keys of tags in a dictionary. */
    static final int TAG_KEYS = FIRST_TAG_KEY + Tags.ODD;

    private final byte[] tag = new byte[3];
    private int tagNumber;
    private byte[] bytes = BLANK;
    private int from;
    private int to;
    private boolean control;
    private int indicatorsEnd;
    private int next; // of the next subfield: its delimiter, or the field's end
    private int codeFrom;
    private int valueFrom;
    private int valueTo;

    /** Takes up a field. */
    void set(BatchView batch, int slot) {
        bytes = batch.memory();
        from = batch.valueStart(slot);
        to = batch.valueEnd(slot);
        int number = batch.tag(slot);
        if (number < Tags.ODD) {
            Tags.put(number, tag, 0);
        } else {
            byte[] odd = batch.tagText(slot).getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(odd, 0, tag, 0, tag.length);
        }
        tagNumber = number;
        next = Tags.isControl(number) ? to : delimiter(from);
        indicatorsEnd = next;
        control = next == to && FieldKind.isControl(number, bytes, from, to);
    }

    /** Whether the field has data only: neither indicators nor subfields. */
    boolean isControl() {
        return control;
    }

    /** Adds the tag to a dictionary with keys below {@link #TAG_KEYS}. */
    void appendTag(DictionaryVector target) {
        if (tagNumber < Tags.ODD) {
            target.append(FIRST_TAG_KEY + tagNumber, tag, 0, tag.length);
        } else {
            appendTag((TextAppender) target);
        }
    }

    /** Adds the tag; one of other characters than ASCII as they are in ISO 8859-1. */
    void appendTag(TextAppender target) {
        if (tagNumber < Tags.ODD) {
            target.append(tag, 0, tag.length);
        } else {
            byte[] text =
                    new String(tag, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8);
            target.append(text, 0, text.length);
        }
    }

    /** Adds the indicators, a blank for one that is missing; null for those of a control field. */
    void appendIndicators(TextAppender first, TextAppender second) {
        if (control) {
            first.vector().appendNull();
            second.vector().appendNull();
            return;
        }
        int middle = character(from, indicatorsEnd);
        appendIndicator(first, from, middle);
        appendIndicator(second, middle, character(middle, indicatorsEnd));
    }

    private void appendIndicator(TextAppender target, int start, int end) {
        if (start == end) {
            target.append(BLANK, 0, 1);
        } else {
            target.append(bytes, start, end);
        }
    }

    /** Adds a control field's data, or subfield values joined by a blank. */
    void appendText(TextVector target) {
        if (control) {
            target.append(bytes, from, to);
            return;
        }
        boolean more = false;
        while (next()) {
            if (more) {
                target.extend(BLANK, 0, 1);
            }
            target.extend(bytes, valueFrom, valueTo);
            more = true;
        }
        target.endText();
    }

    /** Takes up the next subfield that has a code; false where there are no more. */
    boolean next() {
        while (next < to) {
            int start = next + 1;
            next = delimiter(start);
            if (start < next) {
                codeFrom = start;
                valueFrom = character(start, next);
                valueTo = next;
                return true;
            }
        }
        return false;
    }

    /** The code of the subfield; -1 for a character that is not ASCII. */
    int code() {
        return valueFrom - codeFrom == 1 ? bytes[codeFrom] : -1;
    }

    /** Offset in the batch of the subfield's value. */
    int valueFrom() {
        return valueFrom;
    }

    /** Offset in the batch of the byte after the subfield's value. */
    int valueTo() {
        return valueTo;
    }

    /** Adds code and value of the subfield. */
    void appendSubfield(TextAppender code, TextAppender value) {
        code.append(bytes, codeFrom, valueFrom);
        value.append(bytes, valueFrom, valueTo);
    }

    /** Adds a control field's data as a value without a code. */
    void appendData(TextAppender code, TextAppender value) {
        code.vector().appendNull();
        value.append(bytes, from, to);
    }

    private int delimiter(int start) {
        return ByteSearch.indexOf(Iso2709.SUBFIELD_DELIMITER, bytes, start, to);
    }

    /** The offset after the character of UTF-8 at {@code start}, or {@code end}. */
    private int character(int start, int end) {
        int at = start;
        if (at < end) {
            at++;
            while (at < end && (bytes[at] & 0xC0) == 0x80) {
                at++;
            }
        }
        return at;
    }
}
