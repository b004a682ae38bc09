package org.panamarc.internal.columns;

import org.panamarc.columns.Column;

/** What is done with each value on its way into a column. Each step belongs to one thread. */
final class ValueSteps {
    private ValueSteps() {}

    /** The steps that a column asks for, before a target. */
    static ValueTarget before(ValueTarget target, Column column) {
        ValueTarget first = column.normalizesIsbn() ? new Isbns(target) : target;
        return column.stripsPunctuation() ? new Stripped(first) : first;
    }

    private record Stripped(ValueTarget next) implements ValueTarget {
        @Override
        public boolean value(byte[] bytes, int from, int to) {
            return next.value(bytes, from, IsbdPunctuation.endWithout(bytes, from, to));
        }

        @Override
        public boolean invalid() {
            return next.invalid();
        }
    }

    private static final class Isbns implements ValueTarget {
        private final ValueTarget next;
        private final byte[] digits = new byte[Isbn.LENGTH];

        Isbns(ValueTarget next) {
            this.next = next;
        }

        @Override
        public boolean value(byte[] bytes, int from, int to) {
            return Isbn.normalize(bytes, from, to, digits)
                    ? next.value(digits, 0, digits.length)
                    : next.invalid();
        }

        @Override
        public boolean invalid() {
            return next.invalid();
        }
    }
}
