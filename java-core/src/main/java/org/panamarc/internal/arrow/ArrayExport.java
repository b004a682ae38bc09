package org.panamarc.internal.arrow;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.columns.ColumnTable;
import org.panamarc.internal.columns.PlacedTable;
import org.panamarc.internal.columns.PlacedVector;
import org.panamarc.internal.ffi.generated.ArrowArray;
import org.panamarc.internal.ffi.generated.panamarc_h;

/** Writes a table as structures of Arrow's C data interface, in one block with its buffers. */
final class ArrayExport {
    private static final long STRUCT = ArrowArray.sizeof();

    private final NativeBlock block;
    private final MemorySegment buffers;

    private ArrayExport(NativeBlock block, MemorySegment buffers) {
        this.block = block;
        this.buffers = buffers;
    }

    /**
     * Writes the rows of a table as an array of structs that its receiver releases.
     *
     * @param out memory of a structure, whose content is overwritten
     */
    static void write(ColumnTable table, MemorySegment out) {
        PlacedTable places = table.place();
        List<PlacedVector> columns = places.columns();
        long room = NativeBlock.room(places.bytes()) + roomOfPointers(1, columns);
        long structures = 1;
        for (PlacedVector column : columns) {
            room += roomOf(column);
            structures += structures(column);
        }
        NativeBlock block = new NativeBlock(room, structures);
        MemorySegment buffers = block.take(places.bytes());
        table.copy(places, buffers);
        ArrayExport export = new ArrayExport(block, buffers);
        PlacedVector.Buffer none = new PlacedVector.Buffer(0, 0);
        export.write(out, places.rows(), 0, List.of(none), columns, null);
    }

    private static long structures(PlacedVector vector) {
        PlacedVector values = vector.dictionary();
        return 1
                + vector.children().stream().mapToLong(ArrayExport::structures).sum()
                + (values == null ? 0 : structures(values));
    }

    private static long roomOf(PlacedVector vector) {
        PlacedVector values = vector.dictionary();
        return STRUCT
                + roomOfPointers(vector.buffers().size(), vector.children())
                + vector.children().stream().mapToLong(ArrayExport::roomOf).sum()
                + (values == null ? 0 : roomOf(values));
    }

    private static long roomOfPointers(int buffers, List<PlacedVector> children) {
        return NativeBlock.roomOfPointers(buffers) + NativeBlock.roomOfPointers(children.size());
    }

    private void write(
            MemorySegment struct,
            int rows,
            int nulls,
            List<PlacedVector.Buffer> places,
            List<PlacedVector> children,
            @Nullable PlacedVector dictionary) {
        ArrowArray.length(struct, rows);
        ArrowArray.null_count(struct, nulls);
        ArrowArray.offset(struct, 0);
        ArrowArray.n_buffers(struct, places.size());
        ArrowArray.n_children(struct, children.size());
        ArrowArray.buffers(struct, pointers(places));
        MemorySegment pointers = block.takePointers(children.size());
        ArrowArray.children(struct, pointers);
        for (int i = 0; i < children.size(); i++) {
            NativeBlock.setPointer(pointers, i, inner(children.get(i)));
        }
        ArrowArray.dictionary(struct, dictionary == null ? MemorySegment.NULL : inner(dictionary));
        ArrowArray.release(struct, panamarc_h.panamarc_release_array$address());
        ArrowArray.private_data(struct, block.memory());
    }

    private MemorySegment inner(PlacedVector vector) {
        MemorySegment struct = block.take(STRUCT);
        write(
                struct,
                vector.rows(),
                vector.nulls(),
                vector.buffers(),
                vector.children(),
                vector.dictionary());
        return struct;
    }

    /** The addresses of buffers; NULL for the validity of what has no nulls. */
    private MemorySegment pointers(List<PlacedVector.Buffer> places) {
        MemorySegment pointers = block.takePointers(places.size());
        for (int i = 0; i < places.size(); i++) {
            PlacedVector.Buffer place = places.get(i);
            boolean missing = i == 0 && place.bytes() == 0;
            NativeBlock.setPointer(
                    pointers, i, missing ? MemorySegment.NULL : buffers.asSlice(place.at()));
        }
        return pointers;
    }
}
