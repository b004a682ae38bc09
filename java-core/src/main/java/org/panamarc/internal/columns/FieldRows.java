package org.panamarc.internal.columns;

import static org.panamarc.columns.ColumnType.INT32;
import static org.panamarc.columns.ColumnType.INT64;
import static org.panamarc.columns.ColumnType.UTF8;

import java.util.List;
import org.panamarc.columns.ColumnField;
import org.panamarc.internal.layout.BatchView;

/** A row a field: {@link org.panamarc.columns.ReadySet#FIELDS}. */
final class FieldRows implements RowFiller {
    private final LongVector records = new LongVector(ColumnField.of("record", INT64, false));
    private final IntVector fields = new IntVector(ColumnField.of("field", INT32, false));
    private final DictionaryVector tags =
            new DictionaryVector(ColumnField.dictionary("tag", false), FieldCursor.TAG_KEYS);
    private final DictionaryVector first =
            new DictionaryVector(ColumnField.dictionary("ind1", true));
    private final DictionaryVector second =
            new DictionaryVector(ColumnField.dictionary("ind2", true));
    private final TextVector values = new TextVector(ColumnField.of("value", UTF8, false));
    private final FieldCursor parts = new FieldCursor();

    @Override
    public List<Vector> columns() {
        return List.of(records, fields, tags, first, second, values);
    }

    @Override
    public void add(BatchView batch, int record) {
        int start = batch.firstSlot(record);
        for (int slot = start; slot < batch.closingSlot(record); slot++) {
            parts.set(batch, slot);
            records.append(batch.number(record));
            fields.append(slot - start);
            parts.appendTag(tags);
            parts.appendIndicators(first, second);
            parts.appendText(values);
        }
    }
}
