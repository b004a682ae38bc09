package org.panamarc.internal.columns;

import java.nio.charset.StandardCharsets;
import org.panamarc.columns.Column;
import org.panamarc.columns.ColumnField;
import org.panamarc.columns.ColumnType;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.query.ValueSelector;

/** Columns of the values that a selector finds in a record. */
final class ValueColumns {
    private ValueColumns() {}

    /** A filler that is the target of its own values. */
    abstract static class Filler implements ColumnFiller, ValueTarget {
        private final ValueSelector selector;
        private final ValueTarget steps;

        Filler(ValueSelector selector, Column column) {
            this.selector = selector;
            this.steps = ValueSteps.before(this, column);
        }

        final void find(BatchView batch, int record) {
            selector.find(batch, record, steps);
        }
    }

    /** The first value, or null. */
    static final class First extends Filler {
        private final TextAppender target;
        private boolean found;

        First(ValueSelector selector, Column column, TextAppender target) {
            super(selector, column);
            this.target = target;
        }

        @Override
        public Vector vector() {
            return target.vector();
        }

        @Override
        public void add(BatchView batch, int record) {
            found = false;
            find(batch, record);
            if (!found) {
                target.vector().appendNull();
            }
        }

        @Override
        public boolean value(byte[] bytes, int from, int to) {
            found = true;
            target.append(bytes, from, to);
            return false;
        }

        @Override
        public boolean invalid() {
            return false;
        }
    }

    /** All values. */
    static final class All extends Filler {
        private final TextAppender items;
        private final ListVector lists;

        All(String name, ValueSelector selector, Column column, TextAppender items) {
            super(selector, column);
            this.items = items;
            this.lists = new ListVector(name, items.vector());
        }

        @Override
        public Vector vector() {
            return lists;
        }

        @Override
        public void add(BatchView batch, int record) {
            find(batch, record);
            lists.endList();
        }

        @Override
        public boolean value(byte[] bytes, int from, int to) {
            items.append(bytes, from, to);
            return true;
        }

        @Override
        public boolean invalid() {
            items.vector().appendNull();
            return true;
        }
    }

    /** All values, joined by a separator; those that are not valid are left out. */
    static final class Joined extends Filler {
        private final TextVector texts;
        private final byte[] separator;
        private int found;

        Joined(String name, ValueSelector selector, Column column) {
            super(selector, column);
            this.texts = new TextVector(ColumnField.of(name, ColumnType.UTF8, true));
            this.separator = column.separator().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Vector vector() {
            return texts;
        }

        @Override
        public void add(BatchView batch, int record) {
            found = 0;
            find(batch, record);
            if (found == 0) {
                texts.appendNull();
            } else {
                texts.endText();
            }
        }

        @Override
        public boolean value(byte[] bytes, int from, int to) {
            if (found++ > 0) {
                texts.extend(separator, 0, separator.length);
            }
            texts.extend(bytes, from, to);
            return true;
        }

        @Override
        public boolean invalid() {
            return true;
        }
    }

    /** How many values there are. */
    static final class Count extends Filler {
        private final IntVector counts;
        private int found;

        Count(String name, ValueSelector selector, Column column) {
            super(selector, column);
            this.counts = new IntVector(ColumnField.of(name, ColumnType.INT32, false));
        }

        @Override
        public Vector vector() {
            return counts;
        }

        @Override
        public void add(BatchView batch, int record) {
            found = 0;
            find(batch, record);
            counts.append(found);
        }

        @Override
        public boolean value(byte[] bytes, int from, int to) {
            found++;
            return true;
        }

        @Override
        public boolean invalid() {
            return true;
        }
    }

    /** Whether there is a value. */
    static final class Exists extends Filler {
        private final BitVector answers;
        private boolean found;

        Exists(String name, ValueSelector selector, Column column) {
            super(selector, column);
            this.answers = new BitVector(ColumnField.of(name, ColumnType.BOOL, false));
        }

        @Override
        public Vector vector() {
            return answers;
        }

        @Override
        public void add(BatchView batch, int record) {
            found = false;
            find(batch, record);
            answers.append(found);
        }

        @Override
        public boolean value(byte[] bytes, int from, int to) {
            found = true;
            return false;
        }

        @Override
        public boolean invalid() {
            return true;
        }
    }
}
