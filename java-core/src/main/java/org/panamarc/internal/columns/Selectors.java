package org.panamarc.internal.columns;

import java.util.List;
import org.panamarc.columns.Column;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.query.ValueSelector;
import org.panamarc.internal.query.ValueSelectors;
import org.panamarc.internal.query.ValueSpec;

/** What finds the values of a column. */
final class Selectors {
    private Selectors() {}

    /**
     * The selector of a column's values.
     *
     * @throws IllegalArgumentException if a spec cannot be read, or there is none
     */
    static ValueSelector of(Column column) {
        if (column.kind() == Column.Kind.TITLE) {
            return ValueSelectors.title();
        }
        if (column.specs().isEmpty()) {
            throw new IllegalArgumentException(
                    "a column of kind %s has no spec; expected one".formatted(column.kind()));
        }
        List<ValueSelector> specs =
                column.specs().stream().<ValueSelector>map(ValueSpec::of).toList();
        return specs.size() == 1 ? specs.getFirst() : new InTurn(specs);
    }

    /** The values of the first selector, then those of the next, until no more are wanted. */
    private static final class InTurn implements ValueSelector, ValueSelector.Sink {
        private final List<ValueSelector> selectors;
        private Sink target = (bytes, from, to) -> false;
        private boolean wanted;

        InTurn(List<ValueSelector> selectors) {
            this.selectors = selectors;
        }

        @Override
        public void find(BatchView batch, int record, Sink sink) {
            target = sink;
            wanted = true;
            for (int i = 0; i < selectors.size() && wanted; i++) {
                selectors.get(i).find(batch, record, this);
            }
        }

        @Override
        public boolean value(byte[] bytes, int from, int to) {
            wanted = target.value(bytes, from, to);
            return wanted;
        }
    }
}
