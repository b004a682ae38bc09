package org.panamarc.internal.columns;

import java.util.List;
import java.util.Locale;
import org.panamarc.columns.ReadySet;
import org.panamarc.internal.layout.BatchView;

/**
 * Several tables of the same records, each a column named as its ready set in small letters. A
 * packed batch is one row, in which each table is the list of its rows.
 */
final class SeveralTables implements RowFiller {
    private final List<Part> parts;
    private boolean added; // a record, of the batch

    /**
     * Tables of ready sets.
     *
     * @param record for errors
     */
    SeveralTables(List<ReadySet> sets, ScannedRecord record) {
        this.parts = sets.stream().map(set -> Part.of(set, record)).toList();
    }

    private record Part(RowFiller rows, StructVector row, ListVector table) {
        static Part of(ReadySet set, ScannedRecord record) {
            RowFiller rows = ReadyRows.of(set, record);
            StructVector row = new StructVector("item", rows.columns());
            return new Part(rows, row, new ListVector(set.name().toLowerCase(Locale.ROOT), row));
        }

        void end() {
            row.endAdded();
            table.endList();
        }
    }

    @Override
    public void add(BatchView batch, int record) {
        added = true;
        for (Part part : parts) {
            part.rows.add(batch, record);
        }
    }

    @Override
    public void endBatch() {
        if (added) {
            parts.forEach(Part::end);
            added = false;
        }
    }

    @Override
    public List<Vector> columns() {
        return parts.stream().<Vector>map(Part::table).toList();
    }
}
