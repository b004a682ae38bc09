package org.panamarc.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.panamarc.ControlField;
import org.panamarc.DataField;
import org.panamarc.Field;
import org.panamarc.Leader;
import org.panamarc.MarcRecord;
import org.panamarc.MarcRecordBuilder;
import org.panamarc.Subfield;

/**
 * Makes records of rows that have the columns of {@link org.panamarc.columns.ReadySet#WHOLE}, in
 * any order. Immutable.
 *
 * @param leader place of the column
 * @param fields likewise
 * @param tag place in a field
 * @param first likewise, of the first indicator
 * @param second likewise, of the second indicator
 * @param subfields likewise
 * @param code place in a subfield
 * @param value likewise
 */
record RecordRows(
        int leader, int fields, int tag, int first, int second, int subfields, int code, int value)
        implements Serializable {
    private static final String EXPECTED =
            "leader string, fields array<struct<tag string, ind1 string, ind2 string, subfields array<struct<code string, value string>>>>";
    private static final int PARTS_OF_FIELD = 4;
    private static final int PARTS_OF_SUBFIELD = 2;

    /**
     * Rows of a schema.
     *
     * @throws IllegalArgumentException if it is another one
     */
    static RecordRows of(StructType schema) {
        try {
            int[] columns = places(schema, "leader", "fields");
            StructType field = items(schema.fields()[columns[1]].dataType());
            int[] parts = places(field, "tag", "ind1", "ind2", "subfields");
            StructType subfield = items(field.fields()[parts[3]].dataType());
            int[] pair = places(subfield, "code", "value");
            checkText(schema, columns[0]);
            checkText(field, parts[0], parts[1], parts[2]);
            checkText(subfield, pair);
            return new RecordRows(
                    columns[0],
                    columns[1],
                    parts[0],
                    parts[1],
                    parts[2],
                    parts[3],
                    pair[0],
                    pair[1]);
        } catch (ClassCastException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the columns are %s; expected %s, as the ready set whole has them"
                            .formatted(schema.toDDL(), EXPECTED),
                    e);
        }
    }

    /** Where parts are; it is an error where one lacks, or there are others. */
    private static int[] places(StructType type, String... names) {
        if (type.size() != names.length) {
            throw new IllegalArgumentException(type.catalogString());
        }
        return Arrays.stream(names).mapToInt(type::fieldIndex).toArray();
    }

    private static StructType items(DataType type) {
        return (StructType) ((ArrayType) type).elementType();
    }

    private static void checkText(StructType type, int... places) {
        for (int place : places) {
            if (!(type.fields()[place].dataType() instanceof StringType)) {
                throw new IllegalArgumentException(type.catalogString());
            }
        }
    }

    /**
     * The record of a row.
     *
     * @throws IllegalArgumentException if there is none that has just these values
     */
    MarcRecord record(InternalRow row) {
        MarcRecordBuilder record =
                MarcRecord.builder().leader(new Leader(required(row, leader, "", "leader")));
        if (row.isNullAt(fields)) {
            throw new IllegalArgumentException("fields is null; expected an array");
        }
        ArrayData all = row.getArray(fields);
        for (int i = 0; i < all.numElements(); i++) {
            if (all.isNullAt(i)) {
                throw new IllegalArgumentException(
                        "field %d of the row is null; expected a struct".formatted(i + 1));
            }
            record.add(field(all.getStruct(i, PARTS_OF_FIELD)));
        }
        return record.build();
    }

    /** Field 001 of a row whose record could not be made, as far as it can be read; else null. */
    @Nullable String controlNumber(InternalRow row) {
        ArrayData all = row.isNullAt(fields) ? null : row.getArray(fields);
        if (all == null || all.numElements() == 0 || all.isNullAt(0)) {
            return null;
        }
        InternalRow field = all.getStruct(0, PARTS_OF_FIELD);
        ArrayData data = field.isNullAt(subfields) ? null : field.getArray(subfields);
        if (data == null || data.numElements() != 1 || data.isNullAt(0)) {
            return null;
        }
        boolean has = "001".equals(String.valueOf(field.getUTF8String(tag)));
        return has
                ? String.valueOf(data.getStruct(0, PARTS_OF_SUBFIELD).getUTF8String(value))
                : null;
    }

    private Field field(InternalRow row) {
        String name = required(row, tag, "", "the tag of a field");
        String where = "field %s: ".formatted(name);
        if (row.isNullAt(subfields)) {
            throw new IllegalArgumentException(where + "subfields is null; expected an array");
        }
        ArrayData all = row.getArray(subfields);
        boolean control = row.isNullAt(first) && row.isNullAt(second);
        return control ? controlField(name, where, all) : dataField(name, where, row, all);
    }

    private ControlField controlField(String name, String where, ArrayData all) {
        boolean whole = all.numElements() == 1 && !all.isNullAt(0);
        InternalRow only = whole ? all.getStruct(0, PARTS_OF_SUBFIELD) : null;
        if (only == null || !only.isNullAt(code)) {
            throw new IllegalArgumentException(
                    where
                            + "ind1 and ind2 are null, as in a control field; expected one subfield then, whose code is null");
        }
        return new ControlField(name, required(only, value, where, "the value"));
    }

    private DataField dataField(String name, String where, InternalRow row, ArrayData all) {
        String indicators =
                character(row, first, where, "ind1") + character(row, second, where, "ind2");
        List<Subfield> parts = new ArrayList<>();
        for (int i = 0; i < all.numElements(); i++) {
            String what = "subfield %d".formatted(i + 1);
            if (all.isNullAt(i)) {
                throw new IllegalArgumentException(where + what + " is null; expected a struct");
            }
            InternalRow part = all.getStruct(i, PARTS_OF_SUBFIELD);
            parts.add(
                    new Subfield(
                            character(part, code, where, "the code of " + what).charAt(0),
                            required(part, value, where, "the value of " + what)));
        }
        return new DataField(name, indicators, parts);
    }

    private static String character(SpecializedGetters row, int place, String where, String what) {
        String text = required(row, place, where, what);
        if (text.length() != 1) {
            throw new IllegalArgumentException(
                    "%s%s is '%s'; expected one character".formatted(where, what, text));
        }
        return text;
    }

    private static String required(SpecializedGetters row, int place, String where, String what) {
        UTF8String text = row.isNullAt(place) ? null : row.getUTF8String(place);
        if (text == null) {
            throw new IllegalArgumentException(where + what + " is null; expected text");
        }
        if (!text.isValid()) {
            throw new IllegalArgumentException(
                    "%s%s is '%s', which is not UTF-8; expected text"
                            .formatted(where, what, text.toValidString()));
        }
        return text.toString();
    }
}
