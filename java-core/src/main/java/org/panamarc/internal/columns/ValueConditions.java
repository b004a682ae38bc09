package org.panamarc.internal.columns;

import org.panamarc.columns.Column;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.RecordPredicate;
import org.panamarc.internal.query.ValuePattern;
import org.panamarc.internal.query.ValueSelector;

/** Makes conditions on the values that a column has. */
final class ValueConditions {
    private ValueConditions() {}

    /**
     * Whether a regular expression is found in a value.
     *
     * @throws IllegalArgumentException if a spec or the pattern cannot be read
     */
    static RecordPredicate matches(Column column, String pattern) {
        ValuePattern sought = new ValuePattern(pattern);
        return new OfValues(column, sought::isIn);
    }

    /**
     * Whether a value is a whole number of a range.
     *
     * @throws IllegalArgumentException if a spec cannot be read
     */
    static RecordPredicate between(Column column, long from, long to) {
        WholeNumber number = new WholeNumber();
        return new OfValues(
                column,
                (bytes, start, end) ->
                        number.read(bytes, start, end)
                                && number.value() >= from
                                && number.value() <= to);
    }

    /** Whether a value is one of those looked for. */
    @FunctionalInterface
    private interface Test {
        boolean of(byte[] bytes, int from, int to);
    }

    /** Tries the values of a column, until one passes or no more count. */
    private static final class OfValues implements RecordPredicate, ValueTarget {
        private final ValueSelector selector;
        private final ValueTarget steps;
        private final boolean all;
        private final Test test;
        private boolean passed;

        OfValues(Column column, Test test) {
            if (column.kind() == Column.Kind.FIELDS) {
                throw new IllegalArgumentException(
                        "a condition is on values; expected a column that is not of whole fields");
            }
            this.selector = Selectors.of(column);
            this.steps = ValueSteps.before(this, column);
            this.all = column.kind() != Column.Kind.FIRST && column.kind() != Column.Kind.TITLE;
            this.test = test;
        }

        @Override
        public boolean test(BatchView batch, int record) {
            passed = false;
            selector.find(batch, record, steps);
            return passed;
        }

        @Override
        public boolean value(byte[] bytes, int from, int to) {
            passed = test.of(bytes, from, to);
            return all && !passed;
        }

        @Override
        public boolean invalid() {
            return all;
        }
    }
}
