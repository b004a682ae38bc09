package org.panamarc.internal.columns;

import static org.panamarc.columns.Column.Cast.INT;

import java.util.HashSet;
import java.util.LinkedHashMap;
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
        if (set == ReadySet.BIBLIOGRAPHIC) {
            addBibliographic();
        } else if (!columns.isEmpty() || rows != null) {
            throw new IllegalArgumentException(
                    "the rows of %s are its own; it has no other columns".formatted(set));
        } else {
            rows = set;
        }
    }

    private void addBibliographic() {
        column("control_number", Column.of("001"));
        column("title", Column.of(Column.Kind.TITLE).stripPunctuation());
        column("author", Column.of("100$a", "110$a", "111$a").stripPunctuation());
        column("publisher", Column.of("260$b", "264 .1$b").stripPunctuation());
        column("year", Column.of("008/7-10").castOrNull(INT));
        column("language", Column.of("008/35-37").asDictionary());
        column("isbns", Column.of("020$a").list().normalizeIsbn());
        column("issns", Column.of("022$a").list());
        column("subjects", Column.of("6..$a").list().stripPunctuation());
        column("record_type", Column.of(Column.Kind.RECORD_TYPE).asDictionary());
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
     * @throws IllegalArgumentException if there is no column
     */
    Supplier<ColumnTable> tables() {
        Set<String> names = Set.copyOf(selected);
        Predicate<String> given = name -> names.isEmpty() || names.contains(name);
        if (rows == ReadySet.FIELDS) {
            return () -> ColumnTable.ofFields(given);
        }
        if (rows == ReadySet.SUBFIELDS) {
            return () -> ColumnTable.ofSubfields(given);
        }
        Map<String, Column> asked = new LinkedHashMap<>(columns);
        asked.keySet().removeIf(given.negate());
        if (asked.isEmpty()) {
            throw new IllegalArgumentException("a table has one column or more; there is none");
        }
        return () -> ColumnTable.ofRecords(asked);
    }
}
