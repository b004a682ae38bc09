package org.panamarc.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.panamarc.columns.Column;
import org.panamarc.columns.ColumnField;
import org.panamarc.columns.ColumnScan;
import org.panamarc.columns.ReadySet;

/**
 * What the rows of a table are. Immutable.
 *
 * @param set a ready set whose rows are not records; null for rows that are
 * @param columns of rows that are records, by name, in their order
 */
record TableColumns(@Nullable ReadySet set, Map<String, Column> columns) implements Serializable {
    /** The column that has a record's number, where a ready set has other rows than records. */
    private static final String NUMBER = "record";

    /** A ready set. */
    static TableColumns of(ReadySet set) {
        Map<String, Column> columns = ColumnScan.columns(set);
        return columns.isEmpty()
                ? new TableColumns(set, Map.of())
                : new TableColumns(null, new LinkedHashMap<>(columns));
    }

    /**
     * The same with a last column of the bytes of corrupt records, unless it has that already.
     *
     * @throws IllegalArgumentException if it has another column of that name, or the rows are not
     *     records
     */
    TableColumns withCorruptRecord(String name) {
        if (set != null) {
            throw new IllegalArgumentException(
                    "a column of corrupt records (%s) needs rows that are records; those of %s are not"
                            .formatted(name, set.name().toLowerCase(Locale.ROOT)));
        }
        Column corrupt = Column.of(Column.Kind.CORRUPT_RECORD);
        Map<String, Column> more = new LinkedHashMap<>(columns);
        Column there = more.putIfAbsent(name, corrupt);
        if (there != null && there.kind() != Column.Kind.CORRUPT_RECORD) {
            throw new IllegalArgumentException(
                    "there is a column %s that is not of corrupt records".formatted(name));
        }
        return new TableColumns(null, more);
    }

    /** Adds all of them to a scan. */
    void addTo(ColumnScan.Builder scan) {
        if (set != null) {
            scan.readySet(set);
        }
        columns.forEach(scan::column);
    }

    /**
     * Names and types.
     *
     * @throws IllegalArgumentException if a spec or a tag cannot be read
     */
    List<ColumnField> fields() {
        ColumnScan.Builder builder = ColumnScan.builder();
        addTo(builder);
        try (ColumnScan scan = builder.open()) {
            return scan.schema();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a column has numbers of records. */
    boolean isNumber(String name) {
        if (set != null) {
            return name.equals(NUMBER);
        }
        Column column = columns.get(name);
        return column != null && column.kind() == Column.Kind.RECORD_NUMBER;
    }

    /** Whether a value may not fit its column, which is an error. */
    boolean mayFail() {
        return columns.values().stream()
                .anyMatch(column -> column.cast() != Column.Cast.TEXT && !column.castOrNull());
    }
}
