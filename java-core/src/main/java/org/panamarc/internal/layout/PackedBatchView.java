package org.panamarc.internal.layout;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.internal.Iso2709;

/** Looks into a packed batch. Immutable, and so safe for any number of threads. */
public final class BatchView {
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

    /**
     * A view of a batch.
     *
     * @param batch begins with a packed batch; neither copied nor changed
     */
    public BatchView(byte[] batch) {
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

    /** The batch's memory: values and raw bytes are ranges of it. Not to be changed. */
    public byte[] memory() {
        return batch;
    }

    /** Number of records. */
    public int records() {
        return records;
    }

    /** What the input is called. */
    public String source() {
        int at = int32(BatchLayout.SOURCE_AT);
        return new String(batch, at, int32(BatchLayout.LENGTH) - at, StandardCharsets.UTF_8);
    }

    /** Offset in the input of a record's first byte. */
    public long inputStart(int record) {
        return int64(columnsAt + 8 * record);
    }

    /** Offset in the batch of a record's raw bytes. */
    public int rawStart(int record) {
        return int32(rawStartsAt + 4 * record);
    }

    /** Length of a record in the input: that of its raw bytes, but in other formats its own. */
    public long inputLength(int record) {
        int at = (int) int64(BatchLayout.INPUT_LENGTHS_AT);
        return at == 0 ? rawLength(record) : int64(at + 8 * record);
    }

    /** Number of a record's raw bytes. */
    public int rawLength(int record) {
        return int32(rawLengthsAt + 4 * record);
    }

    /** Whether a value of a record holds bytes of 0x80 and above. */
    public boolean hasHighBytes(int record) {
        return (batch[flagsAt + record] & BatchLayout.HIGH_BYTES) != 0;
    }

    /** A record's number in its reader, counted from 1. */
    public long number(int record) {
        return int64(BatchLayout.FIRST_NUMBER) + int32(numbersAt + 4 * record);
    }

    /** A record's first slot. */
    public int firstSlot(int record) {
        return int32(firstSlotsAt + 4 * record);
    }

    /** The slot after a record's last field: the closing one. */
    public int closingSlot(int record) {
        return int32(firstSlotsAt + 4 * record + 4) - 1;
    }

    /** The tag number of a slot, as {@link Tags} has it. */
    public int tag(int slot) {
        return (short) BatchLayout.SHORT.get(batch, tagsAt + 2 * slot) & 0xFFFF;
    }

    /** Offset in the batch of a slot's value. */
    public int valueStart(int slot) {
        return int32(startsAt + 4 * slot);
    }

    /** Offset in the batch of the byte after a slot's value. */
    public int valueEnd(int slot) {
        return int32(startsAt + 4 * slot + 4) - 1;
    }

    /** The three characters of a slot's tag. */
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

    /** The number that a tag has in this batch, or -1 where no field can have it. */
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

    /** The text of a range of the batch that holds UTF-8. */
    public String text(int from, int to) {
        return new String(batch, from, to - from, StandardCharsets.UTF_8);
    }

    /** Whether a record has defects. */
    public boolean hasDefects(int record) {
        return (batch[flagsAt + record] & BatchLayout.HAS_DEFECTS) != 0;
    }

    /** Whether a record was put together, so that its raw bytes are UTF-8 whatever they state. */
    public boolean isBuilt(int record) {
        return (batch[flagsAt + record] & BatchLayout.BUILT) != 0;
    }

    /** Whether a record's values are other bytes than those in its raw ones. */
    public boolean isAside(int record) {
        return (batch[flagsAt + record] & BatchLayout.ASIDE) != 0;
    }

    /**
     * Whether what has the form of a reference to a character is text in a record's values, as all
     * references were read as characters, or its coding has none.
     */
    public boolean hasReferencesAsText(int record) {
        return (batch[flagsAt + record] & (BatchLayout.KEEPS_REFERENCES | BatchLayout.BUILT)) == 0
                || memory()[rawStart(record) + Iso2709.CODING_SCHEME] == 'a';
    }

    /** A record's defects, in the order in which they were found. */
    public List<Defect> defects(int record) {
        if (!hasDefects(record)) {
            return List.of();
        }
        Map<Integer, List<Defect>> found = defects;
        if (found == null) {
            found = parseDefects();
            defects = found;
        }
        return found.getOrDefault(record, List.of());
    }

    private Map<Integer, List<Defect>> parseDefects() {
        int at = int32(BatchLayout.DEFECTS_AT);
        String text = text(at, at + int32(BatchLayout.DEFECTS_LENGTH));
        return Arrays.stream(text.split(BatchLayout.DEFECT_END, -1))
                .filter(defect -> !defect.isEmpty())
                .map(defect -> defect.split(BatchLayout.PART, -1))
                .collect(
                        Collectors.groupingBy(
                                parts -> Integer.valueOf(parts[0]),
                                Collectors.mapping(
                                        parts -> defect(Integer.parseInt(parts[0]), parts),
                                        Collectors.toUnmodifiableList())));
    }

    private Defect defect(int record, String[] parts) {
        return new Defect(
                kind(parts[1]),
                number(record),
                Long.parseLong(parts[3]),
                parts[4].isEmpty() ? null : parts[4],
                parts[5]);
    }

    private static Defect.Kind kind(String text) {
        return Arrays.stream(Defect.Kind.values())
                .filter(kind -> kind.text().equals(text))
                .findFirst()
                .orElseThrow();
    }
}
