package org.panamarc.columns;

import java.io.Serializable;
import java.util.List;

/** Which records a table has rows of. Immutable. */
public sealed interface RecordCondition extends Serializable {
    /**
     * The type of record, leader/06, is one of some characters.
     *
     * @param types such as {@code am} for language material and computer files
     */
    record RecordType(String types) implements RecordCondition {}

    /**
     * There is a field with a tag.
     *
     * @param tag three characters, in which a dot is any
     */
    record HasTag(String tag) implements RecordCondition {}

    /**
     * A regular expression, as Java has them, is found in a value of a spec.
     *
     * @param spec which values
     * @param pattern the expression
     */
    record Matches(String spec, String pattern) implements RecordCondition {}

    /**
     * A regular expression, as Java has them, is found in a value of a column, as its steps leave
     * it. Of {@link Column.Kind#FIRST} and {@link Column.Kind#TITLE} the first value counts, of
     * other kinds that have specs each one.
     *
     * @param column which values; not one of whole fields
     * @param pattern the expression
     */
    record ValueMatches(Column column, String pattern) implements RecordCondition {}

    /**
     * A value of a column is a whole number of a range; the values are those of {@link
     * ValueMatches}, read as {@link Column.Cast#INT} reads them.
     *
     * @param column which values; not one of whole fields
     * @param from the first number
     * @param to the last number
     */
    record ValueBetween(Column column, long from, long to) implements RecordCondition {}

    /**
     * The year of 008/07-10 is in a range; one that is not four digits is in none.
     *
     * @param from the first year
     * @param to the last year
     */
    record Years(int from, int to) implements RecordCondition {}

    /**
     * All conditions hold, as they do where there is none.
     *
     * @param conditions tried in their order
     */
    record All(List<RecordCondition> conditions) implements RecordCondition {
        /** Of conditions that do not change. */
        public All {
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * One of the conditions holds.
     *
     * @param conditions tried in their order
     */
    record Any(List<RecordCondition> conditions) implements RecordCondition {
        /** Of conditions that do not change. */
        public Any {
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * A condition does not hold.
     *
     * @param condition that one
     */
    record Not(RecordCondition condition) implements RecordCondition {}
}
