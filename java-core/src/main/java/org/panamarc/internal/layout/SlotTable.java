package org.panamarc.internal.layout;

import java.util.Arrays;

/**
 * The fields of the records of a batch, one slot each and a closing slot for each record. Mutable,
 * reused from batch to batch.
 */
public final class SlotTable {
    /** Tag numbers, as {@link Tags} gives them. */
    public short[] tags;

    /** Offsets in the batch of the values; a closing slot's is one past the last value's 0x1E. */
    public int[] starts;

    /** Slots in use. */
    public int size;

    /** The tags that need a table of their own. */
    public final OddTags oddTags = new OddTags();

    /** A table with room for a number of slots, which grows where there are more. */
    public SlotTable(int capacity) {
        tags = new short[capacity];
        starts = new int[capacity];
    }

    /** Makes room for more slots. */
    public void reserve(int more) {
        if (more > tags.length - size) {
            int capacity = Math.max(size + more, tags.length * 2);
            tags = Arrays.copyOf(tags, capacity);
            starts = Arrays.copyOf(starts, capacity);
        }
    }

    /** Appends a slot. */
    public void append(int tag, int start) {
        reserve(1);
        tags[size] = (short) tag;
        starts[size++] = start;
    }

    /** The number of the tag at {@code bytes[at, at + 3)}, given out if it is an odd one. */
    public int tag(byte[] bytes, int at) {
        int number = Tags.number(bytes, at);
        return number <= Tags.LARGEST ? number : oddTags.number(bytes, at);
    }

    /** The tag of a slot. */
    public String tagText(int slot) {
        int number = tags[slot] & 0xFFFF;
        return number < Tags.ODD ? Tags.text(number) : oddTags.text(number);
    }

    /** Forgets all slots. */
    public void clear() {
        size = 0;
        oddTags.clear();
    }
}
