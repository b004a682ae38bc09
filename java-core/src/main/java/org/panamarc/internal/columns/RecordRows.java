package org.panamarc.internal.columns;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.panamarc.columns.Column;
import org.panamarc.internal.layout.BatchView;

/** A row a record. */
final class RecordRows implements RowFiller {
    private final List<ColumnFiller> fillers = new ArrayList<>();

    private RecordRows() {}

    /**
     * Rows with some columns.
     *
     * @param columns by name, in their order
     * @param record for errors
     * @param strict whether a record with defects of its content alone counts as broken
     * @throws IllegalArgumentException if a spec cannot be read
     */
    static RecordRows of(Map<String, Column> columns, ScannedRecord record, boolean strict) {
        RecordRows rows = new RecordRows();
        columns.forEach(
                (name, column) -> rows.fillers.add(ColumnFillers.of(name, column, record, strict)));
        return rows;
    }

    @Override
    public void add(BatchView batch, int record) {
        for (ColumnFiller filler : fillers) {
            filler.add(batch, record);
        }
    }

    @Override
    public List<Vector> columns() {
        return fillers.stream().map(ColumnFiller::vector).toList();
    }
}
