package org.panamarc.columns;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.columns.PlacedVector;

/**
 * The values of a column of a batch. A view of memory, as long as the arena lives that the batch
 * was read into; safe for as many threads as may use that.
 */
public final class ColumnVector {
    private final PlacedVector placed;
    private final MemorySegment memory;

    ColumnVector(PlacedVector placed, MemorySegment memory) {
        this.placed = placed;
        this.memory = memory;
    }

    /** Name and type. */
    public ColumnField field() {
        return placed.field();
    }

    /** Rows; of the vector inside a list, the items of all lists. */
    public int rows() {
        return placed.rows();
    }

    /** Rows without a value. */
    public int nulls() {
        return placed.nulls();
    }

    /** A bit for each row, 1 where there is a value; of 0 bytes where no value is missing. */
    public MemorySegment validity() {
        return buffer(0);
    }

    /** The buffers of the type, without validity: see {@link ColumnType}. */
    public List<MemorySegment> buffers() {
        List<MemorySegment> buffers = new ArrayList<>();
        for (int i = 1; i < placed.buffers().size(); i++) {
            buffers.add(buffer(i));
        }
        return buffers;
    }

    private MemorySegment buffer(int index) {
        PlacedVector.Buffer place = placed.buffers().get(index);
        return memory.asSlice(place.at(), place.bytes());
    }

    /** The items of a list, the parts of a struct. */
    public List<ColumnVector> children() {
        return placed.children().stream().map(child -> new ColumnVector(child, memory)).toList();
    }

    /** The values of a dictionary; null for another type. */
    public @Nullable ColumnVector dictionary() {
        PlacedVector values = placed.dictionary();
        return values == null ? null : new ColumnVector(values, memory);
    }

    /** Whether a row has no value. */
    public boolean isNull(int row) {
        if (nulls() == 0) {
            return false;
        }
        return (validity().get(JAVA_BYTE, row / 8) >> (row % 8) & 1) == 0;
    }

    /**
     * The value of a row: Integer, Long, Boolean, String, an array of bytes, a {@link List} of such
     * or of the parts of a struct; a day as Integer; null where there is none.
     *
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public @Nullable Object get(int row) {
        if (row < 0 || row >= rows()) {
            throw new IndexOutOfBoundsException("row %d of %d".formatted(row, rows()));
        }
        if (isNull(row)) {
            return null;
        }
        return switch (field().type()) {
            case INT32, DATE32 -> number(row);
            case INT64 -> buffer(1).get(JAVA_LONG_UNALIGNED, 8L * row);
            case BOOL -> (buffer(1).get(JAVA_BYTE, row / 8) >> (row % 8) & 1) != 0;
            case UTF8 -> new String(bytes(number(row), number(row + 1)), StandardCharsets.UTF_8);
            case BINARY -> bytes(number(row), number(row + 1));
            case DICTIONARY -> {
                ColumnVector values = dictionary();
                yield values == null ? null : values.get(number(row));
            }
            case LIST -> items(number(row), number(row + 1));
            case STRUCT -> parts(row);
        };
    }

    private int number(int index) {
        return buffer(1).get(JAVA_INT_UNALIGNED, 4L * index);
    }

    private byte[] bytes(int from, int to) {
        return buffer(2).asSlice(from, to - from).toArray(JAVA_BYTE);
    }

    private List<@Nullable Object> items(int from, int to) {
        ColumnVector child = children().getFirst();
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = from; i < to; i++) {
            items.add(child.get(i));
        }
        return items;
    }

    private List<@Nullable Object> parts(int row) {
        List<@Nullable Object> parts = new ArrayList<>();
        for (ColumnVector child : children()) {
            parts.add(child.get(row));
        }
        return parts;
    }
}
