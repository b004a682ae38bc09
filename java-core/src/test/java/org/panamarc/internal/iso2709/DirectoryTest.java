package org.panamarc.internal.iso2709;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.panamarc.internal.iso2709.Directory.Verdict;
import org.panamarc.internal.layout.SlotTable;
import org.panamarc.internal.layout.Tags;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

class DirectoryTest {
    private static final byte[] RECORD =
            new RecordBuilder()
                    .field("001", "id")
                    .field("245", "10$aTitle")
                    .field("24a", "")
                    .field("999", Bytes.concat(Bytes.latin1("  \u001Fa"), Bytes.repeat('x', 9994)))
                    .build();
    private static final int DATA = 24 + 4 * 12 + 1;

    private final SlotTable fields = new SlotTable(64);

    private static int[] terminators(byte[] record) {
        return IntStream.range(0, record.length).filter(i -> record[i] == 0x1E).toArray();
    }

    private Verdict read(byte[] record, int at, int[] terminators, int first) {
        byte[] withMore = Bytes.concat(record, new byte[Directory.LOOKAHEAD]);
        return Directory.read(withMore, at, terminators, first, at, fields);
    }

    private Verdict read(byte[] record) {
        return read(record, 0, terminators(record), 0);
    }

    @Test
    void aDirectoryInOrderGivesASlotForEachFieldAndAClosingOne() {
        assertEquals(Verdict.CONTENT_TO_REPORT, read(RECORD)); // a tag, and an empty field
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
        assertNotEquals(Verdict.OUT_OF_ORDER, read(moved, 7, withOthers, 2));
        assertEquals(DATA + 7, fields.starts[0]);
        assertEquals(RECORD.length + 6, fields.starts[4]);
    }

    @Test
    void recordsFollowEachOther() {
        read(RECORD);
        assertEquals(Verdict.IN_ORDER, read(new RecordBuilder().build()));
        read(RECORD);
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
                            right ? Verdict.CONTENT_TO_REPORT : Verdict.OUT_OF_ORDER,
                            read(record, 0, terminators(RECORD), 0),
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
            assertEquals(Verdict.CONTENT_TO_REPORT, read(record, 0, terminators(RECORD), 0));
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
        assertEquals(Verdict.OUT_OF_ORDER, read(record));
        assertEquals(0, fields.size);
    }

    @Test
    void onlyADataFieldBeginsWithTwoIndicatorsAndADelimiter() {
        for (int at = 0; at < 3; at++) {
            for (int value = 0; value < 256; value++) {
                if (value == 0x1E) {
                    continue; // ends the field
                }
                byte[] start = Bytes.latin1("10\u001Fa");
                start[at] = (byte) value;
                boolean right = at < 2 ? value >= 0x20 && value < 0x80 : value == 0x1F;
                assertEquals(
                        right ? Verdict.IN_ORDER : Verdict.CONTENT_TO_REPORT,
                        read(new RecordBuilder().field("010", start).field("9ZZ", "  $a").build()),
                        "byte %d is %d".formatted(at, value));
                assertEquals(
                        right ? Verdict.CONTENT_TO_REPORT : Verdict.IN_ORDER,
                        read(new RecordBuilder().field("001", start).field("009", "").build()));
            }
        }
    }
}
