package org.panamarc.internal.columns;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.panamarc.columns.ColumnField;

/** Numbers of 32 bits: integers or days. */
final class IntVector extends Vector {
    private int[] values = new int[256];

    IntVector(ColumnField field) {
        super(field);
    }

    void append(int value) {
        put(value);
        endRow();
    }

    private void put(int value) {
        if (length() == values.length) {
            values = Arrays.copyOf(values, grown(values.length, length() + 1));
        }
        values[length()] = value;
    }

    @Override
    void appendBlank() {
        put(0);
    }

    @Override
    void appendValue(Vector other, int row) {
        append(((IntVector) other).values[row]);
    }

    @Override
    List<Long> sizes() {
        return List.of(4L * length());
    }

    @Override
    void copy(int buffer, MemorySegment target) {
        MemorySegment.copy(values, 0, target, JAVA_INT, 0, length());
    }
}
