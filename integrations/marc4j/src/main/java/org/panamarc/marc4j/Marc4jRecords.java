package org.panamarc.marc4j;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.marc4j.MarcException;
import org.marc4j.marc.ControlField;
import org.marc4j.marc.DataField;
import org.marc4j.marc.Record;
import org.marc4j.marc.VariableField;
import org.panamarc.Field;
import org.panamarc.MarcRecord;
import org.panamarc.MarcRecordBuilder;
import org.panamarc.Subfield;

/** Records of marc4j made of records of panamarc, and the other way round. */
public final class Marc4jRecords {
    private Marc4jRecords() {}

    /**
     * A record of marc4j, whose fields are made when they are asked for. It may be changed in every
     * way that marc4j has, and does not change {@code record}.
     *
     * <p>Control fields precede data fields, as in each record of marc4j, the control number first.
     * A field of panamarc that has data alone is a control field, whatever its tag. Values are
     * Unicode, and so leader/09 is {@code a}. A {@link org.panamarc.Defect} is a {@link
     * org.marc4j.MarcError}: a major one where the structure is broken, else a minor one.
     *
     * <p>It keeps the batch of {@code record} alive, and belongs to one thread at a time, even for
     * reading. Serialized, it is an ordinary record of marc4j.
     */
    public static Record toMarc4j(MarcRecord record) {
        return new LazyRecord(record);
    }

    /**
     * A record of panamarc. One of {@link #toMarc4j} that was not changed, or changed back, is the
     * record that it was made from; of one that was changed, fields that were not are as they were
     * read, however odd, and so is leader/09, unless it was set to another character than {@code
     * a}.
     *
     * @param record its values are taken as Unicode; those that marc4j read from MARC-8 without a
     *     converter are not
     * @throws MarcException if it has no leader, or a field that {@link MarcRecordBuilder#add}
     *     refuses
     */
    public static MarcRecord toPanamarc(Record record) {
        return record instanceof LazyRecord lazy
                ? toPanamarc(lazy)
                : build(record, MarcRecord.builder(), UnaryOperator.identity());
    }

    /** The same of a record that was not read by panamarc, with other values. */
    static MarcRecord toPanamarc(Record record, UnaryOperator<String> values) {
        return record instanceof LazyRecord lazy
                ? toPanamarc(lazy)
                : build(record, MarcRecord.builder(), values);
    }

    private static MarcRecord toPanamarc(LazyRecord record) {
        return record.isUnchanged()
                ? record.source()
                : build(record, record.source().toBuilder().removeAll(), UnaryOperator.identity());
    }

    private static MarcRecord build(
            Record record, MarcRecordBuilder builder, UnaryOperator<String> values) {
        try {
            builder.leader(
                    record instanceof LazyRecord lazy
                            ? Leaders.ofPanamarc(record.getLeader(), lazy.source())
                            : Leaders.ofPanamarc(record.getLeader()));
            for (VariableField field : fields(record)) {
                if (field instanceof LazyField read && read.isUnchanged()) {
                    builder.addAsRead(read.record(), read.place());
                } else {
                    builder.add(toPanamarc(field, values));
                }
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            String number = record.getControlNumber();
            throw new MarcException(
                    "record %s: %s"
                            .formatted(number == null ? "without 001" : number, e.getMessage()),
                    e);
        }
    }

    private static List<VariableField> fields(Record record) {
        List<VariableField> fields = new ArrayList<>(record.getControlFields());
        fields.addAll(record.getDataFields());
        return fields;
    }

    private static Field toPanamarc(VariableField field, UnaryOperator<String> values) {
        String tag = present(field.getTag(), "a field has no tag");
        if (field instanceof ControlField control) {
            String data = present(control.getData(), "field %s has no data".formatted(tag));
            return new org.panamarc.ControlField(tag, values.apply(data));
        }
        DataField data = (DataField) field;
        List<Subfield> subfields = new ArrayList<>();
        for (org.marc4j.marc.Subfield one : data.getSubfields()) {
            String missing = "field %s: subfield $%s has no data".formatted(tag, one.getCode());
            subfields.add(
                    new Subfield(one.getCode(), values.apply(present(one.getData(), missing))));
        }
        String indicators = "" + data.getIndicator1() + data.getIndicator2();
        return new org.panamarc.DataField(tag, indicators, subfields);
    }

    /** The value, which marc4j may have left out. */
    private static String present(String value, String missing) {
        if (value == null) {
            throw new IllegalArgumentException(missing);
        }
        return value;
    }
}
