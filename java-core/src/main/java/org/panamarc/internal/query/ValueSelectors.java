package org.panamarc.internal.query;

import org.panamarc.internal.Iso2709;
import org.panamarc.internal.kernel.ByteSearch;
import org.panamarc.internal.layout.Tags;

/** What Python asks of a whole batch besides the values of specs. */
public final class ValueSelectors {
    private ValueSelectors() {}

    /** Each field with a tag: its bytes between field terminators. */
    public static ValueSelector fields(String tag) {
        int fixed = Tags.number(tag); // the same in every batch, unless the tag is odd
        return (batch, record, sink) -> {
            int number = fixed >= 0 ? fixed : batch.tagNumber(tag);
            int closing = batch.closingSlot(record);
            for (int slot = batch.firstSlot(record); slot < closing; slot++) {
                if (batch.tag(slot) == number
                        && !sink.value(
                                batch.memory(), batch.valueStart(slot), batch.valueEnd(slot))) {
                    return;
                }
            }
        };
    }

    /**
     * The title in the first field 245: subfield a, then subfield b after a space where neither is
     * empty. No value where there is no subfield a.
     */
    public static ValueSelector title() {
        ValueSelector fields = fields("245");
        return (batch, record, sink) ->
                fields.find(
                        batch,
                        record,
                        (bytes, from, to) -> {
                            title(bytes, from, to, sink);
                            return false;
                        });
    }

    private static void title(byte[] bytes, int from, int to, ValueSelector.Sink sink) {
        int start = subfield(bytes, from, to, 'a');
        if (start < 0) {
            return;
        }
        int end = delimiter(bytes, start, to);
        int more = subfield(bytes, from, to, 'b');
        int moreEnd = more < 0 ? more : delimiter(bytes, more, to);
        if (start == end || more == moreEnd) {
            sink.value(bytes, start, end);
            return;
        }
        byte[] title = new byte[end - start + 1 + moreEnd - more];
        System.arraycopy(bytes, start, title, 0, end - start);
        title[end - start] = ' ';
        System.arraycopy(bytes, more, title, end - start + 1, moreEnd - more);
        sink.value(title, 0, title.length);
    }

    /** Offset of the value of the first subfield with a code, or -1. */
    private static int subfield(byte[] bytes, int from, int to, char code) {
        int at = delimiter(bytes, from, to);
        while (at < to - 1) {
            if (bytes[at + 1] == code) {
                return at + 2;
            }
            at = delimiter(bytes, at + 1, to);
        }
        return -1;
    }

    /** Offset of the next subfield delimiter, or {@code to}. */
    public static int delimiter(byte[] bytes, int from, int to) {
        return ByteSearch.indexOf(Iso2709.SUBFIELD_DELIMITER, bytes, from, to);
    }
}
