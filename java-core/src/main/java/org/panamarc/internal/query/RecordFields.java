package org.panamarc.internal.query;

import org.jspecify.annotations.Nullable;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.query.ValueSelector.Sink;

/**
 * Finds values in the fields of a record with a tag. Immutable.
 *
 * @param index which of the fields; null for all
 * @param parts what of each
 */
record RecordFields(TagPattern tag, @Nullable Range index, FieldParts parts) {
    /** Hands each value to the sink; returns whether the sink wants more. */
    boolean find(BatchView batch, int record, Sink sink) {
        int wanted = tag.numberIn(batch);
        int closing = batch.closingSlot(record);
        int begin = 0;
        int end = Integer.MAX_VALUE;
        if (index != null) {
            int number = index.fromEnd() ? count(batch, record, wanted) : Integer.MAX_VALUE;
            begin = index.begin(number);
            end = index.end(number);
        }
        int number = 0;
        for (int slot = batch.firstSlot(record); slot < closing && number < end; slot++) {
            if (tag.matches(batch, slot, batch.tag(slot), wanted)
                    && number++ >= begin
                    && !parts.find(batch, record, slot, sink)) {
                return false;
            }
        }
        return true;
    }

    private int count(BatchView batch, int record, int wanted) {
        int number = 0;
        int closing = batch.closingSlot(record);
        for (int slot = batch.firstSlot(record); slot < closing; slot++) {
            number += tag.matches(batch, slot, batch.tag(slot), wanted) ? 1 : 0;
        }
        return number;
    }
}
