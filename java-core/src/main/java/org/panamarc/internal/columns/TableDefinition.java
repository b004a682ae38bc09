package org.panamarc.internal.columns;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.panamarc.columns.Column;
import org.panamarc.columns.ReadySet;
import org.panamarc.columns.RecordCondition;
import org.panamarc.internal.layout.RecordPredicate;

/** What a table is to hold. Built, and then used by one thread at a time. */
public final class TableDefinition {
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private @Nullable ReadySet rows; // a ready set whose rows are not records
    private final Set<String> selected = new HashSet<>(); // names; empty for all columns
    private List<ReadySet> several = List.of(); // tables
    private @Nullable RecordCondition condition;

    /** Without a column. */
    public TableDefinition() {}

    /**
     * Adds a column.
     *
     * @throws IllegalArgumentException if there is one of that name, or a ready set whose rows are
     *     not records
     */
    public void column(String name, Column column) {
        checkOne();
        if (rows != null) {
            throw new IllegalArgumentException(
                    "the rows of %s are not records; it has no column %s".formatted(rows, name));
        }
        if (columns.putIfAbsent(name, column) != null) {
            throw new IllegalArgumentException("there are two columns %s".formatted(name));
        }
    }

    /**
     * Adds the columns of a ready set.
     *
     * @throws IllegalArgumentException if there is a column that cannot be with it
     */
    public void readySet(ReadySet set) {
        checkOne();
        Map<String, Column> ofRecords = ReadyRows.columns(set);
        if (!ofRecords.isEmpty()) {
            ofRecords.forEach(this::column);
        } else if (!columns.isEmpty() || rows != null) {
            throw new IllegalArgumentException(
                    "the rows of %s are its own; it has no other columns".formatted(set));
        } else {
            rows = set;
        }
    }

    /**
     * Asks for several tables of the same records, which are read once: a packed batch is one row,
     * in which each table is a column, the list of its rows.
     *
     * @throws IllegalArgumentException if there is a column, no set, or one of them twice
     */
    public void tables(List<ReadySet> sets) {
        if (!columns.isEmpty() || rows != null || !several.isEmpty()) {
            throw new IllegalArgumentException("several tables have no other columns");
        }
        if (sets.isEmpty() || new HashSet<>(sets).size() < sets.size()) {
            throw new IllegalArgumentException(
                    "tables are %s; expected one or more, each once".formatted(sets));
        }
        several = List.copyOf(sets);
    }

    private void checkOne() {
        if (!several.isEmpty()) {
            throw new IllegalArgumentException("several tables have no other columns");
        }
    }

    /**
     * The column of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Column column(String name) {
        Column column = columns.get(name);
        if (column == null) {
            throw new IllegalArgumentException(
                    "there is no column %s; expected one of %s".formatted(name, columns.keySet()));
        }
        return column;
    }

    /** Gives a column, and of the others only those that are named likewise. */
    public void select(String name) {
        selected.add(name);
    }

    /** Says which records have rows; all where nothing is said. */
    public void where(RecordCondition wanted) {
        condition = wanted;
    }

    /**
     * What makes conditions for threads to choose records by; null where all have rows.
     *
     * @throws IllegalArgumentException if a spec, a tag, a pattern or a range cannot be read
     */
    @Nullable Supplier<RecordPredicate> wanted() {
        RecordCondition wanted = condition;
        if (wanted == null) {
            return null;
        }
        Conditions.of(wanted); // what cannot be read is an error now, not in each thread
        return () -> Conditions.of(wanted);
    }

    /**
     * What makes tables.
     *
     * @param strict whether a record with defects of its content alone counts as broken
     * @throws IllegalArgumentException if there is no column
     */
    Supplier<ColumnTable> tables(boolean strict) {
        Set<String> names = Set.copyOf(selected);
        Predicate<String> given = name -> names.isEmpty() || names.contains(name);
        List<ReadySet> sets = several;
        if (!sets.isEmpty()) {
            return () -> ColumnTable.of(sets, given);
        }
        ReadySet set = rows;
        if (set != null) {
            return () -> ColumnTable.of(set, given);
        }
        Map<String, Column> asked = new LinkedHashMap<>(columns);
        asked.keySet().removeIf(given.negate());
        if (asked.isEmpty()) {
            throw new IllegalArgumentException("a table has one column or more; there is none");
        }
        return () -> ColumnTable.ofRecords(asked, strict);
    }
}
