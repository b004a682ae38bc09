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
    private final List<Part> parts = new ArrayList<>();
    private byte[] leader;

    /** A field's value in UTF-8, not to be changed. */
    private static final class Part {
        final String tag;
        final byte[] value;

        Part(String tag, byte[] value) {
            this.tag = tag;
            this.value = value;
        }

        static Part of(Field field) {
            return new Part(field.tag(), FieldText.bytes(field));
        }

        Field field() {
            return FieldText.parse(tag, new String(value, StandardCharsets.UTF_8));
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
            parts.add(
                    new Part(
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
        parts.add(Part.of(field));
        return this;
    }

    /**
     * Puts a field before the first one with a greater tag, or after all others.
     *
     * @throws IllegalArgumentException as for {@link #add}
     */
    public MarcRecordBuilder addInOrder(Field field) {
        Part part = Part.of(field);
        int at = 0;
        while (at < parts.size() && parts.get(at).tag.compareTo(part.tag) <= 0) {
            at++;
        }
        parts.add(at, part);
        return this;
    }

    /** Removes the fields with this tag; there need not be any. */
    public MarcRecordBuilder remove(String tag) {
        parts.removeIf(part -> part.tag.equals(tag));
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
        List<Part> changed = new ArrayList<>();
        for (Part part : parts) {
            Field field = part.tag.equals(tag) ? part.field() : null;
            Field other = field == null ? null : change.apply(field);
            if (field == null || field.equals(other)) {
                changed.add(part);
            } else if (other != null) {
                changed.add(Part.of(other));
            }
        }
        parts.clear();
        parts.addAll(changed);
        return this;
    }

    /** The fields so far. */
    public List<Field> fields() {
        return parts.stream().map(Part::field).toList();
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
            for (Part part : parts) {
                record.field(part.tag, part.value);
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
