package org.panamarc.internal.columns;

import java.util.Arrays;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.Tags;

/**
 * Finds the field that a field 880 repeats in another script, by MARC 21, appendix A: {@code $6} of
 * 880 has the tag of that field, a hyphen and an occurrence number of two digits; {@code $6} of
 * that field has 880, a hyphen and the same number. The number 00 says that there is no such field.
 * Belongs to one thread.
 */
final class AlternateScript {
    /** No field. */
    static final int NONE = -1;

    private static final int TAG = 3;
    private static final int LENGTH = 6; // of tag, hyphen and number
    private static final byte[] THIS = {'8', '8', '0', '-'};

    private final FieldCursor parts = new FieldCursor();

    /**
     * The slot of the field that a linkage names, of the same record; {@link #NONE} where there is
     * no such field.
     *
     * @param from the linkage, as it is in {@code $6} of a field 880
     * @param to after it
     */
    int partner(BatchView batch, int record, int from, int to) {
        byte[] bytes = batch.memory();
        if (to - from < LENGTH || bytes[from + TAG] != '-' || isZero(bytes, from)) {
            return NONE;
        }
        int tag = Tags.number(bytes, from);
        int closing = batch.closingSlot(record);
        for (int slot = batch.firstSlot(record); slot < closing; slot++) {
            if (batch.tag(slot) == tag && refersBack(batch, slot, from)) {
                return slot;
            }
        }
        return NONE;
    }

    private static boolean isZero(byte[] bytes, int from) {
        return bytes[from + TAG + 1] == '0' && bytes[from + TAG + 2] == '0';
    }

    /** Whether a field's linkage is 880 with the occurrence number of the one at {@code from}. */
    private boolean refersBack(BatchView batch, int slot, int from) {
        byte[] bytes = batch.memory();
        parts.set(batch, slot);
        while (parts.next()) {
            int at = parts.valueFrom();
            if (parts.code() == '6' && parts.valueTo() - at >= LENGTH) {
                return Arrays.equals(bytes, at, at + THIS.length, THIS, 0, THIS.length)
                        && bytes[at + TAG + 1] == bytes[from + TAG + 1]
                        && bytes[at + TAG + 2] == bytes[from + TAG + 2];
            }
        }
        return false;
    }
}
