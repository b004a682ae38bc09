package org.panamarc.internal.layout;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Completes packed batches: writes the header and the columns. Stateless. */
public final class BatchWriter {
    private BatchWriter() {}

    /**
     * Appends the columns to the content, which completes a batch.
     *
     * @param memory holds the content; {@link BatchMemory#end} is the batch's length afterwards
     * @param fields holds a closing slot for each record, too
     * @param defects their text, as {@link BatchLayout} has it
     * @param sourceName in UTF-8
     * @return the length of the batch in bytes
     */
    public static int complete(
            BatchMemory memory,
            RecordTable records,
            SlotTable fields,
            byte[] defects,
            byte[] sourceName) {
        int end = memory.end;
        int count = records.count;
        int columnsAt = BatchLayout.aligned(end);
        int startsAt = BatchLayout.aligned(columnsAt + BatchLayout.RECORD_COLUMNS * count + 4);
        int tagsAt = BatchLayout.aligned(startsAt + 4 * fields.size);
        int oddTagsAt = BatchLayout.aligned(tagsAt + 2 * fields.size);
        byte[] oddTags = fields.oddTags.bytes();
        int defectsAt = BatchLayout.aligned(oddTagsAt + oddTags.length);
        int defectsEnd = defectsAt + defects.length;
        int lengthsAt = records.translated ? BatchLayout.aligned(defectsEnd) : 0;
        int sourceAt = records.translated ? lengthsAt + 8 * count : defectsEnd;
        int length = sourceAt + sourceName.length;
        memory.reserve(length - end);
        byte[] content = memory.bytes;
        Arrays.fill(content, end, length, (byte) 0); // between columns, too

        long firstNumber = count == 0 ? 0 : records.numbers[0];
        ByteBuffer batch = ByteBuffer.wrap(content).order(ByteOrder.nativeOrder());
        batch.put(0, BatchLayout.MAGIC)
                .putInt(BatchLayout.RECORDS, count)
                .putInt(BatchLayout.SLOTS, fields.size)
                .putInt(BatchLayout.COLUMNS_AT, columnsAt)
                .putInt(BatchLayout.STARTS_AT, startsAt)
                .putInt(BatchLayout.TAGS_AT, tagsAt)
                .putInt(BatchLayout.ODD_TAGS_AT, oddTagsAt)
                .putInt(BatchLayout.ODD_TAGS, fields.oddTags.size())
                .putInt(BatchLayout.DEFECTS_AT, defectsAt)
                .putInt(BatchLayout.DEFECTS_LENGTH, defects.length)
                .putLong(BatchLayout.FIRST_NUMBER, firstNumber)
                .putInt(BatchLayout.LENGTH, length)
                .putInt(BatchLayout.SOURCE_AT, sourceAt)
                .putLong(BatchLayout.INPUT_LENGTHS_AT, lengthsAt);
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
