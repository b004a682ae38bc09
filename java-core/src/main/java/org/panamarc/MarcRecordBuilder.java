package org.panamarc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.batch.SingleRecordBatch;
import org.panamarc.internal.iso2709.EncodeException;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.Tags;

/**
 * Puts a record together, field by field. What was read and is not touched stays as it is, however
 * odd; what is added is checked at once. Mutable, not thread-safe; it may go on after {@link
 * #build}.
 *
 * <pre>{@code
 * MarcRecord record = MarcRecord.builder()
 *         .add(new ControlField("001", "ocm123"))
 *         .add(DataField.of("245", "10", "a", "Title /", "c", "Author."))
 *         .build();
 * }</pre>
 */
public final class MarcRecordBuilder {
    private final String source;
    private final long number;
    private final long inputStart;
    private final List<FieldValue> values = new ArrayList<>();
    private byte[] leader;

    /** A field's value in UTF-8, not to be changed. */
    private static final class FieldValue {
        final String tag;
        final byte[] bytes;

        FieldValue(String tag, byte[] bytes) {
            this.tag = tag;
            this.bytes = bytes;
        }

        static FieldValue of(Field field) {
            return new FieldValue(field.tag(), FieldText.bytes(field));
        }

        Field field() {
            return FieldText.parse(tag, Tags.number(tag), bytes, 0, bytes.length);
        }
    }

    /** A record with a new leader and without fields. */
    MarcRecordBuilder() {
        source = "<built>";
        number = 0;
        inputStart = 0;
        leader = ascii(Leader.NEW);
    }

    /** What a record of a batch has. */
    MarcRecordBuilder(BatchView batch, int index) {
        source = batch.source();
        number = batch.number(index);
        inputStart = batch.inputStart(index);
        int at = batch.rawStart(index);
        leader = Arrays.copyOfRange(batch.memory(), at, at + 24);
        for (int slot = batch.firstSlot(index); slot < batch.closingSlot(index); slot++) {
            values.add(
                    new FieldValue(
                            batch.tagText(slot),
                            Arrays.copyOfRange(
                                    batch.memory(), batch.valueStart(slot), batch.valueEnd(slot))));
        }
    }

    private static byte[] ascii(Leader leader) {
        for (int i = 0; i < leader.text().length(); i++) {
            char found = leader.text().charAt(i);
            if (found < ' ' || found > '~') {
                throw new IllegalArgumentException(
                        "leader/%02d is U+%04X, expected printable ASCII"
                                .formatted(i, (int) found));
            }
        }
        return leader.text().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Sets the leader; record length, counts, base address and entry map follow from the fields.
     */
    public MarcRecordBuilder leader(Leader other) {
        leader = ascii(other);
        return this;
    }

    /**
     * Appends a field after all others.
     *
     * @throws IllegalArgumentException if the tag is not three letters or digits, a control field
     *     has a tag of digits other than 001 to 009 or a data field one of these, the indicators
     *     are not two characters or a code is not one, all of printable ASCII, the text holds 0x1D
     *     to 0x1F or half of a surrogate pair, or a data field has no subfields and would read back
     *     as a control field of local kind: its tag has a letter, or an indicator is a capital one
     */
    public MarcRecordBuilder add(Field field) {
        values.add(FieldValue.of(field));
        return this;
    }

    /**
     * Appends a field of a record after all others, as it is there, however odd.
     *
     * @param record has the field; it need not be the one that this was made from
     * @param place of the field in that record, from 0
     * @throws IndexOutOfBoundsException if there is no such field
     */
    public MarcRecordBuilder addAsRead(MarcRecord record, int place) {
        values.add(new FieldValue(record.tag(place), record.value(place)));
        return this;
    }

    /**
     * Puts a field before the first one with a greater tag, or after all others.
     *
     * @throws IllegalArgumentException as for {@link #add}
     */
    public MarcRecordBuilder addInOrder(Field field) {
        FieldValue value = FieldValue.of(field);
        int at = 0;
        while (at < values.size() && values.get(at).tag.compareTo(value.tag) <= 0) {
            at++;
        }
        values.add(at, value);
        return this;
    }

    /** Removes the fields with this tag; there need not be any. */
    public MarcRecordBuilder remove(String tag) {
        values.removeIf(value -> value.tag.equals(tag));
        return this;
    }

    /** Removes all fields. */
    public MarcRecordBuilder removeAll() {
        values.clear();
        return this;
    }

    /**
     * Changes each field with this tag, in order.
     *
     * @param change gives the field instead, the same one where it shall stay, or null for none
     * @throws IllegalArgumentException as for {@link #add}
     */
    public MarcRecordBuilder change(
            String tag, Function<? super Field, ? extends @Nullable Field> change) {
        List<FieldValue> changed = new ArrayList<>();
        for (FieldValue value : values) {
            Field field = value.tag.equals(tag) ? value.field() : null;
            Field other = field == null ? null : change.apply(field);
            if (field == null || field.equals(other)) {
                changed.add(value);
            } else if (other != null) {
                changed.add(FieldValue.of(other));
            }
        }
        values.clear();
        values.addAll(changed);
        return this;
    }

    /** The fields so far. */
    public List<Field> fields() {
        return values.stream().map(FieldValue::field).toList();
    }

    /**
     * The record.
     *
     * @throws IllegalArgumentException if the leader is not printable ASCII, a field as it was read
     *     holds an 0x1D, the record has more than 16 MiB, or it is too long for ISO 2709 and also
     *     holds what would mislead a reader
     */
    public MarcRecord build() {
        try {
            SingleRecordBatch record = new SingleRecordBatch(leader);
            for (FieldValue value : values) {
                record.field(value.tag, value.bytes);
            }
            return new MarcRecord(record.pack(source, number, inputStart), 0);
        } catch (EncodeException e) {
            String tag = e.tag();
            throw new IllegalArgumentException(
                    tag == null ? e.getMessage() : "field %s: %s".formatted(tag, e.getMessage()),
                    e);
        }
    }
}
