package org.panamarc.internal.layout;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.panamarc.Defect;
import org.panamarc.internal.Iso2709;

/** Looks into a batch: its records, their fields, and their memory. */
public abstract sealed class BatchView permits PackedBatchView, OpenBatchView {
    /**
     * A view of a batch that is completed. Immutable, and so safe for any number of threads.
     *
     * @param batch begins with a packed batch; neither copied nor changed
     */
    public static BatchView of(byte[] batch) {
        return new PackedBatchView(batch);
    }

    /** The batch's memory: values and raw bytes are ranges of it. Not to be changed. */
    public abstract byte[] memory();

    /** Number of records. */
    public abstract int records();

    /** What the input is called. */
    public abstract String source();

    /** Offset in the input of a record's first byte. */
    public abstract long inputStart(int record);

    /** Length of a record in the input: that of its raw bytes, but in other formats its own. */
    public abstract long inputLength(int record);

    /** Offset in the batch of a record's raw bytes. */
    public abstract int rawStart(int record);

    /** Number of a record's raw bytes. */
    public abstract int rawLength(int record);

    /** A record's number in its reader, counted from 1. */
    public abstract long number(int record);

    /** A record's first slot. */
    public abstract int firstSlot(int record);

    /** The slot after a record's last field: the closing one. */
    public abstract int closingSlot(int record);

    /** The tag number of a slot, as {@link Tags} has it. */
    public abstract int tag(int slot);

    /** Offset in the batch of a slot's value. */
    public abstract int valueStart(int slot);

    /** Offset in the batch of the byte after a slot's value. */
    public abstract int valueEnd(int slot);

    /** The three characters of a slot's tag. */
    public abstract String tagText(int slot);

    /** The number that a tag has in this batch, or -1 where no field can have it. */
    public abstract int tagNumber(String tag);

    /** A record's defects, in the order in which they were found. */
    public abstract List<Defect> defects(int record);

    /** The defects of all records that have some, by record, in ascending order. */
    public final SortedMap<Integer, List<Defect>> defects() {
        SortedMap<Integer, List<Defect>> found = new TreeMap<>();
        for (String row : defectText().split(BatchLayout.DEFECT_END, -1)) {
            if (!row.isEmpty()) {
                String[] parts = row.split(BatchLayout.PART, -1);
                int record = Integer.parseInt(parts[0]);
                found.computeIfAbsent(record, one -> new ArrayList<>()).add(defect(record, parts));
            }
        }
        return found;
    }

    /** The defects of all records, as {@link BatchLayout} has them. */
    abstract String defectText();

    /** The flags of a record, as {@link BatchLayout} has them. */
    abstract int flags(int record);

    private boolean has(int record, int flag) {
        return (flags(record) & flag) != 0;
    }

    /** Whether a value of a record holds bytes of 0x80 and above. */
    public final boolean hasHighBytes(int record) {
        return has(record, BatchLayout.HIGH_BYTES);
    }

    /** Whether a record has defects. */
    public final boolean hasDefects(int record) {
        return has(record, BatchLayout.HAS_DEFECTS);
    }

    /** Whether a record was put together, so that its raw bytes are UTF-8 whatever they state. */
    public final boolean isBuilt(int record) {
        return has(record, BatchLayout.BUILT);
    }

    /** Whether a record's values are other bytes than those in its raw ones. */
    public final boolean isAside(int record) {
        return has(record, BatchLayout.ASIDE);
    }

    /** Whether bytes that are no filler, and in no record, are right before a record. */
    public final boolean isAfterOtherBytes(int record) {
        return has(record, BatchLayout.AFTER_OTHER_BYTES);
    }

    /**
     * Whether what has the form of a reference to a character is text in a record's values, as all
     * references were read as characters, or its coding has none.
     */
    public final boolean hasReferencesAsText(int record) {
        return !has(record, BatchLayout.KEEPS_REFERENCES | BatchLayout.BUILT)
                || memory()[rawStart(record) + Iso2709.CODING_SCHEME] == 'a';
    }

    /** The text of a range of the batch that holds UTF-8. */
    public final String text(int from, int to) {
        return new String(memory(), from, to - from, StandardCharsets.UTF_8);
    }

    /** A defect of a record, of the parts that it has in the text of defects. */
    final Defect defect(int record, String[] parts) {
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
