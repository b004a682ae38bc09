package org.panamarc.internal.batch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.panamarc.internal.charset.Utf8;
import org.panamarc.internal.frame.Marc;
import org.panamarc.internal.iso2709.RecordEncoder;
import org.panamarc.internal.iso2709.RecordEncoder.TooLong;
import org.panamarc.internal.iso2709.Tags;

/**
 * Packs one record that was put together from a leader and values, as a batch of its own. Its raw
 * bytes are ISO 2709 in UTF-8, whatever the leader states. Not thread-safe.
 */
public final class BuiltRecord {
    private final RecordEncoder encoder = new RecordEncoder(TooLong.LEAVE_TO_TERMINATORS);
    private final List<String> tags = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>(); // of the values
    private boolean high;

    /**
     * Begins it.
     *
     * @param leader 24 bytes
     * @throws org.panamarc.internal.iso2709.EncodeException if they are not printable ASCII
     */
    public BuiltRecord(byte[] leader) {
        encoder.begin(leader, 0);
    }

    /**
     * Appends a field.
     *
     * @param tag three characters up to U+00FF
     * @param value all that stands before its terminator, in UTF-8
     * @throws org.panamarc.internal.iso2709.EncodeException if the value holds an 0x1D, or the
     *     record gets larger than any
     */
    public void field(String tag, byte[] value) {
        encoder.beginField(tag.getBytes(StandardCharsets.ISO_8859_1), 0);
        encoder.appendAsRead(value, 0, value.length);
        encoder.endField();
        tags.add(tag);
        lengths.add(value.length);
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
        byte[] sourceName = source.getBytes(StandardCharsets.UTF_8);
        int slots = tags.size() + 1;
        Set<String> oddTags = new LinkedHashSet<>();
        tags.stream().filter(tag -> Tags.number(tag) < 0).forEach(oddTags::add);
        List<String> odd = List.copyOf(oddTags);
        int columnsAt = Layout.aligned(Layout.CONTENT + length);
        int startsAt = Layout.aligned(columnsAt + Layout.RECORD_COLUMNS + 4);
        int tagsAt = Layout.aligned(startsAt + 4 * slots);
        int oddTagsAt = Layout.aligned(tagsAt + 2 * slots);
        int defectsAt = Layout.aligned(oddTagsAt + 3 * odd.size());
        int end = defectsAt + sourceName.length;

        ByteBuffer batch = ByteBuffer.allocate(end).order(ByteOrder.nativeOrder());
        batch.put(0, Layout.MAGIC)
                .putInt(Layout.RECORDS, 1)
                .putInt(Layout.SLOTS, slots)
                .putInt(Layout.COLUMNS_AT, columnsAt)
                .putInt(Layout.STARTS_AT, startsAt)
                .putInt(Layout.TAGS_AT, tagsAt)
                .putInt(Layout.ODD_TAGS_AT, oddTagsAt)
                .putInt(Layout.ODD_TAGS, odd.size())
                .putInt(Layout.DEFECTS_AT, defectsAt)
                .putLong(Layout.FIRST_NUMBER, number)
                .putInt(Layout.LENGTH, end)
                .putInt(Layout.SOURCE_AT, defectsAt)
                .put(Layout.CONTENT, encoder.bytes(), 0, length);
        batch.position(columnsAt)
                .putLong(inputStart)
                .putInt(Layout.CONTENT)
                .putInt(length)
                .putInt(0) // its first slot
                .putInt(slots)
                .putInt(0) // its number less the first one
                .put((byte) (Layout.BUILT | (high ? Layout.HIGH_BYTES : 0)));
        int at = Layout.CONTENT + Marc.LEADER + tags.size() * Marc.ENTRY + 1;
        for (int i = 0; i < tags.size(); i++) {
            int number16 = Tags.number(tags.get(i));
            int tag = number16 < 0 ? Tags.ODD + odd.indexOf(tags.get(i)) : number16;
            batch.putInt(startsAt + 4 * i, at).putShort(tagsAt + 2 * i, (short) tag);
            at += lengths.get(i) + 1;
        }
        batch.putInt(startsAt + 4 * (slots - 1), at); // the closing slot, whose tag is 0
        batch.put(oddTagsAt, String.join("", odd).getBytes(StandardCharsets.ISO_8859_1));
        batch.put(defectsAt, sourceName);
        return new BatchView(batch.array());
    }
}
