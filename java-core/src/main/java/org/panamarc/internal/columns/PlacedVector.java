package org.panamarc.internal.columns;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.columns.ColumnField;

/**
 * Where the values of a column are in the memory of a batch.
 *
 * @param rows its rows
 * @param nulls those without a value
 * @param buffers the validity bitmap, of 0 bytes where no value is missing but for a struct too;
 *     then those of its type
 * @param children the items of a list, the parts of a struct
 * @param dictionary the values of a dictionary; null for other types
 */
public record PlacedVector(
        ColumnField field,
        int rows,
        int nulls,
        List<Buffer> buffers,
        List<PlacedVector> children,
        @Nullable PlacedVector dictionary) {
    /** The alignment of each buffer, in bytes, as Arrow recommends it. */
    public static final int ALIGNMENT = 64;

    /**
     * A range of a batch's memory.
     *
     * @param at offset, a multiple of {@link #ALIGNMENT}
     * @param bytes size, without what fills the rest up to the next multiple
     */
    public record Buffer(long at, long bytes) {
        /** The offset where the next buffer can begin. */
        public long next() {
            return (at + bytes + ALIGNMENT - 1) & -ALIGNMENT;
        }
    }

    /** Places vectors one after the other. */
    static final class Placer {
        private long end;

        /** The first byte after what was placed. */
        long end() {
            return end;
        }

        /** Places a vector and what is inside it, but no dictionary. */
        PlacedVector place(Vector vector) {
            List<Buffer> buffers = new ArrayList<>();
            buffers.add(buffer(vector.validityBytes()));
            for (long bytes : vector.sizes()) {
                buffers.add(buffer(bytes));
            }
            List<PlacedVector> children = vector.children().stream().map(this::place).toList();
            return new PlacedVector(
                    vector.field(), vector.length(), vector.nulls(), buffers, children, null);
        }

        private Buffer buffer(long bytes) {
            Buffer buffer = new Buffer(end, bytes);
            end = buffer.next();
            return buffer;
        }

        /** Places the dictionaries of a vector that was placed. */
        PlacedVector placeDictionaries(PlacedVector placed, Vector vector) {
            Vector values = vector.dictionary();
            List<PlacedVector> children = new ArrayList<>();
            for (int i = 0; i < placed.children().size(); i++) {
                children.add(placeDictionaries(placed.children().get(i), vector.children().get(i)));
            }
            return new PlacedVector(
                    placed.field(),
                    placed.rows(),
                    placed.nulls(),
                    placed.buffers(),
                    children,
                    values == null ? null : place(values));
        }
    }
}
