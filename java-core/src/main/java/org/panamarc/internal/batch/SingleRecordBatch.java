package org.panamarc.internal.batch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.charset.Utf8;
import org.panamarc.internal.iso2709.RecordEncoder;
import org.panamarc.internal.iso2709.RecordEncoder.TooLong;
import org.panamarc.internal.layout.BatchLayout;
import org.panamarc.internal.layout.BatchMemory;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.BatchWriter;
import org.panamarc.internal.layout.RecordTable;
import org.panamarc.internal.layout.SlotTable;
import org.panamarc.internal.layout.Tags;

/**
 * Packs one record that was put together from a leader and values, as a batch of its own. Its raw
 * bytes are ISO 2709 in UTF-8, whatever the leader states. Not thread-safe.
 */
public final class SingleRecordBatch {
    private static final byte[] NO_DEFECTS = {};

    private final RecordEncoder encoder = new RecordEncoder(TooLong.LEAVE_TO_TERMINATORS);
    private int fields;
    private int[] lengths = new int[32]; // of the values
    private boolean high;

    /**
     * Begins it.
     *
     * @param leader 24 bytes
     * @throws org.panamarc.internal.iso2709.EncodeException if they are not printable ASCII
     */
    public SingleRecordBatch(byte[] leader) {
        encoder.begin(leader, 0);
    }

    /**
     * Appends a field.
     *
     * @param tag three characters up to U+00FF
     * @param value all bytes before its terminator, in UTF-8
     * @throws org.panamarc.internal.iso2709.EncodeException if the value holds an 0x1D, or the
     *     record gets larger than any
     */
    public void field(String tag, byte[] value) {
        encoder.beginField(tag.getBytes(StandardCharsets.ISO_8859_1), 0);
        encoder.appendAsRead(value, 0, value.length);
        encoder.endField();
        if (fields == lengths.length) {
            lengths = Arrays.copyOf(lengths, fields * 2);
        }
        lengths[fields++] = value.length;
        high |= Utf8.firstHigh(value, 0, value.length) < value.length;
    }

    /**
     * Packs it.
     *
     * @param source what the input of the record is called that it was made from
     * @param number that record's number
     * @param inputStart where that record starts in its input
     * @throws org.panamarc.internal.iso2709.EncodeException if the record is larger than any
     */
    public BatchView pack(String source, long number, long inputStart) {
        int length = encoder.finish();
        BatchMemory memory = new BatchMemory(BatchLayout.CONTENT + length + 32 * fields + 128);
        memory.append(encoder.bytes(), 0, length);
        RecordTable record = new RecordTable(2);
        record.begin(inputStart, BatchLayout.CONTENT, length, 0, number);
        record.end(BatchLayout.BUILT | (high ? BatchLayout.HIGH_BYTES : 0));
        SlotTable slots = new SlotTable(fields + 1);
        int entry = BatchLayout.CONTENT + Iso2709.LEADER;
        int at = entry + fields * Iso2709.ENTRY + 1;
        for (int i = 0; i < fields; i++) {
            slots.append(slots.tag(memory.bytes, entry), at);
            entry += Iso2709.ENTRY;
            at += lengths[i] + 1;
        }
        slots.append(Tags.NONE, at);
        byte[] name = source.getBytes(StandardCharsets.UTF_8);
        BatchWriter.complete(memory, record, slots, NO_DEFECTS, name);
        return BatchView.of(memory.bytes);
    }
}
