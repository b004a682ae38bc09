package org.panamarc.internal.layout;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;

/** Looks into a packed batch. Immutable, and so safe for any number of threads. */
final class PackedBatchView extends BatchView {
    private final byte[] batch;
    private final int records;
    private final int columnsAt;
    private final int rawStartsAt;
    private final int rawLengthsAt;
    private final int firstSlotsAt;
    private final int numbersAt;
    private final int flagsAt;
    private final int startsAt;
    private final int tagsAt;

    // Decoded when first asked for; threads that race decode the same.
    private volatile @Nullable Map<Integer, List<Defect>> defects;

    /** A view of memory that begins with a packed batch; it is neither copied nor changed. */
    PackedBatchView(byte[] batch) {
        this.batch = batch;
        this.records = int32(BatchLayout.RECORDS);
        this.columnsAt = int32(BatchLayout.COLUMNS_AT);
        this.rawStartsAt = columnsAt + 8 * records;
        this.rawLengthsAt = rawStartsAt + 4 * records;
        this.firstSlotsAt = rawLengthsAt + 4 * records;
        this.numbersAt = firstSlotsAt + 4 * (records + 1);
        this.flagsAt = numbersAt + 4 * records;
        this.startsAt = int32(BatchLayout.STARTS_AT);
        this.tagsAt = int32(BatchLayout.TAGS_AT);
    }

    private int int32(int at) {
        return (int) BatchLayout.INT.get(batch, at);
    }

    private long int64(int at) {
        return (long) BatchLayout.LONG.get(batch, at);
    }

    @Override
    public byte[] memory() {
        return batch;
    }

    @Override
    public int records() {
        return records;
    }

    @Override
    public String source() {
        int at = int32(BatchLayout.SOURCE_AT);
        return new String(batch, at, int32(BatchLayout.LENGTH) - at, StandardCharsets.UTF_8);
    }

    @Override
    public long inputStart(int record) {
        return int64(columnsAt + 8 * record);
    }

    @Override
    public int rawStart(int record) {
        return int32(rawStartsAt + 4 * record);
    }

    @Override
    public long inputLength(int record) {
        int at = (int) int64(BatchLayout.INPUT_LENGTHS_AT);
        return at == 0 ? rawLength(record) : int64(at + 8 * record);
    }

    @Override
    public int rawLength(int record) {
        return int32(rawLengthsAt + 4 * record);
    }

    @Override
    int flags(int record) {
        return batch[flagsAt + record];
    }

    @Override
    public long number(int record) {
        return int64(BatchLayout.FIRST_NUMBER) + int32(numbersAt + 4 * record);
    }

    @Override
    public int firstSlot(int record) {
        return int32(firstSlotsAt + 4 * record);
    }

    @Override
    public int closingSlot(int record) {
        return int32(firstSlotsAt + 4 * record + 4) - 1;
    }

    @Override
    public int tag(int slot) {
        return (short) BatchLayout.SHORT.get(batch, tagsAt + 2 * slot) & 0xFFFF;
    }

    @Override
    public int valueStart(int slot) {
        return int32(startsAt + 4 * slot);
    }

    @Override
    public int valueEnd(int slot) {
        return int32(startsAt + 4 * slot + 4) - 1;
    }

    @Override
    public String tagText(int slot) {
        int tag = tag(slot);
        if (tag < Tags.ODD) {
            return Tags.text(tag);
        }
        return tag == OddTags.OVERFLOW ? "???" : oddTag(tag - Tags.ODD);
    }

    private String oddTag(int index) {
        int at = int32(BatchLayout.ODD_TAGS_AT) + 3 * index;
        return new String(batch, at, 3, StandardCharsets.ISO_8859_1);
    }

    @Override
    public int tagNumber(String tag) {
        int number = Tags.number(tag);
        if (number >= 0) {
            return number;
        }
        for (int i = 0; i < int32(BatchLayout.ODD_TAGS); i++) {
            if (oddTag(i).equals(tag)) {
                return Tags.ODD + i;
            }
        }
        return -1;
    }

    @Override
    public List<Defect> defects(int record) {
        if (!hasDefects(record)) {
            return List.of();
        }
        Map<Integer, List<Defect>> found = defects;
        if (found == null) {
            found = defects();
            defects = found;
        }
        return Collections.unmodifiableList(found.getOrDefault(record, List.of()));
    }

    @Override
    String defectText() {
        int at = int32(BatchLayout.DEFECTS_AT);
        return new String(batch, at, int32(BatchLayout.DEFECTS_LENGTH), StandardCharsets.UTF_8);
    }
}
