package org.panamarc.internal.arrow;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.panamarc.columns.ColumnField;
import org.panamarc.columns.ColumnType;
import org.panamarc.internal.ffi.generated.ArrowSchema;
import org.panamarc.internal.ffi.generated.panamarc_h;

/** Writes the types of columns as structures of Arrow's C data interface, in one block. */
final class SchemaExport {
    private static final long STRUCT = ArrowSchema.sizeof();

    private final NativeBlock block;
    private final long size;

    private SchemaExport(ColumnField root, long owners) {
        this.size = STRUCT + roomInside(root);
        this.block = new NativeBlock(size, owners);
        write(block.take(STRUCT), root);
    }

    private static ColumnField root(List<ColumnField> columns) {
        return new ColumnField("", ColumnType.STRUCT, false, columns);
    }

    /**
     * A schema at the start of a block with one owner, whose structures refer to nothing else.
     *
     * @return the block, of its size
     */
    static MemorySegment block(List<ColumnField> columns) {
        return new SchemaExport(root(columns), 1).block.memory();
    }

    /**
     * Writes a schema that its receiver releases.
     *
     * @param out memory of a structure, whose content is overwritten
     */
    static void write(List<ColumnField> columns, MemorySegment out) {
        ColumnField root = root(columns);
        SchemaExport made = new SchemaExport(root, structures(root));
        MemorySegment.copy(made.block.memory(), 0, out, 0, STRUCT);
    }

    private static long structures(ColumnField field) {
        return 1 + field.children().stream().mapToLong(SchemaExport::structures).sum();
    }

    /** Bytes of all that a structure refers to. */
    private static long roomInside(ColumnField field) {
        long room = NativeBlock.roomOfText(field.type().format());
        room += NativeBlock.roomOfText(field.name());
        room += NativeBlock.roomOfPointers(field.children().size());
        for (ColumnField child : field.children()) {
            room += STRUCT + roomInside(child);
        }
        return room;
    }

    private void write(MemorySegment struct, ColumnField field) {
        boolean dictionary = field.type() == ColumnType.DICTIONARY;
        List<ColumnField> children = dictionary ? List.of() : field.children();
        ArrowSchema.format(struct, block.takeText(field.type().format()));
        ArrowSchema.name(struct, block.takeText(field.name()));
        ArrowSchema.metadata(struct, MemorySegment.NULL);
        ArrowSchema.flags(struct, field.nullable() ? panamarc_h.ARROW_FLAG_NULLABLE() : 0);
        ArrowSchema.n_children(struct, children.size());
        MemorySegment pointers = block.takePointers(children.size());
        ArrowSchema.children(struct, pointers);
        for (int i = 0; i < children.size(); i++) {
            NativeBlock.setPointer(pointers, i, inner(children.get(i)));
        }
        ArrowSchema.dictionary(
                struct, dictionary ? inner(field.children().getFirst()) : MemorySegment.NULL);
        ArrowSchema.release(struct, panamarc_h.panamarc_release_schema$address());
        ArrowSchema.private_data(struct, block.memory());
    }

    private MemorySegment inner(ColumnField field) {
        MemorySegment struct = block.take(STRUCT);
        write(struct, field);
        return struct;
    }
}
