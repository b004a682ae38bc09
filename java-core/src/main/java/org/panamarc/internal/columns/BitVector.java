package org.panamarc.internal.columns;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.panamarc.columns.ColumnField;

/** Booleans. */
final class BitVector extends Vector {
    private byte[] bits = new byte[32];

    BitVector(ColumnField field) {
        super(field);
    }

    void append(boolean value) {
        put(value);
        endRow();
    }

    private void put(boolean value) {
        int at = length() / 8;
        if (at == bits.length) {
            bits = Arrays.copyOf(bits, grown(bits.length, at + 1));
        }
        int bit = 1 << (length() % 8);
        bits[at] = (byte) (value ? bits[at] | bit : bits[at] & ~bit);
    }

    @Override
    void reset() {
        super.reset();
        Arrays.fill(bits, (byte) 0); // those after the last row, too
    }

    @Override
    void appendBlank() {
        put(false);
    }

    @Override
    void appendValue(Vector other, int row) {
        int octet = ((BitVector) other).bits[row / 8];
        append((octet & 1 << (row % 8)) != 0);
    }

    @Override
    List<Long> sizes() {
        return List.of((long) bitmapBytes(length()));
    }

    @Override
    void copy(int buffer, MemorySegment target) {
        MemorySegment.copy(bits, 0, target, JAVA_BYTE, 0, bitmapBytes(length()));
    }
}
