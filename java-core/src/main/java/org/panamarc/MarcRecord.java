package org.panamarc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.batch.RecordEquality;
import org.panamarc.internal.framing.Leaders;
import org.panamarc.internal.iso2709.FieldKind;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.query.ValueSpec;
import org.panamarc.internal.schema.CompiledSchema;
import org.panamarc.query.MarcSpec;
import org.panamarc.schema.MarcSchema;
import org.panamarc.schema.SchemaException;
import org.panamarc.schema.SchemaIssue;

/**
 * A record: a view into its batch, decoded as far as it is asked. Immutable and safe for any number
 * of threads; the {@code with…} methods and {@link #toBuilder} give changed copies. A record that
 * was read keeps its batch alive, some hundred kilobytes.
 *
 * <p>Records are equal if they have the same fields in the same order, and the same leader but for
 * what follows from the fields, its record length (00-04) and base address (12-16). Where they were
 * read, and from which bytes, does not count.
 */
public final class MarcRecord {
    private final BatchView batch;
    private final int index;

    MarcRecord(BatchView batch, int index) {
        this.batch = batch;
        this.index = index;
    }

    /** Puts a new record together. */
    public static MarcRecordBuilder builder() {
        return new MarcRecordBuilder();
    }

    /** Puts a changed copy together; what is not touched is kept as it is. */
    public MarcRecordBuilder toBuilder() {
        return new MarcRecordBuilder(batch, index);
    }

    /**
     * A copy with another leader.
     *
     * @throws IllegalArgumentException as {@link MarcRecordBuilder#build} says
     */
    public MarcRecord withLeader(Leader leader) {
        return toBuilder().leader(leader).build();
    }

    /**
     * A copy with one more field, after the others.
     *
     * @throws IllegalArgumentException as {@link MarcRecordBuilder#add} says
     */
    public MarcRecord withField(Field field) {
        return toBuilder().add(field).build();
    }

    /** A copy without the fields with this tag. */
    public MarcRecord withoutFields(String tag) {
        return toBuilder().remove(tag).build();
    }

    /**
     * A copy in which each field with this tag is another.
     *
     * @param change gives the field instead, the same one where it shall stay, or null for none
     * @throws IllegalArgumentException as {@link MarcRecordBuilder#add} says
     */
    public MarcRecord withFieldsChanged(
            String tag, Function<? super Field, ? extends @Nullable Field> change) {
        return toBuilder().change(tag, change).build();
    }

    /**
     * The record's number in its reader, counted from 1; records left out have numbers, too. A
     * changed copy has the number of the record it was made from, a new record 0.
     */
    public long number() {
        return batch.number(index);
    }

    /** What the input is called; {@code <built>} for a new record. */
    public String source() {
        return batch.source();
    }

    /**
     * The place of the record in the (decompressed) input; in a format other than ISO 2709 with all
     * bytes between it and the record before; for a changed copy, where the record starts that it
     * was made from, with length 0.
     */
    public Span span() {
        return new Span(
                batch.inputStart(index), batch.isBuilt(index) ? 0 : batch.inputLength(index));
    }

    /**
     * The record in ISO 2709, byte by byte as in the input where that is its format; a copy. Those
     * of a record that was put together, or changed, are UTF-8, whatever its leader says, and a
     * length that ISO 2709 cannot state is left to the terminators; a {@link MarcWriter} heeds
     * both.
     */
    public byte[] raw() {
        int at = batch.rawStart(index);
        return Arrays.copyOfRange(batch.memory(), at, at + batch.rawLength(index));
    }

    /** What was found wrong with the record; empty for one in order. */
    public List<Defect> defects() {
        return batch.defects(index);
    }

    /**
     * The leader as in the input; a byte, or a character of several bytes in UTF-8, that is not
     * ASCII reads as U+FFFD.
     */
    public Leader leader() {
        int at = batch.rawStart(index);
        return new Leader(Leaders.text(batch.memory(), at, at + batch.rawLength(index)));
    }

