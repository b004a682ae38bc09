package org.panamarc.internal.arrow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.panamarc.columns.Column;
import org.panamarc.columns.ColumnScan;
import org.panamarc.testing.RecordBuilder;

/**
 * The stream of Arrow's IPC format: its frames. That other programs read the tables in it is tested
 * in Python, where they are.
 */
class IpcStreamTest {
    @Test
    void schemaDictionaryBatchAndEnd() throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        byte[] record = new RecordBuilder().field("001", "a1").build();
        try (ColumnScan scan =
                ColumnScan.builder()
                        .bytes(record, "one")
                        .column("id", Column.of("001"))
                        .column("type", Column.of(Column.Kind.RECORD_TYPE).asDictionary())
                        .open()) {
            scan.writeIpc(output);
        }
        ByteBuffer bytes = ByteBuffer.wrap(output.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> headers = new ArrayList<>();
        while (bytes.hasRemaining()) {
            assertEquals(0, bytes.position() % 8);
            assertEquals(-1, bytes.getInt());
            int length = bytes.getInt();
            if (length > 0) {
                headers.add(header(bytes.slice(bytes.position(), length)));
                long body = body(bytes.slice(bytes.position(), length));
                assertEquals(0, body % 64);
                bytes.position(bytes.position() + length + (int) body);
            }
        }
        assertEquals(List.of(1, 2, 3), headers);
        assertTrue(output.toString(StandardCharsets.ISO_8859_1).contains("a1"));
    }

    /** Offset of a field of the root table. */
    private static int field(ByteBuffer message, int number) {
        int table = message.getInt(0);
        int vtable = table - message.getInt(table);
        return table + message.getShort(vtable + 4 + 2 * number);
    }

    private static int header(ByteBuffer message) {
        message.order(ByteOrder.LITTLE_ENDIAN);
        return message.get(field(message, 1));
    }

    private static long body(ByteBuffer message) {
        message.order(ByteOrder.LITTLE_ENDIAN);
        return message.getLong(field(message, 3));
    }
}
