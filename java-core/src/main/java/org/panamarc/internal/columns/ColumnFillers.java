package org.panamarc.internal.columns;

import org.panamarc.columns.Column;
import org.panamarc.columns.ColumnField;
import org.panamarc.columns.ColumnType;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.query.ValueSelector;

/** Chooses what fills a column. */
final class ColumnFillers {
    private ColumnFillers() {}

    /**
     * What fills a column.
     *
     * @param record for errors
     * @param strict whether a record with defects of its content alone counts as broken
     * @throws IllegalArgumentException if a spec cannot be read
     */
    static ColumnFiller of(String name, Column column, ScannedRecord record, boolean strict) {
        return switch (column.kind()) {
            case FIRST, TITLE -> first(name, column, record);
            case LIST -> all(name, column, record);
            case JOIN -> new ValueColumns.Joined(name, Selectors.of(column), column);
            case COUNT -> new ValueColumns.Count(name, Selectors.of(column), column);
            case EXISTS -> new ValueColumns.Exists(name, Selectors.of(column), column);
            case FIELDS -> new WholeFields(name, column.specs().getFirst());
            case RECORD_NUMBER -> new RecordFacts.Numbers(name, BatchView::number);
            case OFFSET -> new RecordFacts.Numbers(name, BatchView::inputStart);
            case LENGTH -> new RecordFacts.Numbers(name, BatchView::inputLength);
            case SOURCE -> new RecordFacts.Sources(RecordFacts.text(name, column));
            case RECORD_TYPE -> new RecordFacts.Types(RecordFacts.text(name, column));
            case DEFECTS -> new RecordFacts.Defects(name);
            case CORRUPT_RECORD -> new RecordFacts.CorruptRecords(name, strict);
        };
    }

    private static ColumnFiller first(String name, Column column, ScannedRecord record) {
        ValueSelector selector = Selectors.of(column);
        return new ValueColumns.First(selector, column, values(name, true, column, record));
    }

    private static ColumnFiller all(String name, Column column, ScannedRecord record) {
        ValueSelector selector = Selectors.of(column);
        boolean nullable = column.normalizesIsbn();
        TextAppender items = values("item", nullable, column, record);
        return new ValueColumns.All(name, selector, column, items);
    }

    private static TextAppender values(
            String name, boolean nullable, Column column, ScannedRecord record) {
        if (column.cast() != Column.Cast.TEXT) {
            String spec = String.join(", ", column.specs());
            return Casts.column(name, nullable, spec, column, record);
        }
        return column.dictionary()
                ? new DictionaryVector(ColumnField.dictionary(name, nullable))
                : new TextVector(ColumnField.of(name, ColumnType.UTF8, nullable));
    }
}
