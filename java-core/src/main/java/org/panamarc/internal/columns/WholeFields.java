package org.panamarc.internal.columns;

import static org.panamarc.columns.ColumnType.UTF8;

import java.util.List;
import org.panamarc.columns.ColumnField;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.query.TagPattern;

/** The whole fields with a tag: {@link org.panamarc.columns.Column.Kind#FIELDS}. */
final class WholeFields implements ColumnFiller {
    private final TagPattern wanted;
    private final FieldCursor parts = new FieldCursor();
    private final TextVector tags = new TextVector(ColumnField.of("tag", UTF8, false));
    private final TextVector first = new TextVector(ColumnField.of("ind1", UTF8, true));
    private final TextVector second = new TextVector(ColumnField.of("ind2", UTF8, true));
    private final TextVector codes = new TextVector(ColumnField.of("code", UTF8, true));
    private final TextVector values = new TextVector(ColumnField.of("value", UTF8, false));
    private final StructVector subfield = new StructVector("item", List.of(codes, values));
    private final ListVector subfields = new ListVector("subfields", subfield);
    private final StructVector field =
            new StructVector("item", List.of(tags, first, second, subfields));
    private final ListVector fields;

    WholeFields(String name, String tag) {
        this.wanted = TagPattern.of(tag);
        this.fields = new ListVector(name, field);
    }

    @Override
    public ListVector vector() {
        return fields;
    }

    @Override
    public void add(BatchView batch, int record) {
        int closing = batch.closingSlot(record);
        for (int slot = batch.firstSlot(record); slot < closing; slot++) {
            if (wanted.matches(batch, slot)) {
                parts.set(batch, slot);
                add();
            }
        }
        fields.endList();
    }

    private void add() {
        parts.appendTag(tags);
        parts.appendIndicators(first, second);
        if (parts.isControl()) {
            parts.appendData(codes, values);
            subfield.endRow();
        } else {
            while (parts.next()) {
                parts.appendSubfield(codes, values);
                subfield.endRow();
            }
        }
        subfields.endList();
        field.endRow();
    }
}
