package org.panamarc.python;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.panamarc.columns.Column;
import org.panamarc.columns.ReadySet;
import org.panamarc.columns.RecordCondition;
import org.panamarc.internal.columns.TableDefinition;

/** What a table for Python is to hold, said part by part. Used by one thread. */
public final class PythonTable {
    private final TableDefinition definition = new TableDefinition();
    private final Deque<RecordCondition> conditions = new ArrayDeque<>();

    /** Without columns. */
    public PythonTable() {}

    /**
     * Adds a column.
     *
     * @param kind as {@link Column.Kind} names it, in small letters
     * @param specs joined by 0x1F; empty for none
     * @param separator for the kind {@code join}
     * @param cast {@code text}, {@code int} or {@code date}
     * @param castOrNull whether a value that does not fit is null
     * @param strip whether punctuation is taken from the end of values
     * @param isbn whether values are made ISBNs of 13 digits
     * @param dictionary whether text is given by a dictionary
     * @throws IllegalArgumentException if that does not go together, or there is one of that name
     */
    public void addColumn(
            String name,
            String kind,
            String specs,
            String separator,
            String cast,
            boolean castOrNull,
            boolean strip,
            boolean isbn,
            boolean dictionary) {
        List<String> each = specs.isEmpty() ? List.of() : Arrays.asList(specs.split(Rows.PART, -1));
        definition.column(
                name,
                new Column(
                        Column.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                        each,
                        separator,
                        Column.Cast.valueOf(cast.toUpperCase(Locale.ROOT)),
                        castOrNull,
                        strip,
                        isbn,
                        dictionary));
    }

    /**
     * Adds the columns of a ready set.
     *
     * @param name as {@link ReadySet} has it, in small letters
     * @throws IllegalArgumentException if there are columns that cannot be with them
     */
    public void addReadySet(String name) {
        definition.readySet(set(name));
    }

    /**
     * Asks for several tables of the same records: a row a batch, in which each table is a list.
     *
     * @param names of ready sets, joined by 0x1F
     * @throws IllegalArgumentException if there are columns, or one of the sets is there twice
     */
    public void addTables(String names) {
        definition.tables(Arrays.stream(names.split(Rows.PART, -1)).map(PythonTable::set).toList());
    }

    private static ReadySet set(String name) {
        return ReadySet.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Gives a column, and of the others only those that are named likewise. */
    public void select(String column) {
        definition.select(column);
    }

    /** Puts a condition on the stack: one of some types of record. */
    public void whereType(String types) {
        conditions.push(new RecordCondition.RecordType(types));
    }

    /** Puts a condition on the stack: a tag is there. */
    public void whereTag(String tag) {
        conditions.push(new RecordCondition.HasTag(tag));
    }

    /** Puts a condition on the stack: a regular expression is found in a value of a spec. */
    public void whereMatches(String spec, String pattern) {
        conditions.push(new RecordCondition.Matches(spec, pattern));
    }

    /**
     * Puts a condition on the stack: a regular expression is found in a value of a column that was
     * added before.
     *
     * @throws IllegalArgumentException if there is no column of that name
     */
    public void whereValueMatches(String column, String pattern) {
        conditions.push(new RecordCondition.ValueMatches(definition.column(column), pattern));
    }

    /**
     * Puts a condition on the stack: a value of a column that was added before is a whole number of
     * a range.
     *
     * @throws IllegalArgumentException if there is no column of that name
     */
    public void whereValueBetween(String column, long from, long to) {
        conditions.push(new RecordCondition.ValueBetween(definition.column(column), from, to));
    }

    /** Puts a condition on the stack: the year of 008/07-10 is in a range. */
    public void whereYears(int from, int to) {
        conditions.push(new RecordCondition.Years(from, to));
    }

    /** Replaces the last conditions on the stack by one: all of them hold. */
    public void whereAll(int count) {
        conditions.push(new RecordCondition.All(pop(count)));
    }

    /** Replaces the last conditions on the stack by one: one of them holds. */
    public void whereAny(int count) {
        conditions.push(new RecordCondition.Any(pop(count)));
    }

    /** Replaces the last condition on the stack by its opposite. */
    public void whereNot() {
        conditions.push(new RecordCondition.Not(conditions.pop()));
    }

    private List<RecordCondition> pop(int count) {
        List<RecordCondition> popped = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            popped.addFirst(conditions.pop());
        }
        return popped;
    }

    /** The definition: all conditions on the stack have to hold. */
    TableDefinition definition() {
        if (!conditions.isEmpty()) {
            whereAll(conditions.size());
            definition.where(conditions.peek());
        }
        return definition;
    }
}
