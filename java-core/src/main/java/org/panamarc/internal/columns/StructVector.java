package org.panamarc.internal.columns;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.panamarc.columns.ColumnField;
import org.panamarc.columns.ColumnType;

/** Several values by name: a row is added to each part, then ended here. */
final class StructVector extends Vector {
    private final List<Vector> parts;

    StructVector(String name, List<Vector> parts) {
        super(
                new ColumnField(
                        name,
                        ColumnType.STRUCT,
                        false,
                        parts.stream().map(Vector::field).toList()));
        this.parts = parts;
    }

    /** Ends a row for each that was added to the parts. */
    void endAdded() {
        endRows(parts.getFirst().length() - length());
    }

    @Override
    void reset() {
        super.reset();
        parts.forEach(Vector::reset);
    }

    @Override
    void appendBlank() {
        parts.forEach(Vector::appendNull);
    }

    @Override
    void appendValue(Vector other, int row) {
        List<Vector> from = ((StructVector) other).parts;
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).appendFrom(from.get(i), row);
        }
        endRow();
    }

    @Override
    List<Vector> children() {
        return parts;
    }

    @Override
    List<Long> sizes() {
        return List.of();
    }

    @Override
    void copy(int buffer, MemorySegment target) {
        throw new IndexOutOfBoundsException(buffer);
    }
}
