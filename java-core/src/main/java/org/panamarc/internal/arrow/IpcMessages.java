package org.panamarc.internal.arrow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.panamarc.columns.ColumnField;
import org.panamarc.columns.ColumnType;
import org.panamarc.internal.arrow.FlatTables.Table;
import org.panamarc.internal.columns.PlacedVector;

/**
 * The metadata of Arrow's IPC messages, as its Message.fbs and Schema.fbs define them
 * (arrow.apache.org/docs/format/Columnar.html). The numbers of fields are in their order there.
 */
final class IpcMessages {
    /** What ends a stream: a message without metadata. */
    private static final int CONTINUATION = -1;

    private static final int VERSION_5 = 4;
    private static final int SCHEMA = 1;
    private static final int DICTIONARY_BATCH = 2;
    private static final int RECORD_BATCH = 3;

    private static final int TYPE_INT = 2;
    private static final int TYPE_BINARY = 4;
    private static final int TYPE_UTF8 = 5;
    private static final int TYPE_BOOL = 6;
    private static final int TYPE_DATE = 8;
    private static final int TYPE_LIST = 12;
    private static final int TYPE_STRUCT = 13;

    private final FlatTables flat = new FlatTables();
    private long dictionaries; // numbered so far

    private IpcMessages() {}

    /** The message that begins a stream. */
    static byte[] schema(List<ColumnField> columns) {
        IpcMessages made = new IpcMessages();
        Table message = made.message(SCHEMA, 0);
        Table schema = made.flat.table(2, FlatTables.REFERENCE);
        message.refer(2, schema.at());
        schema.int16(0, ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0 : 1);
        schema.refer(1, made.fields(columns));
        return made.framed();
    }

    /** The message before the buffers of a batch. */
    static byte[] batch(int rows, List<PlacedVector> columns, long body) {
        IpcMessages made = new IpcMessages();
        Table message = made.message(RECORD_BATCH, body);
        message.refer(2, made.records(rows, columns, 0));
        return made.framed();
    }

    /**
     * The message before the buffers of a dictionary, which replaces the one of the batch before.
     *
     * @param number counted from 0, in the order in which fields are within each other
     * @param base offset of its first buffer
     */
    static byte[] dictionary(long number, PlacedVector values, long base, long body) {
        IpcMessages made = new IpcMessages();
        Table message = made.message(DICTIONARY_BATCH, body);
        Table dictionary = made.flat.table(8, FlatTables.REFERENCE);
        message.refer(2, dictionary.at());
        dictionary.int64(0, number);
        dictionary.refer(1, made.records(values.rows(), List.of(values), base));
        return made.framed();
    }

    /** What ends a stream. */
    static byte[] end() {
        return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(CONTINUATION).array();
    }

    private Table message(int header, long body) {
        Table message = flat.table(2, 1, FlatTables.REFERENCE, 8);
        flat.root(message);
        return message.int16(0, VERSION_5).int8(1, header).int64(3, body);
    }

    private int records(int rows, List<PlacedVector> columns, long base) {
        List<Long> nodes = new ArrayList<>();
        List<Long> buffers = new ArrayList<>();
        columns.forEach(column -> collect(column, base, nodes, buffers));
        Table records = flat.table(8, FlatTables.REFERENCE, FlatTables.REFERENCE);
        records.int64(0, rows);
        records.refer(1, flat.pairs(array(nodes)));
        records.refer(2, flat.pairs(array(buffers)));
        return records.at();
    }

    private static long[] array(List<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private static void collect(
            PlacedVector vector, long base, List<Long> nodes, List<Long> buffers) {
        nodes.add((long) vector.rows());
        nodes.add((long) vector.nulls());
        for (PlacedVector.Buffer buffer : vector.buffers()) {
            buffers.add(buffer.at() - base);
            buffers.add(buffer.bytes());
        }
        vector.children().forEach(child -> collect(child, base, nodes, buffers));
    }

    private int fields(List<ColumnField> fields) {
        int vector = flat.references(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            flat.refer(FlatTables.reference(vector, i), field(fields.get(i)));
        }
        return vector;
    }

    private int field(ColumnField field) {
        boolean dictionary = field.type() == ColumnType.DICTIONARY;
        int reference = FlatTables.REFERENCE;
        Table table = flat.table(reference, 1, 1, reference, dictionary ? reference : 0, reference);
        table.refer(0, flat.text(field.name()));
        table.int8(1, field.nullable() ? 1 : 0);
        table.int8(2, type(field.type()));
        table.refer(3, typeTable(field.type()).at());
        if (dictionary) {
            table.refer(4, encoding());
        }
        table.refer(5, fields(dictionary ? List.of() : field.children()));
        return table.at();
    }

    private static int type(ColumnType type) {
        return switch (type) {
            case INT32, INT64 -> TYPE_INT;
            case UTF8, DICTIONARY -> TYPE_UTF8;
            case BINARY -> TYPE_BINARY;
            case BOOL -> TYPE_BOOL;
            case DATE32 -> TYPE_DATE;
            case LIST -> TYPE_LIST;
            case STRUCT -> TYPE_STRUCT;
        };
    }

    private Table typeTable(ColumnType type) {
        return switch (type) {
            case INT32 -> integers(32);
            case INT64 -> integers(64);
            case DATE32 -> flat.table(2).int16(0, 0); // days
            case UTF8, BINARY, DICTIONARY, BOOL, LIST, STRUCT -> flat.table();
        };
    }

    private Table integers(int bits) {
        return flat.table(4, 1).int32(0, bits).int8(1, 1);
    }

    private int encoding() {
        Table encoding = flat.table(8, FlatTables.REFERENCE);
        encoding.int64(0, dictionaries++);
        encoding.refer(1, integers(32).at());
        return encoding.at();
    }

    /** The message with its length, filled up to a multiple of 8 bytes. */
    private byte[] framed() {
        byte[] metadata = flat.bytes();
        int length = (metadata.length + 7) & -8;
        return ByteBuffer.allocate(8 + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(CONTINUATION)
                .putInt(length)
                .put(metadata)
                .array();
    }
}