    /** All fields, in the order of the directory. */
    public List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        int closing = batch.closingSlot(index);
        for (int slot = batch.firstSlot(index); slot < closing; slot++) {
            fields.add(read(slot));
        }
        return fields;
    }

    /** How many fields there are. */
    public int fieldCount() {
        return batch.closingSlot(index) - batch.firstSlot(index);
    }

    /**
     * The tag of a field, which is not looked into.
     *
     * @param place of the field in the order of the directory, from 0
     * @throws IndexOutOfBoundsException if there is no such field
     */
    public String tag(int place) {
        return batch.tagText(slot(place));
    }

    /**
     * Whether a field is a {@link ControlField}, without making it.
     *
     * @param place of the field in the order of the directory, from 0
     * @throws IndexOutOfBoundsException if there is no such field
     */
    public boolean isControlField(int place) {
        int slot = slot(place);
        return FieldKind.isControl(
                batch.tag(slot), batch.memory(), batch.valueStart(slot), batch.valueEnd(slot));
    }

    /**
     * A field.
     *
     * @param place of the field in the order of the directory, from 0
     * @throws IndexOutOfBoundsException if there is no such field
     */
    public Field field(int place) {
        return read(slot(place));
    }

    /**
     * Takes a data field apart, without an object for it or its subfields.
     *
     * @param place of the field in the order of the directory, from 0
     * @param subfields gets each subfield, in order
     * @return the indicators, as {@link DataField#indicators} has them
     * @throws IndexOutOfBoundsException if there is no such field
     */
    public String readDataField(int place, SubfieldConsumer subfields) {
        int slot = slot(place);
        return DataField.divide(
                batch.memory(), batch.valueStart(slot), batch.valueEnd(slot), subfields);
    }

    /**
     * The place of the next field with this tag, or -1 where there is none.
     *
     * @param tag three characters
     * @param from the first place to look at; below 0 it means 0, as in {@link
     *     String#indexOf(String, int)}
     */
    public int indexOf(String tag, int from) {
        int first = batch.firstSlot(index);
        int slot = next(first + Math.clamp(from, 0, fieldCount()), batch.tagNumber(tag));
        return slot < 0 ? -1 : slot - first;
    }

    private int slot(int place) {
        return batch.firstSlot(index) + Objects.checkIndex(place, fieldCount());
    }

    /**
     * All fields with this tag, in the order of the directory.
     *
     * @param tag three characters; a dot is any character, as in {@code 6..}
     */
    public List<Field> fields(String tag) {
        if (tag.indexOf('.') >= 0) {
            return fieldsLike(tag);
        }
        List<Field> fields = new ArrayList<>();
        int number = batch.tagNumber(tag);
        for (int slot = next(batch.firstSlot(index), number);
                slot >= 0;
                slot = next(slot + 1, number)) {
            fields.add(read(slot));
        }
        return fields;
    }

    private List<Field> fieldsLike(String pattern) {
        List<Field> fields = new ArrayList<>();
        for (int slot = batch.firstSlot(index); slot < batch.closingSlot(index); slot++) {
            if (ValueSpec.matches(pattern, batch.tagText(slot))) {
                fields.add(read(slot));
            }
        }
        return fields;
    }

    /**
     * The first field with this tag, or null where there is none.
     *
     * @param tag three characters
     */
    public @Nullable Field field(String tag) {
        int slot = next(batch.firstSlot(index), batch.tagNumber(tag));
        return slot < 0 ? null : read(slot);
    }

    /** The next slot of that tag from {@code from} on, or -1. */
    private int next(int from, int number) {
        int closing = batch.closingSlot(index);
        for (int slot = from; slot < closing; slot++) {
            if (batch.tag(slot) == number) {
                return slot;
            }
        }
        return -1;
    }

    private Field read(int slot) {
        return FieldText.parse(
                batch.tagText(slot),
                batch.tag(slot),
                batch.memory(),
                batch.valueStart(slot),
                batch.valueEnd(slot));
    }

    /** The value of a field, in UTF-8; a copy. */
    byte[] value(int place) {
        int slot = slot(place);
        return Arrays.copyOfRange(batch.memory(), batch.valueStart(slot), batch.valueEnd(slot));
    }

    /** The batch that this is a view into. */
    BatchView batch() {
        return batch;
    }

    /** The record's place in the batch. */
    int index() {
        return index;
    }

    /**
     * The first value that a spec finds, or null.
     *
     * @param spec as {@link MarcSpec#parse} reads it, such as {@code 245$a}, {@code 008/7-10} or
     *     {@code 856$u{^2=\0}}
     * @throws IllegalArgumentException if it is not one
     */
    public @Nullable String value(String spec) {
        return ValueSpec.of(spec).first(batch, index);
    }

    /** The first value that a spec finds, or null. */
    public @Nullable String value(MarcSpec spec) {
        return internal(spec).first(batch, index);
    }

    /**
     * All values that a spec finds, field by field in the order of the record, of each field in the
     * order that the spec asks; empty where there are none.
     *
     * @param spec as for {@link #value(String)}
     * @throws IllegalArgumentException if it is not one
     */
    public List<String> values(String spec) {
        return values(MarcSpec.parse(spec));
    }

    /** All values that a spec finds, in the order that {@link #values(String)} says. */
    public List<String> values(MarcSpec spec) {
        List<String> values = new ArrayList<>();
        internal(spec)
                .find(
                        batch,
                        index,
                        (bytes, from, to) ->
                                values.add(
                                        new String(
                                                bytes, from, to - from, StandardCharsets.UTF_8)));
        return values;
    }

    private static ValueSpec internal(MarcSpec spec) {
        return switch (spec) {
            case ValueSpec known -> known;
        };
    }

    /**
     * What the record breaks of a schema, in the order of its fields; what it lacks comes last.
     *
     * @throws SchemaException if a pattern of the schema takes too much time or memory on a value
     */
    public List<SchemaIssue> check(MarcSchema schema) {
        return switch (schema) {
            case CompiledSchema compiled -> compiled.check(batch, index);
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MarcRecord record
                && RecordEquality.same(batch, index, record.batch, record.index);
    }

    @Override
    public int hashCode() {
        return RecordEquality.hash(batch, index);
    }

    /** The record as people write it: the leader and each field on a line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("=LDR  ").append(leader());
        for (Field field : fields()) {
            text.append('\n').append(field);
        }
        return text.toString();
    }
}
