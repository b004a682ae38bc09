package org.panamarc.internal.columns;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.panamarc.columns.ColumnField;
import org.panamarc.columns.ColumnType;

/** Lists: each has the items that were added before its row was ended. */
final class ListVector extends Vector {
    private final Vector items;
    private int[] offsets = new int[256]; // one more than rows

    ListVector(String name, Vector items) {
        super(new ColumnField(name, ColumnType.LIST, false, List.of(items.field())));
        this.items = items;
    }

    /** Ends a row with the items added since the row before. */
    void endList() {
        appendBlank();
        endRow();
    }

    @Override
    void reset() {
        super.reset();
        items.reset();
    }

    @Override
    void appendBlank() {
        int row = length();
        if (row + 1 == offsets.length) {
            offsets = Arrays.copyOf(offsets, grown(offsets.length, row + 2));
        }
        offsets[row + 1] = items.length();
    }

    @Override
    void appendValue(Vector other, int row) {
        ListVector from = (ListVector) other;
        for (int item = from.offsets[row]; item < from.offsets[row + 1]; item++) {
            items.appendFrom(from.items, item);
        }
        endList();
    }

    @Override
    List<Vector> children() {
        return List.of(items);
    }

    @Override
    List<Long> sizes() {
        return List.of(4L * (length() + 1));
    }

    @Override
    void copy(int buffer, MemorySegment target) {
        MemorySegment.copy(offsets, 0, target, JAVA_INT, 0, length() + 1);
    }
}
