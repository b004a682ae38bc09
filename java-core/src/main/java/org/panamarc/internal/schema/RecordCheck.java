package org.panamarc.internal.schema;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.iso2709.FieldKind;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.Tags;
import org.panamarc.internal.query.ValueSelectors;
import org.panamarc.internal.query.Values;
import org.panamarc.schema.SchemaIssue;
import org.panamarc.schema.SchemaRule;

/** Checks records against a schema, one after the other. Not thread-safe. */
final class RecordCheck {
    private static final byte[] BLANK = {' '}; // what an indicator is that the field lacks

    private final CompiledSchema schema;

    // By the number of a rule: the record, or the field, that had such a one last, counted from 1.
    private final long[] fieldSeen;
    private final long[] subfieldSeen; // of codes that are not ASCII
    private final long[] codesSeen = new long[2]; // those of ASCII in the field at hand, by bits
    private long records;
    private long fields;

    RecordCheck(CompiledSchema schema) {
        this.schema = schema;
        this.fieldSeen = new long[schema.fields()];
        this.subfieldSeen = new long[schema.subfields()];
    }

    /** Reports what a record breaks, in the order of its fields; what it lacks comes last. */
    void check(BatchView batch, int record, IssueSink issues) {
        records++;
        IssueSink sink =
                (rule, tag, place, found, expected) -> {
                    if (!schema.ignores(rule)) {
                        issues.issue(rule, tag, place, found, expected);
                    }
                };
        FieldRule leader = schema.leader();
        if (leader != null) {
            Values.leader(
                    batch,
                    record,
                    (bytes, from, to) -> {
                        checkData(batch, record, leader, bytes, from, to, sink);
                        return true;
                    });
        }
        int closing = batch.closingSlot(record);
        for (int slot = batch.firstSlot(record); slot < closing; slot++) {
            FieldRule rule = schema.field(batch, slot);
            if (rule == null) {
                String tag = batch.tagText(slot);
                sink.issue(
                        SchemaRule.UNDEFINED_FIELD,
                        tag,
                        tag,
                        () -> "field " + tag,
                        "a tag of the schema");
            } else {
                checkField(batch, record, slot, rule, sink);
            }
        }
        for (FieldRule rule : schema.required()) {
            if (fieldSeen[rule.number] != records) {
                sink.issue(
                        SchemaRule.MISSING_FIELD,
                        rule.tag,
                        rule.tag,
                        () -> "no field " + rule.tag,
                        "at least one");
            }
        }
    }

    /** What an {@link IssueSink} was given of a record, as an issue. */
    static SchemaIssue issueOf(
            BatchView batch,
            int record,
            SchemaRule rule,
            String tag,
            String place,
            Supplier<String> found,
            String expected) {
        return new SchemaIssue(
                rule,
                batch.source(),
                batch.number(record),
                batch.inputStart(record),
                tag,
                place,
                found.get(),
                expected);
    }

    private void checkField(BatchView batch, int record, int slot, FieldRule rule, IssueSink sink) {
        String tag = rule.tag;
        if (rule.deprecated) {
            sink.issue(
                    SchemaRule.DEPRECATED_FIELD,
                    tag,
                    tag,
                    () -> "field " + tag,
                    "none, as it is deprecated");
        }
        if (fieldSeen[rule.number] == records && !rule.repeatable) {
            sink.issue(
                    SchemaRule.NONREPEATABLE_FIELD,
                    tag,
                    tag,
                    () -> "field " + tag + " again",
                    "at most one");
        }
        fieldSeen[rule.number] = records;
        byte[] bytes = batch.memory();
        int from = batch.valueStart(slot);
        int to = batch.valueEnd(slot);
        if (rule.hasSubfields && isUsual(batch.tag(slot), bytes, from, to)) {
            checkIndicator(bytes, from, from + 1, rule.indicator1, sink);
            checkIndicator(bytes, from + 1, from + 2, rule.indicator2, sink);
            checkSubfields(bytes, from + 2, to, rule, sink);
            return;
        }
        boolean data = FieldKind.isControl(batch.tag(slot), bytes, from, to);
        if (data && rule.hasSubfields) {
            sink.issue(
                    SchemaRule.INVALID_FIELD_VALUE,
                    tag,
                    tag,
                    () -> ValueRule.shown(bytes, from, to),
                    "indicators and subfields");
        } else if (data) {
            checkData(batch, record, rule, bytes, from, to, sink);
        } else if (rule.flat) {
            sink.issue(
                    SchemaRule.INVALID_FIELD_VALUE,
                    tag,
                    tag,
                    () -> "indicators and subfields",
                    "a value without subfields");
        } else {
            checkVariable(bytes, from, to, rule, sink);
        }
    }

    /** Whether a field has two indicators of ASCII and then a subfield, as nearly all have. */
    private static boolean isUsual(int tag, byte[] bytes, int from, int to) {
        return to - from > 2
                && bytes[from + 2] == Iso2709.SUBFIELD_DELIMITER
                && bytes[from] >= ' '
                && bytes[from + 1] >= ' '
                && !Tags.isControl(tag);
    }

