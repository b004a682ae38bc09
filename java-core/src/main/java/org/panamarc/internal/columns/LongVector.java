package org.panamarc.internal.columns;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.panamarc.columns.ColumnField;

/** Integers of 64 bits. */
final class LongVector extends Vector {
    private long[] values = new long[256];

    LongVector(ColumnField field) {
        super(field);
    }

    void append(long value) {
        put(value);
        endRow();
    }

    private void put(long value) {
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
        append(((LongVector) other).values[row]);
    }

    @Override
    List<Long> sizes() {
        return List.of(8L * length());
    }

    @Override
    void copy(int buffer, MemorySegment target) {
        MemorySegment.copy(values, 0, target, JAVA_LONG, 0, length());
    }
}
