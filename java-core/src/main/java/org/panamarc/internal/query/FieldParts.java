package org.panamarc.internal.query;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.iso2709.FieldKind;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.query.ValueSelector.Sink;

/** Finds values in one field. */
sealed interface FieldParts {
    /** Hands each value to the sink; returns whether the sink wants more. */
    boolean find(BatchView batch, int record, int slot, Sink sink);

    /** The text of the field: a control field's data, or the subfields of a data field joined. */
    record Whole(FoundValue found) implements FieldParts {
        @Override
        public boolean find(BatchView batch, int record, int slot, Sink sink) {
            byte[] bytes = batch.memory();
            int from = batch.valueStart(slot);
            int to = batch.valueEnd(slot);
            if (FieldKind.isControl(batch.tag(slot), bytes, from, to)) {
                return found.take(batch, record, slot, bytes, from, to, sink);
            }
            return found.hasCharacters()
                    || Values.joined(
                            bytes,
                            from,
                            to,
                            (text, begin, end) ->
                                    found.takeWhole(batch, record, slot, text, begin, end, sink));
        }
    }

    /**
     * An indicator of a data field; one that the field lacks is a blank.
     *
     * @param number 1 or 2
     */
    record Indicator(int number, FoundValue found) implements FieldParts {
        private static final byte[] BLANK = {' '};

        @Override
        public boolean find(BatchView batch, int record, int slot, Sink sink) {
            byte[] bytes = batch.memory();
            int start = batch.valueStart(slot);
            int to = batch.valueEnd(slot);
            if (FieldKind.isControl(batch.tag(slot), bytes, start, to)) {
                return true;
            }
            int end = ValueSelectors.delimiter(bytes, start, to);
            int from = Values.skip(bytes, start, end, number - 1);
            return from < end
                    ? found.takeWhole(
                            batch,
                            record,
                            slot,
                            bytes,
                            from,
                            Values.skip(bytes, from, end, 1),
                            sink)
                    : found.takeWhole(batch, record, slot, BLANK, 0, 1, sink);
        }
    }

    /**
     * Subfields with a code of a range.
     *
     * @param index which of them; null for all
     */
    record Subfields(char first, char last, @Nullable Range index, FoundValue found)
            implements FieldParts {
        @Override
        public boolean find(BatchView batch, int record, int slot, Sink sink) {
            byte[] bytes = batch.memory();
            int to = batch.valueEnd(slot);
            int start = ValueSelectors.delimiter(bytes, batch.valueStart(slot), to);
            int begin = 0;
            int end = Integer.MAX_VALUE;
            if (index != null) {
                int number = index.fromEnd() ? count(bytes, start, to) : Integer.MAX_VALUE;
                begin = index.begin(number);
                end = index.end(number);
            }
            int number = 0;
            for (int at = start, next; at < to && number < end; at = next) {
                next = ValueSelectors.delimiter(bytes, at + 1, to);
                if (isWanted(bytes, at + 1, next)
                        && number++ >= begin
                        && !found.take(batch, record, slot, bytes, at + 2, next, sink)) {
                    return false;
                }
            }
            return true;
        }

        private int count(byte[] bytes, int start, int to) {
            int number = 0;
            for (int at = start, next; at < to; at = next) {
                next = ValueSelectors.delimiter(bytes, at + 1, to);
                number += isWanted(bytes, at + 1, next) ? 1 : 0;
            }
            return number;
        }

        private boolean isWanted(byte[] bytes, int at, int end) {
            return at < end && bytes[at] >= first && bytes[at] <= last;
        }
    }

    /** Several, one after the other. */
    record InOrder(List<FieldParts> parts) implements FieldParts {
        @Override
        public boolean find(BatchView batch, int record, int slot, Sink sink) {
            for (FieldParts part : parts) {
                if (!part.find(batch, record, slot, sink)) {
                    return false;
                }
            }
            return true;
        }
    }
}
