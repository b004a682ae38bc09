package org.panamarc.columns;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.panamarc.internal.columns.PlacedTable;

/**
 * Some rows of a table: its columns in one piece of off-heap memory, each buffer at a multiple of
 * 64 bytes. A view of memory, as long as the arena lives that it was read into; safe for as many
 * threads as may use that.
 */
public final class ColumnBatch {
    private final int rows;
    private final List<ColumnVector> columns;
    private final MemorySegment memory;

    ColumnBatch(PlacedTable places, MemorySegment memory) {
        this.rows = places.rows();
        this.memory = memory;
        this.columns =
                places.columns().stream().map(place -> new ColumnVector(place, memory)).toList();
    }

    /** The number of rows. */
    public int rows() {
        return rows;
    }

    /** The columns, in their order. */
    public List<ColumnVector> columns() {
        return columns;
    }

    /** The column with a number, counted from 0. */
    public ColumnVector column(int index) {
        return columns.get(index);
    }

    /** The memory that holds all buffers. */
    public MemorySegment memory() {
        return memory;
    }
}
