package org.panamarc.internal.columns;

import static org.panamarc.columns.ColumnType.INT32;
import static org.panamarc.columns.ColumnType.INT64;
import static org.panamarc.columns.ColumnType.UTF8;

import java.util.List;
import org.panamarc.columns.ColumnField;
import org.panamarc.internal.layout.BatchView;

/** A row a subfield: {@link org.panamarc.columns.ReadySet#SUBFIELDS}. */
final class SubfieldRows implements RowFiller {
    private final LongVector records = new LongVector(ColumnField.of("record", INT64, false));
    private final IntVector fields = new IntVector(ColumnField.of("field", INT32, false));
    private final IntVector subfields = new IntVector(ColumnField.of("subfield", INT32, false));
    private final DictionaryVector tags =
            new DictionaryVector(ColumnField.dictionary("tag", false), FieldCursor.TAG_KEYS);
    private final DictionaryVector first =
            new DictionaryVector(ColumnField.dictionary("ind1", true));
    private final DictionaryVector second =
            new DictionaryVector(ColumnField.dictionary("ind2", true));
    private final DictionaryVector codes =
            new DictionaryVector(ColumnField.dictionary("code", true));
    private final TextVector values = new TextVector(ColumnField.of("value", UTF8, false));
    private final FieldCursor parts = new FieldCursor();

    @Override
    public List<Vector> columns() {
        return List.of(records, fields, subfields, tags, first, second, codes, values);
    }

    @Override
    public void add(BatchView batch, int record) {
        long number = batch.number(record);
        int start = batch.firstSlot(record);
        for (int slot = start; slot < batch.closingSlot(record); slot++) {
            parts.set(batch, slot);
            if (parts.isControl()) {
                addField(number, slot - start);
                subfields.append(0);
                parts.appendData(codes, values);
            } else {
                addSubfields(number, slot - start);
            }
        }
    }

    private void addSubfields(long record, int field) {
        for (int i = 0; parts.next(); i++) {
            if (i == 0) {
                addField(record, field);
            } else {
                records.append(record);
                fields.append(field);
                tags.repeat();
                first.repeat();
                second.repeat();
            }
            subfields.append(i);
            parts.appendSubfield(codes, values);
        }
    }

    /** Adds what all subfields of a field share. */
    private void addField(long record, int field) {
        records.append(record);
        fields.append(field);
        parts.appendTag(tags);
        parts.appendIndicators(first, second);
    }
}