    private static void checkData(
            BatchView batch,
            int record,
            FieldRule rule,
            byte[] bytes,
            int from,
            int to,
            IssueSink sink) {
        rule.value.check(bytes, from, to, sink);
        if (!rule.types.isEmpty()) {
            for (String type : RecordTypes.of(batch, record, rule.typed, from, to)) {
                ValueRule value = rule.types.get(type);
                if (value != null) {
                    value.check(bytes, from, to, sink);
                }
            }
        }
    }

    private void checkVariable(byte[] bytes, int from, int to, FieldRule rule, IssueSink sink) {
        int start = ValueSelectors.delimiter(bytes, from, to);
        int second = Values.skip(bytes, from, start, 1);
        checkIndicator(bytes, from, second, rule.indicator1, sink);
        checkIndicator(bytes, second, Values.skip(bytes, second, start, 1), rule.indicator2, sink);
        if (rule.hasSubfields) {
            checkSubfields(bytes, start, to, rule, sink);
        }
    }

    /** Checks what follows the indicators. */
    private void checkSubfields(byte[] bytes, int start, int to, FieldRule rule, IssueSink sink) {
        fields++;
        codesSeen[0] = 0;
        codesSeen[1] = 0;
        for (int at = start, next; at < to; at = next) {
            next = ValueSelectors.delimiter(bytes, at + 1, to);
            if (at + 1 == next) {
                continue; // it has no code, which is a defect of the record
            }
            byte code = bytes[at + 1];
            if (code < 0) {
                checkOtherSubfield(bytes, at + 1, next, rule, sink);
                continue;
            }
            int half = code / Long.SIZE;
            long bit = 1L << code;
            boolean again = (codesSeen[half] & bit) != 0;
            codesSeen[half] |= bit;
            if ((rule.plain[half] & bit) == 0 || (again && (rule.single[half] & bit) != 0)) {
                checkSubfield(bytes, at + 1, at + 2, next, rule, rule.subfield(code), again, sink);
            }
        }
        for (SubfieldRule subfield : rule.requiredSubfields) {
            if (!isSeen(subfield)) {
                sink.issue(
                        SchemaRule.MISSING_SUBFIELD,
                        rule.tag,
                        subfield.place(),
                        () -> "no subfield " + subfield.code(),
                        "at least one");
            }
        }
    }

    /** Whether the field at hand has a subfield. */
    private boolean isSeen(SubfieldRule subfield) {
        char code = subfield.code().charAt(0);
        return code < FieldRule.ASCII
                ? (codesSeen[code / Long.SIZE] & 1L << code) != 0
                : subfieldSeen[subfield.number()] == fields;
    }

    private static void checkIndicator(
            byte[] bytes, int from, int to, @Nullable ValueRule rule, IssueSink sink) {
        if (rule == null) {
            return;
        }
        if (from < to) {
            rule.checkIndicator(bytes, from, to, sink);
        } else {
            rule.checkIndicator(BLANK, 0, 1, sink);
        }
    }

    /** Checks a subfield whose code is not ASCII. */
    private void checkOtherSubfield(byte[] bytes, int at, int to, FieldRule field, IssueSink sink) {
        int value = Values.skip(bytes, at, to, 1);
        SubfieldRule rule = field.subfield(text(bytes, at, value));
        boolean again = false;
        if (rule != null) {
            again = subfieldSeen[rule.number()] == fields;
            subfieldSeen[rule.number()] = fields;
        }
        checkSubfield(bytes, at, value, to, field, rule, again, sink);
    }

    /**
     * Checks a subfield.
     *
     * @param at where its code begins
     * @param value where its value begins
     * @param rule null where the schema has no such subfield
     * @param again whether the field had one before
     */
    private static void checkSubfield(
            byte[] bytes,
            int at,
            int value,
            int to,
            FieldRule field,
            @Nullable SubfieldRule rule,
            boolean again,
            IssueSink sink) {
        if (rule == null) {
            String code = text(bytes, at, value);
            sink.issue(
                    SchemaRule.UNDEFINED_SUBFIELD,
                    field.tag,
                    field.tag + "$" + code,
                    () -> "subfield " + code,
                    field.expectedSubfields);
            return;
        }
        if (rule.deprecated()) {
            sink.issue(
                    SchemaRule.DEPRECATED_SUBFIELD,
                    field.tag,
                    rule.place(),
                    () -> "subfield " + rule.code(),
                    "none, as it is deprecated");
        }
        if (again && !rule.repeatable()) {
            sink.issue(
                    SchemaRule.NONREPEATABLE_SUBFIELD,
                    field.tag,
                    rule.place(),
                    () -> "subfield " + rule.code() + " again",
                    "at most one in the field");
        }
        rule.value().check(bytes, value, to, sink);
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
