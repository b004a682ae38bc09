package org.panamarc.internal.columns;

import static org.panamarc.columns.ColumnType.INT32;
import static org.panamarc.columns.ColumnType.INT64;
import static org.panamarc.columns.ColumnType.UTF8;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.panamarc.columns.ColumnField;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.Tags;

/** A row a reference to another record or field: {@link org.panamarc.columns.ReadySet#LINKS}. */
final class LinkRows implements RowFiller {
    /** Which subfields of a field refer to something, by MARC 21. */
    private enum Use {
        NOTHING,
        AUTHORITY,
        LINKING_ENTRY,
        SERIES,
        SCRIPT
    }

    private static final int CONTROL_NUMBER = Tags.number("001");
    private static final Use[] USES = uses(); // by tag

    private final LongVector records = new LongVector(ColumnField.of("record", INT64, false));
    private final IntVector fields = new IntVector(ColumnField.of("field", INT32, false));
    private final DictionaryVector tags =
            new DictionaryVector(ColumnField.dictionary("tag", false), FieldCursor.TAG_KEYS);
    private final TextVector from = new TextVector(ColumnField.of("control_number", UTF8, true));
    private final DictionaryVector kinds =
            new DictionaryVector(ColumnField.dictionary("kind", false));
    private final TextVector targets = new TextVector(ColumnField.of("target", UTF8, false));
    private final IntVector targetFields =
            new IntVector(ColumnField.of("target_field", INT32, true));
    private final FieldCursor parts = new FieldCursor();
    private final AlternateScript scripts = new AlternateScript();

    private static Use[] uses() {
        Use[] uses = new Use[Tags.ODD];
        Arrays.fill(uses, Use.NOTHING);
        put(uses, 10, 899, Use.AUTHORITY);
        put(uses, 760, 789, Use.LINKING_ENTRY);
        put(uses, 800, 800, Use.SERIES);
        put(uses, 810, 811, Use.SERIES);
        put(uses, 830, 830, Use.SERIES);
        put(uses, 880, 880, Use.SCRIPT);
        return uses;
    }

    private static void put(Use[] uses, int first, int last, Use use) {
        for (int tag = first; tag <= last; tag++) {
            uses[Tags.number("%03d".formatted(tag))] = use;
        }
    }

    @Override
    public List<Vector> columns() {
        return List.of(records, fields, tags, from, kinds, targets, targetFields);
    }

    @Override
    public void add(BatchView batch, int record) {
        int closing = batch.closingSlot(record);
        for (int slot = batch.firstSlot(record); slot < closing; slot++) {
            int tag = batch.tag(slot);
            if (tag < Tags.ODD && USES[tag] != Use.NOTHING) {
                addField(batch, record, slot, USES[tag]);
            }
        }
    }

    private void addField(BatchView batch, int record, int slot, Use use) {
        parts.set(batch, slot);
        while (parts.next()) {
            byte[] kind = kind(use, parts.code());
            if (kind.length > 0) {
                addLink(batch, record, slot, kind);
            }
        }
    }

    private static byte[] kind(Use use, int code) {
        return switch (code) {
            case '0' -> Kinds.AUTHORITY;
            case '6' -> use == Use.SCRIPT ? Kinds.SCRIPT : Kinds.NONE;
            case 'w' ->
                    switch (use) {
                        case LINKING_ENTRY -> Kinds.LINKING_ENTRY;
                        case SERIES -> Kinds.SERIES;
                        default -> Kinds.NONE;
                    };
            default -> Kinds.NONE;
        };
    }

    private void addLink(BatchView batch, int record, int slot, byte[] kind) {
        int first = batch.firstSlot(record);
        records.append(batch.number(record));
        fields.append(slot - first);
        parts.appendTag(tags);
        appendControlNumber(batch, record);
        kinds.append(kind, 0, kind.length);
        targets.append(batch.memory(), parts.valueFrom(), parts.valueTo());
        int target =
                parts.code() == '6'
                        ? scripts.partner(batch, record, parts.valueFrom(), parts.valueTo())
                        : AlternateScript.NONE;
        if (target == AlternateScript.NONE) {
            targetFields.appendNull();
        } else {
            targetFields.append(target - first);
        }
    }

    private void appendControlNumber(BatchView batch, int record) {
        int closing = batch.closingSlot(record);
        for (int slot = batch.firstSlot(record); slot < closing; slot++) {
            if (batch.tag(slot) == CONTROL_NUMBER) {
                from.append(batch.memory(), batch.valueStart(slot), batch.valueEnd(slot));
                return;
            }
        }
        from.appendNull();
    }

    /** The words for kinds. */
    private static final class Kinds {
        static final byte[] NONE = {};
        static final byte[] AUTHORITY = bytes("authority");
        static final byte[] LINKING_ENTRY = bytes("linking-entry");
        static final byte[] SERIES = bytes("series");
        static final byte[] SCRIPT = bytes("script");

        private Kinds() {}

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
