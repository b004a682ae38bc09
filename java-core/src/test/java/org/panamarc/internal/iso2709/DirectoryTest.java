package org.panamarc.internal.iso2709;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

class DirectoryTest {
    private static final byte[] RECORD =
            new RecordBuilder()
                    .field("001", "id")
                    .field("245", "10$aTitle")
                    .field("24a", "")
                    .field("999", Bytes.repeat('x', 9998))
                    .build();
    private static final int DATA = 24 + 4 * 12 + 1;

    private final FieldTable fields = new FieldTable();

    private static int[] terminators(byte[] record) {
        return IntStream.range(0, record.length).filter(i -> record[i] == 0x1E).toArray();
    }

    private boolean read(byte[] record) {
        return Directory.read(record, 0, terminators(record), 0, 0, fields);
    }

    @Test
    void aDirectoryInOrderGivesASlotForEachFieldAndAClosingOne() {
        assertTrue(read(RECORD));
        assertEquals(5, fields.size);
        assertArrayEquals(
                new short[] {
                    (short) Tags.number("001"),
                    (short) Tags.number("245"),
                    (short) Tags.ODD,
                    (short) Tags.number("999"),
                    Tags.NONE
                },
                Arrays.copyOf(fields.tags, 5));
        assertArrayEquals(
                new int[] {DATA, DATA + 3, DATA + 13, DATA + 14, RECORD.length - 1},
                Arrays.copyOf(fields.starts, 5));
    }

    @Test
    void offsetsCountInTheBytesThatHoldTheRecord() {
        byte[] moved = Bytes.concat(new byte[7], RECORD);
        int[] terminators = terminators(RECORD); // counted in a window that begins elsewhere
        int[] withOthers = new int[terminators.length + 2];
        System.arraycopy(terminators, 0, withOthers, 2, terminators.length);
        assertTrue(Directory.read(moved, 7, withOthers, 2, 7, fields));
        assertEquals(DATA + 7, fields.starts[0]);
        assertEquals(RECORD.length + 6, fields.starts[4]);
    }

    @Test
    void recordsFollowEachOther() {
        assertTrue(read(RECORD));
        assertTrue(read(new RecordBuilder().build()));
        assertTrue(read(RECORD));
        assertEquals(11, fields.size);
        assertEquals(Tags.NONE, fields.tags[5]);
        assertEquals(25, fields.starts[5]);
        assertEquals(Tags.ODD, fields.tags[8] & 0xFFFF);
    }

    @Test
    void anyOtherByteInLengthOrStartIsDeclined() {
        for (int entry = 0; entry < 4; entry++) {
            for (int at = 24 + 12 * entry + 3; at < 24 + 12 * entry + 12; at++) {
                byte[] record = RECORD.clone();
                for (int value = 0; value < 256; value++) {
                    record[at] = (byte) value;
                    boolean right = record[at] == RECORD[at];
                    assertEquals(
                            right,
                            Directory.read(record, 0, terminators(RECORD), 0, 0, fields),
                            "byte %d is %d".formatted(at, value));
                    assertEquals(right ? 5 : 0, fields.size);
                    fields.clear();
                }
            }
        }
    }

    @Test
    void aTagMayBeAnything() {
        for (int value = 0; value < 256; value++) {
            byte[] record = RECORD.clone();
            record[25] = (byte) value;
            assertTrue(Directory.read(record, 0, terminators(RECORD), 0, 0, fields));
        }
    }

    @Test
    void entriesInAnotherOrderAreDeclined() {
        byte[] record =
                new RecordBuilder()
                        .entry("245", 3, 2)
                        .entry("001", 2, 0)
                        .data(Bytes.latin1("a\u001Ebb\u001E"))
                        .build();
        assertFalse(read(record));
        assertEquals(0, fields.size);
    }
}
