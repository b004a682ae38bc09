package org.panamarc.spark;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * A column of a batch as Spark reads it: a view of the batch's memory, from which nothing is
 * copied. Text is given to Spark by its address, so that it must not be used after the batch's
 * memory was freed or filled again; Spark copies what it keeps, as for its own vectors.
 */
final class MarcVector extends ColumnVector {
    private final MemorySegment validity; // of 0 bytes where no value is missing
    private final int nulls;
    private final MemorySegment first; // numbers, bits or offsets
    private final MemorySegment text;
    private final MarcVector[] children;
    private final @Nullable MarcVector dictionary;

    MarcVector(org.panamarc.columns.ColumnVector values) {
        super(SparkTypes.type(values.field()));
        List<MemorySegment> buffers = values.buffers();
        this.validity = values.validity();
        this.nulls = values.nulls();
        this.first = buffers.isEmpty() ? MemorySegment.NULL : buffers.getFirst();
        this.text = buffers.size() < 2 ? MemorySegment.NULL : buffers.get(1);
        this.children = values.children().stream().map(MarcVector::new).toArray(MarcVector[]::new);
        var repeated = values.dictionary();
        this.dictionary = repeated == null ? null : new MarcVector(repeated);
    }

    @Override
    public void close() {} // the memory is the reader's

    @Override
    public boolean hasNull() {
        return nulls > 0;
    }

    @Override
    public int numNulls() {
        return nulls;
    }

    @Override
    public boolean isNullAt(int row) {
        return nulls > 0 && !bit(validity, row);
    }

    private static boolean bit(MemorySegment bits, int row) {
        return (bits.get(JAVA_BYTE, row >> 3) >> (row & 7) & 1) != 0;
    }

    @Override
    public boolean getBoolean(int row) {
        return bit(first, row);
    }

    @Override
    public int getInt(int row) {
        return first.get(JAVA_INT_UNALIGNED, 4L * row);
    }

    @Override
    public long getLong(int row) {
        return first.get(JAVA_LONG_UNALIGNED, 8L * row);
    }

    @Override
    public @Nullable UTF8String getUTF8String(int row) {
        if (isNullAt(row)) {
            return null;
        }
        if (dictionary != null) {
            return dictionary.getUTF8String(getInt(row));
        }
        int from = getInt(row);
        return UTF8String.fromAddress(null, text.address() + from, getInt(row + 1) - from);
    }

    @Override
    public byte @Nullable [] getBinary(int row) {
        if (isNullAt(row)) {
            return null;
        }
        int from = getInt(row);
        return text.asSlice(from, getInt(row + 1) - from).toArray(JAVA_BYTE);
    }

    @Override
    public @Nullable ColumnarArray getArray(int row) {
        if (isNullAt(row)) {
            return null;
        }
        int from = getInt(row);
        return new ColumnarArray(children[0], from, getInt(row + 1) - from);
    }

    @Override
    public ColumnVector getChild(int ordinal) {
        return children[ordinal];
    }

    // Types that no column has.

    private UnsupportedOperationException not(String what) {
        DataType given = dataType();
        return new UnsupportedOperationException(
                "a column of type %s has no %s".formatted(given.simpleString(), what));
    }

    @Override
    public byte getByte(int row) {
        throw not("byte");
    }

    @Override
    public short getShort(int row) {
        throw not("short");
    }

    @Override
    public float getFloat(int row) {
        throw not("float");
    }

    @Override
    public double getDouble(int row) {
        throw not("double");
    }

    @Override
    public ColumnarMap getMap(int row) {
        throw not("map");
    }

    @Override
    public Decimal getDecimal(int row, int precision, int scale) {
        throw not("decimal");
    }
}
