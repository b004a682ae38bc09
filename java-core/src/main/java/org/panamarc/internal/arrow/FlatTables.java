package org.panamarc.internal.arrow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes FlatBuffers (flatbuffers.dev/internals), as much of the format as Arrow's metadata needs:
 * tables, vectors and strings, each after what refers to it. Offsets count from the message's first
 * byte. Not thread-safe.
 */
final class FlatTables {
    /** The size of a field that refers to a table, a vector or a string. */
    static final int REFERENCE = 4;

    private static final int VTABLE_HEAD = 4; // its size, and that of the table
    private static final int TABLE_HEAD = 4; // the offset of its vtable
    private static final int LENGTH = 4; // before the elements of a vector

    private ByteBuffer bytes = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
    private int end = REFERENCE; // after the reference to the root

    /** A table that was begun: where its fields are, 0 for one that is left out. */
    static final class Table {
        private final FlatTables in;
        private final int at;
        private final int[] fields;

        private Table(FlatTables in, int at, int[] fields) {
            this.in = in;
            this.at = at;
            this.fields = fields;
        }

        /** The table's offset. */
        int at() {
            return at;
        }

        /** Sets a number of 1 byte. */
        Table int8(int field, int value) {
            in.bytes.put(fields[field], (byte) value);
            return this;
        }

        /** Sets a number of 2 bytes. */
        Table int16(int field, int value) {
            in.bytes.putShort(fields[field], (short) value);
            return this;
        }

        /** Sets a number of 4 bytes. */
        Table int32(int field, int value) {
            in.bytes.putInt(fields[field], value);
            return this;
        }

        /** Sets a number of 8 bytes. */
        Table int64(int field, long value) {
            in.bytes.putLong(fields[field], value);
            return this;
        }

        /** Makes a field refer to what is at an offset after it. */
        Table refer(int field, int target) {
            in.refer(fields[field], target);
            return this;
        }
    }

    /** Makes a table the root. */
    void root(Table table) {
        refer(0, table.at());
    }

    /** Makes what is at one offset refer to another, after it. */
    void refer(int at, int target) {
        bytes.putInt(at, target - at);
    }

    /**
     * Begins a table, its vtable before it.
     *
     * @param sizes of its fields in bytes, 0 for one that is left out
     */
    Table table(int... sizes) {
        int[] fields = new int[sizes.length];
        int vtable = take(VTABLE_HEAD + 2 * sizes.length, 2);
        int at = take(TABLE_HEAD, TABLE_HEAD);
        for (int i = 0; i < sizes.length; i++) {
            fields[i] = sizes[i] == 0 ? 0 : take(sizes[i], sizes[i]);
            bytes.putShort(
                    vtable + VTABLE_HEAD + 2 * i, (short) (sizes[i] == 0 ? 0 : fields[i] - at));
        }
        bytes.putShort(vtable, (short) (VTABLE_HEAD + 2 * sizes.length));
        bytes.putShort(vtable + 2, (short) (end - at));
        bytes.putInt(at, at - vtable);
        return new Table(this, at, fields);
    }

    /** Begins a vector of references, to be set by {@link #refer}; gives its offset. */
    int references(int count) {
        int at = take(LENGTH + REFERENCE * count, LENGTH);
        bytes.putInt(at, count);
        return at;
    }

    /** The offset of an element of such a vector. */
    static int reference(int vector, int index) {
        return vector + LENGTH + REFERENCE * index;
    }

    /** Writes a vector of structs of two 64-bit numbers; gives its offset. */
    int pairs(long... numbers) {
        int size = Long.BYTES * numbers.length;
        int elements = take(LENGTH, LENGTH) + LENGTH;
        if (elements % Long.BYTES != 0) {
            elements = take(LENGTH, LENGTH) + LENGTH; // so that they follow the length
        }
        int first = take(size, LENGTH);
        bytes.putInt(elements - LENGTH, numbers.length / 2);
        for (int i = 0; i < numbers.length; i++) {
            bytes.putLong(first + Long.BYTES * i, numbers[i]);
        }
        return elements - LENGTH;
    }

    /** Writes a string, ended by 0; gives its offset. */
    int text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int at = take(LENGTH + utf8.length + 1, LENGTH);
        bytes.putInt(at, utf8.length);
        bytes.put(at + LENGTH, utf8);
        return at;
    }

    /** Room at a multiple of an alignment, its bytes 0. */
    private int take(int size, int alignment) {
        int at = (end + alignment - 1) / alignment * alignment;
        end = at + size;
        if (end > bytes.capacity()) {
            byte[] more = Arrays.copyOf(bytes.array(), Math.max(end, 2 * bytes.capacity()));
            bytes = ByteBuffer.wrap(more).order(ByteOrder.LITTLE_ENDIAN);
        }
        return at;
    }

    /** What was written. */
    byte[] bytes() {
        return Arrays.copyOf(bytes.array(), end);
    }
}
