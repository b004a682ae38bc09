package org.panamarc.internal.layout;

import java.util.Arrays;

/**
 * The records of a batch, column by column. Mutable, reused from batch to batch, not thread-safe.
 */
public final class RecordTable {
    /** Records that are complete. */
    public int count;

    /** Offset of each record in the input. */
    long[] inputStarts;

    /** Length of each record in the input, where one is not its raw bytes'. */
    long[] inputLengths;

    /** Whether there is such a record. */
    boolean translated;

    /** Offset in the batch of each record's raw bytes. */
    public int[] rawStarts;

    /** Length of each record's raw bytes. */
    public int[] rawLengths;

    /** The first slot of each record; one more ends the last record's slots. */
    public int[] firstSlots;

    /** Number of each record in its reader, counted from 1. */
    long[] numbers;

    /** Flags of each record, see {@link BatchLayout}. */
    public byte[] flags;

    /** A table with room for a number of records, at least 2, which grows where there are more. */
    public RecordTable(int capacity) {
        inputStarts = new long[capacity];
        inputLengths = new long[capacity];
        rawStarts = new int[capacity];
        rawLengths = new int[capacity];
        numbers = new long[capacity];
        flags = new byte[capacity];
        firstSlots = new int[capacity];
    }

    /** Begins a record, which counts once it is ended. */
    public void begin(long inputStart, int rawStart, int rawLength, int firstSlot, long number) {
        inputStarts[count] = inputStart;
        rawStarts[count] = rawStart;
        rawLengths[count] = rawLength;
        firstSlots[count] = firstSlot;
        numbers[count] = number;
        if (count + 1 == firstSlots.length) { // one more for the end of the last record's slots
            grow();
        }
    }

    /** Says of the record that was begun how long it is in the input. */
    public void setInputLength(long length) {
        inputLengths[count] = length;
        translated = true;
    }

    /** Ends the record that was begun. */
    public void end(int flagsOfRecord) {
        flags[count++] = (byte) flagsOfRecord;
    }

    /** How many records can be put at {@link #count} and after it without {@link #begin}. */
    public int room() {
        return firstSlots.length - 1 - count;
    }

    /**
     * Begins records whose other columns are set: they follow each other in the input as they do in
     * the batch.
     *
     * @param number the number of the first one
     * @param inputShift what to add to an offset of raw bytes in the batch to get one in the input
     */
    public void beginRun(int begun, long number, long inputShift) {
        for (int i = 0; i < begun; i++) {
            inputStarts[count + i] = rawStarts[count + i] + inputShift;
            numbers[count + i] = number + i;
        }
    }

    /**
     * Moves a record, complete or begun, to an earlier place of the table.
     *
     * @param rawStart its new offset in the batch
     * @param firstSlot its new first slot
     */
    public void move(int from, int to, int rawStart, int firstSlot) {
        inputStarts[to] = inputStarts[from];
        inputLengths[to] = inputLengths[from];
        rawStarts[to] = rawStart;
        rawLengths[to] = rawLengths[from];
        firstSlots[to] = firstSlot;
        numbers[to] = numbers[from];
        flags[to] = flags[from];
    }

    private void grow() {
        int capacity = firstSlots.length * 2;
        inputStarts = Arrays.copyOf(inputStarts, capacity);
        inputLengths = Arrays.copyOf(inputLengths, capacity);
        rawStarts = Arrays.copyOf(rawStarts, capacity);
        rawLengths = Arrays.copyOf(rawLengths, capacity);
        numbers = Arrays.copyOf(numbers, capacity);
        flags = Arrays.copyOf(flags, capacity);
        firstSlots = Arrays.copyOf(firstSlots, capacity); // last, as it shows that all have grown
    }
}
