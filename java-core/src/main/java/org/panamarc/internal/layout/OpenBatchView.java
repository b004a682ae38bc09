package org.panamarc.internal.layout;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.panamarc.Defect;

/**
 * Looks into a batch that is not completed, through the tables that it is made of: what they hold
 * at the moment. It belongs to the thread that fills them.
 */
public final class OpenBatchView extends BatchView {
    private final BatchMemory memory;
    private final RecordTable records;
    private final SlotTable fields;
    private final Supplier<String> defects;
    private final byte[] source;

    /**
     * A view of tables, which may change.
     *
     * @param defects the text of the defects of all records, as {@link BatchLayout} has it
     * @param source what the input is called, in UTF-8
     */
    public OpenBatchView(
            BatchMemory memory,
            RecordTable records,
            SlotTable fields,
            Supplier<String> defects,
            byte[] source) {
        this.memory = memory;
        this.records = records;
        this.fields = fields;
        this.defects = defects;
        this.source = source;
    }

    @Override
    public byte[] memory() {
        return memory.bytes;
    }

    @Override
    public int records() {
        return records.count;
    }

    @Override
    public String source() {
        return new String(source, StandardCharsets.UTF_8);
    }

    @Override
    public long inputStart(int record) {
        return records.inputStarts[record];
    }

    @Override
    public long inputLength(int record) {
        return records.translated ? records.inputLengths[record] : records.rawLengths[record];
    }

    @Override
    public int rawStart(int record) {
        return records.rawStarts[record];
    }

    @Override
    public int rawLength(int record) {
        return records.rawLengths[record];
    }

    @Override
    public long number(int record) {
        return records.numbers[record];
    }

    @Override
    public int firstSlot(int record) {
        return records.firstSlots[record];
    }

    @Override
    public int closingSlot(int record) {
        return (record + 1 == records.count ? fields.size : records.firstSlots[record + 1]) - 1;
    }

    @Override
    public int tag(int slot) {
        return fields.tags[slot] & 0xFFFF;
    }

    @Override
    public int valueStart(int slot) {
        return fields.starts[slot];
    }

    @Override
    public int valueEnd(int slot) {
        return fields.starts[slot + 1] - 1;
    }

    @Override
    public String tagText(int slot) {
        return fields.tagText(slot);
    }

    @Override
    public int tagNumber(String tag) {
        int number = Tags.number(tag);
        return number >= 0 ? number : fields.oddTags.number(tag);
    }

    @Override
    public List<Defect> defects(int record) {
        if (!hasDefects(record)) {
            return List.of();
        }
        String text = defectText();
        String begin = record + BatchLayout.PART;
        int at = text.startsWith(begin) ? 0 : text.indexOf(BatchLayout.DEFECT_END + begin) + 1;
        List<Defect> found = new ArrayList<>();
        while (text.startsWith(begin, at)) {
            int end = text.indexOf(BatchLayout.DEFECT_END, at);
            found.add(defect(record, text.substring(at, end).split(BatchLayout.PART, -1)));
            at = end + 1;
        }
        return found;
    }

    @Override
    String defectText() {
        return defects.get();
    }

    @Override
    int flags(int record) {
        return records.flags[record];
    }
}
