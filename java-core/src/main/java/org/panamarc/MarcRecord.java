package org.panamarc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.batch.BatchView;
import org.panamarc.internal.batch.ValueSpec;
import org.panamarc.internal.iso2709.Tags;

/**
 * A record: a view into its batch, decoded as far as it is asked. Immutable and safe for any number
 * of threads. It keeps its batch alive, some hundred kilobytes.
 */
public final class MarcRecord {
    private final BatchView batch;
    private final int index;

    MarcRecord(BatchView batch, int index) {
        this.batch = batch;
        this.index = index;
    }

    /** The record's number in its reader, counted from 1; records left out have numbers, too. */
    public long number() {
        return batch.number(index);
    }

    /** What the input is called. */
    public String source() {
        return batch.source();
    }

    /**
     * Where the record stands in the (decompressed) input; in a format other than ISO 2709 with all
     * that stands between it and the record before.
     */
    public Span span() {
        return new Span(batch.inputStart(index), batch.inputLength(index));
    }

    /** The record in ISO 2709, byte by byte as in the input where that is its format; a copy. */
    public byte[] raw() {
        int at = batch.rawStart(index);
        return Arrays.copyOfRange(batch.memory(), at, at + batch.rawLength(index));
    }

    /** What was found wrong with the record; empty for one in order. */
    public List<Defect> defects() {
        return batch.defects(index);
    }

    /** The leader as it stands in the input; a byte that is not ASCII reads as U+FFFD. */
    public Leader leader() {
        return new Leader(
                new String(batch.memory(), batch.rawStart(index), 24, StandardCharsets.US_ASCII));
    }

    /** All fields, in the order of the directory. */
    public List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        int closing = batch.closingSlot(index);
        for (int slot = batch.firstSlot(index); slot < closing; slot++) {
            fields.add(field(slot));
        }
        return fields;
    }

    /**
     * All fields with this tag, in the order of the directory.
     *
     * @param tag three characters
     */
    public List<Field> fields(String tag) {
        List<Field> fields = new ArrayList<>();
        int number = batch.tagNumber(tag);
        for (int slot = next(batch.firstSlot(index), number);
                slot >= 0;
                slot = next(slot + 1, number)) {
            fields.add(field(slot));
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
        return slot < 0 ? null : field(slot);
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

    private Field field(int slot) {
        String tag = batch.tagText(slot);
        String data = batch.text(batch.valueStart(slot), batch.valueEnd(slot));
        return Tags.isControl(batch.tag(slot))
                ? new ControlField(tag, data)
                : DataField.parse(tag, data);
    }

    /**
     * The first value that a spec finds, or null.
     *
     * @param spec {@code TAG}, {@code TAG$c}, {@code TAG$ab}, {@code TAG/n}, {@code TAG/n-m} or
     *     {@code LDR/n-m}; a dot in the tag stands for any character; positions count characters
     *     from 0
     * @throws IllegalArgumentException if it is none of these
     */
    public @Nullable String value(String spec) {
        return ValueSpec.of(spec).first(batch, index);
    }

    /**
     * All values that a spec finds, in the order of the record; empty where there are none.
     *
     * @param spec as for {@link #value}
     * @throws IllegalArgumentException if it is not one
     */
    public List<String> values(String spec) {
        List<String> values = new ArrayList<>();
        ValueSpec.of(spec)
                .find(
                        batch,
                        index,
                        (bytes, from, to) ->
                                values.add(
                                        new String(
                                                bytes, from, to - from, StandardCharsets.UTF_8)));
        return values;
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
