package org.panamarc.internal.columns;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.columns.ColumnField;

/**
 * The values of a column under construction, row by row. Mutable, reused from batch to batch, not
 * thread-safe.
 */
abstract class Vector {
    private static final int FIRST_NULLS = 16;

    private final ColumnField field;
    private int[] nullRows = new int[FIRST_NULLS];
    private int nulls;
    private int length;

    Vector(ColumnField field) {
        this.field = field;
    }

    final ColumnField field() {
        return field;
    }

    /** Rows. */
    final int length() {
        return length;
    }

    /** Rows without a value. */
    final int nulls() {
        return nulls;
    }

    /** Drops all rows; memory stays. */
    void reset() {
        length = 0;
        nulls = 0;
    }

    /** Ends a row, whose value is complete. */
    final void endRow() {
        length++;
    }

    /** Ends a number of rows, whose values are complete. */
    final void endRows(int count) {
        length += count;
    }

    /** Adds a row without a value. */
    final void appendNull() {
        if (nulls == nullRows.length) {
            nullRows = Arrays.copyOf(nullRows, 2 * nulls);
        }
        nullRows[nulls++] = length;
        appendBlank();
        length++;
    }

    /** Adds a row of another column of the same kind and type. */
    final void appendFrom(Vector other, int row) {
        if (other.isNull(row)) {
            appendNull();
        } else {
            appendValue(other, row);
        }
    }

    private boolean isNull(int row) {
        return nulls > 0 && Arrays.binarySearch(nullRows, 0, nulls, row) >= 0;
    }

    /** The same of a row with a value. */
    abstract void appendValue(Vector other, int row);

    /** Adds what takes the room of a value that is missing; the row is not ended. */
    abstract void appendBlank();

    /** Bytes of each buffer after the validity bitmap. */
    abstract List<Long> sizes();

    /** Copies a buffer, of those that {@link #sizes} counts, to the start of memory of its size. */
    abstract void copy(int buffer, MemorySegment target);

    /** The items of a list, the parts of a struct. */
    List<Vector> children() {
        return List.of();
    }

    /** The values of a dictionary; null where there is none. */
    @Nullable Vector dictionary() {
        return null;
    }

    /** Bytes of the validity bitmap; 0 where no value is missing, and no bitmap is needed. */
    final int validityBytes() {
        return nulls == 0 ? 0 : bitmapBytes(length);
    }

    /** Bytes of a bit for each row. */
    static int bitmapBytes(int rows) {
        return (int) ((rows + 7L) / 8);
    }

    /** Writes the validity bitmap: 1 for a row with a value, the least significant bit first. */
    final void copyValidity(MemorySegment target) {
        if (nulls == 0) {
            return;
        }
        byte[] bits = new byte[validityBytes()];
        Arrays.fill(bits, (byte) 0xFF);
        int rest = length % 8;
        if (rest != 0) {
            bits[bits.length - 1] = (byte) ((1 << rest) - 1);
        }
        for (int i = 0; i < nulls; i++) {
            bits[nullRows[i] / 8] &= (byte) ~(1 << (nullRows[i] % 8));
        }
        MemorySegment.copy(bits, 0, target, JAVA_BYTE, 0, bits.length);
    }

    /** The length of an array that has to hold at least {@code needed} of something. */
    static int grown(int capacity, int needed) {
        return (int) Math.min(Math.max(2L * capacity, needed), Integer.MAX_VALUE - 8);
    }
}
