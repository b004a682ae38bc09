package org.panamarc.internal.batch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.panamarc.internal.iso2709.FieldTable;

/** Completes packed batches: writes the header and the columns. Stateless. */
final class BatchWriter {
    private BatchWriter() {}

    /**
     * Appends the columns to the content, which completes a batch.
     *
     * @param memory holds the content; {@link BatchMemory#end} is the batch's length afterwards
     * @param fields holds a closing slot for each record, too
     * @param defects their text, as {@link Layout} has it
     * @param sourceName in UTF-8
     * @return the length of the batch in bytes
     */
    static int complete(
            BatchMemory memory,
            RecordTable records,
            FieldTable fields,
            byte[] defects,
            byte[] sourceName) {
        int end = memory.end;
        int count = records.count;
        int columnsAt = Layout.aligned(end);
        int startsAt = Layout.aligned(columnsAt + Layout.RECORD_COLUMNS * count + 4);
        int tagsAt = Layout.aligned(startsAt + 4 * fields.size);
        int oddTagsAt = Layout.aligned(tagsAt + 2 * fields.size);
        byte[] oddTags = fields.oddTags.bytes();
        int defectsAt = Layout.aligned(oddTagsAt + oddTags.length);
        int defectsEnd = defectsAt + defects.length;
        int lengthsAt = records.translated ? Layout.aligned(defectsEnd) : 0;
        int sourceAt = records.translated ? lengthsAt + 8 * count : defectsEnd;
        int length = sourceAt + sourceName.length;
        memory.reserve(length - end);
        byte[] content = memory.bytes;
        Arrays.fill(content, end, length, (byte) 0); // between columns, too

        long firstNumber = count == 0 ? 0 : records.numbers[0];
        ByteBuffer batch = ByteBuffer.wrap(content).order(ByteOrder.nativeOrder());
        batch.put(0, Layout.MAGIC)
                .putInt(Layout.RECORDS, count)
                .putInt(Layout.SLOTS, fields.size)
                .putInt(Layout.COLUMNS_AT, columnsAt)
                .putInt(Layout.STARTS_AT, startsAt)
                .putInt(Layout.TAGS_AT, tagsAt)
                .putInt(Layout.ODD_TAGS_AT, oddTagsAt)
                .putInt(Layout.ODD_TAGS, fields.oddTags.size())
                .putInt(Layout.DEFECTS_AT, defectsAt)
                .putInt(Layout.DEFECTS_LENGTH, defects.length)
                .putLong(Layout.FIRST_NUMBER, firstNumber)
                .putInt(Layout.LENGTH, length)
                .putInt(Layout.SOURCE_AT, sourceAt)
                .putLong(Layout.INPUT_LENGTHS_AT, lengthsAt);
        records.firstSlots[count] = fields.size;
        int at = columnsAt;
        batch.position(at).asLongBuffer().put(records.inputStarts, 0, count);
        batch.position(at += 8 * count).asIntBuffer().put(records.rawStarts, 0, count);
        batch.position(at += 4 * count).asIntBuffer().put(records.rawLengths, 0, count);
        batch.position(at += 4 * count).asIntBuffer().put(records.firstSlots, 0, count + 1);
        at += 4 * (count + 1);
        for (int i = 0; i < count; i++, at += 4) {
            batch.putInt(at, (int) (records.numbers[i] - firstNumber));
        }
        batch.put(at, records.flags, 0, count);
        batch.position(startsAt).asIntBuffer().put(fields.starts, 0, fields.size);
        batch.position(tagsAt).asShortBuffer().put(fields.tags, 0, fields.size);
        if (records.translated) {
            batch.position(lengthsAt).asLongBuffer().put(records.inputLengths, 0, count);
        }
        batch.put(oddTagsAt, oddTags).put(defectsAt, defects).put(sourceAt, sourceName);
        memory.end = length;
        return length;
    }
}
