package org.panamarc.columns;

import java.util.List;

/**
 * The name and the type of a column, or of what is inside one. Immutable.
 *
 * @param name of the column; {@code item} of what is in a list
 * @param nullable whether values may be missing
 * @param children the items of a list, the parts of a struct, the values of a dictionary; none of
 *     the other types
 */
public record ColumnField(
        String name, ColumnType type, boolean nullable, List<ColumnField> children) {
    /** A field whose children do not change. */
    public ColumnField {
        children = List.copyOf(children);
    }

    /** A field without children. */
    public static ColumnField of(String name, ColumnType type, boolean nullable) {
        return new ColumnField(name, type, nullable, List.of());
    }

    /** A field of text in which few values repeat. */
    public static ColumnField dictionary(String name, boolean nullable) {
        List<ColumnField> values = List.of(of("item", ColumnType.UTF8, false));
        return new ColumnField(name, ColumnType.DICTIONARY, nullable, values);
    }

    /** The same field under another name. */
    public ColumnField withName(String other) {
        return new ColumnField(other, type, nullable, children);
    }
}
