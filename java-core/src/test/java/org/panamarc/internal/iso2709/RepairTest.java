package org.panamarc.internal.iso2709;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.ControlField;
import org.panamarc.Defect;
import org.panamarc.Field;
import org.panamarc.MarcReader;
import org.panamarc.MarcRecord;
import org.panamarc.ReadOptions;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/** What becomes of records whose parts do not agree, read through a whole reader. */
class RepairTest {
    private static final byte[] BEFORE = RecordBuilder.numbered(1);
    private static final byte[] BEHIND = RecordBuilder.numbered(2);
    private static final int AT = BEFORE.length;

    /** Entries: 001 of 4 bytes at 0, 245 of 10 at 4, 650 of 9 at 14; base address 61, length 85. */
    private static final byte[] RECORD =
            new RecordBuilder()
                    .field("001", "id1")
                    .field("245", "10$aTitle")
                    .field("650", " 0$aSubj")
                    .build();

    private static final List<String> FIELDS = List.of("001 id1", "245 10$aTitle", "650  0$aSubj");
    private static final int ENTRY_2 = 24 + 12;
    private static final int DATA = 61;
    private static final byte[] VALUES = Arrays.copyOfRange(RECORD, DATA, RECORD.length - 1);

    /** A case: defects as kind, offset in the record, tag and message. */
    private static Arguments of(
            String name, byte[] record, List<String> fields, String... defects) {
        return Arguments.of(name, record, fields, List.of(defects));
    }

    private static String wrongLength(String stated, int length) {
        return "record-length 0: the leader states a record length of '%s'; the record has %d bytes"
                .formatted(stated, length);
    }

    static Stream<Arguments> records() {
        int title = DATA + 4 + 4;
        byte[] characters =
                new RecordBuilder()
                        .entry("001", 4, 0)
                        .entry("245", 8, 4)
                        .entry("650", 6, 12)
                        .data(
                                "id1\u001E10\u001Fa\u00E9\u00E9\u00E9\u001E 0\u001Fa\u65E5\u001E"
                                        .getBytes(StandardCharsets.UTF_8))
                        .build();
        return Stream.of(
                of("in order", RECORD, FIELDS),
                of("an empty record", new RecordBuilder().build(), List.of()),
                of(
                        "empty fields",
                        new RecordBuilder().field("001", "").field("245", "").build(),
                        List.of("001 ", "245 "),
                        "indicators 50 245: 1 of 1 data fields do not begin with two indicators and"
                                + " a subfield delimiter; the first begins with ''"),
                of(
                        "a length that lies",
                        Bytes.with(RECORD, 0, "00087"),
                        FIELDS,
                        wrongLength("00087", 85)),
                of(
                        "a length of other bytes",
                        Bytes.with(RECORD, 0, "ab 85"),
                        FIELDS,
                        wrongLength("ab 85", 85)),
                of(
                        "a base address that lies",
                        Bytes.with(RECORD, 12, "00062"),
                        FIELDS,
                        "base-address 12: the leader states a base address of data of '00062';"
                                + " the directory ends before 61"),
                // The directory is right as it stands.
                of(
                        "entries in another order",
                        new RecordBuilder()
                                .entry("650", 9, 14)
                                .entry("001", 4, 0)
                                .entry("245", 10, 4)
                                .data(VALUES)
                                .build(),
                        List.of("650  0$aSubj", "001 id1", "245 10$aTitle")),
                of(
                        "a field terminator inside a field",
                        new RecordBuilder()
                                .field("245", Bytes.latin1("10\u001FaTi\u001Etle"))
                                .field("650", " 0$aSubj")
                                .build(),
                        List.of("245 10$aTi\u001Etle", "650  0$aSubj"),
                        "terminator-in-data 55 245: a field terminator 0x1E stands inside the"
                                + " field; it is kept as data"),
                of(
                        "a record terminator inside a field",
                        new RecordBuilder()
                                .field("245", Bytes.latin1("10\u001FaTi\u001Dtle"))
                                .build(),
                        List.of("245 10$aTi\u001Dtle"),
                        "terminator-in-data 43: record terminators 0x1D stand inside the record,"
                                + " 1 in all; they are kept as data"),
                of(
                        "both inside a field",
                        new RecordBuilder()
                                .field("245", Bytes.latin1("10\u001FaTi\u001E\u001Dtle"))
                                .field("650", " 0$aSubj")
                                .build(),
                        List.of("245 10$aTi\u001E\u001Dtle", "650  0$aSubj"),
                        "terminator-in-data 56: record terminators 0x1D stand inside the record,"
                                + " 1 in all; they are kept as data",
                        "terminator-in-data 55 245: a field terminator 0x1E stands inside the"
                                + " field; it is kept as data"),
                of(
                        "two entries of one field",
                        new RecordBuilder()
                                .entry("001", 4, 0)
                                .entry("245", 10, 4)
                                .entry("246", 10, 4)
                                .data(Arrays.copyOf(VALUES, 14))
                                .build(),
                        List.of("001 id1", "245 10$aTitle", "246 10$aTitle"),
                        "directory 48 246: directory entries 2 and 3 state the same field;"
                                + " both have its value"),
                of(
                        "data without an entry",
                        new RecordBuilder()
                                .entry("001", 4, 0)
                                .entry("650", 9, 14)
                                .data(VALUES)
                                .build(),
                        List.of("001 id1", "650  0$aSubj"),
                        "unclaimed-data 53: no directory entry claims 1 of 3 pieces of data,"
                                + " 9 bytes"),
                of(
                        "data without any entry",
                        new RecordBuilder().data(Bytes.latin1("abc\u001E")).build(),
                        List.of(),
                        "unclaimed-data 25: no directory entry claims 1 of 1 pieces of data,"
                                + " 3 bytes"),
                // The directory counts characters.
                of(
                        "entries that count characters",
                        characters,
                        List.of("001 id1", "245 10$a\u00E9\u00E9\u00E9", "650  0$a\u65E5"),
                        "directory 24: the directory counts characters instead of bytes;"
                                + " it is read that way"),
                // The k-th entry owns the k-th piece.
                of(
                        "a field longer than stated, and all behind it",
                        new RecordBuilder()
                                .entry("001", 4, 0)
                                .entry("245", 12, 4)
                                .entry("650", 9, 16)
                                .data(VALUES)
                                .build(),
                        FIELDS,
                        "directory 36 245: 2 of 3 directory entries disagree with the field"
                                + " terminators, which are followed; the first, entry 2, states"
                                + " length 0012 at 00004; its field has length 10 at 4"),
                of(
                        "letters for digits",
                        Bytes.with(RECORD, ENTRY_2 + 3, "00A0 0x04"),
                        FIELDS,
                        "directory 36 245: 1 of 3 directory entries disagree with the field"
                                + " terminators, which are followed; the first, entry 2, states"
                                + " length 00A0 at  0x04; its field has length 10 at 4"),
                of(
                        "an entry behind the end",
                        Bytes.with(RECORD, ENTRY_2 + 3, "999999999"),
                        FIELDS,
                        "directory 36 245: 1 of 3 directory entries disagree with the field"
                                + " terminators, which are followed; the first, entry 2, states"
                                + " length 9999 at 99999; its field has length 10 at 4"),
                of(
                        "a tag of control characters",
                        Bytes.with(RECORD, ENTRY_2, "\u0001\u001Fx0009"),
                        List.of("001 id1", "\u0001\u001Fx 10$aTitle", "650  0$aSubj"),
                        "directory 36 \\x01\\x1Fx: 1 of 3 directory entries disagree with the field"
                                + " terminators, which are followed; the first, entry 2, states"
                                + " length 0009 at 00004; its field has length 10 at 4",
                        "tag 36 \\x01\\x1Fx: 1 of 3 tags are not three characters from 0-9 and"
                                + " A-Z; the first is '\\x01\\x1Fx'"),
                of(
                        "no field terminator before the record terminator",
                        Bytes.remove(RECORD, 83, 1),
                        FIELDS,
                        wrongLength("00085", 84),
                        "field-terminator 83: no field terminator 0x1E stands before the record"
                                + " terminator 0x1D; the last field ends there"),
                // Proven entries are kept, and the rest matched between them.
                of(
                        "an entry that lies and one without a field",
                        new RecordBuilder()
                                .entry("001", 4, 0)
                                .entry("245", 11, 4)
                                .entry("500", 20, 90000)
                                .entry("650", 9, 14)
                                .data(VALUES)
                                .build(),
                        FIELDS,
                        "missing-field 48 500: directory entry 3 states length 0020 at 90000;"
                                + " no field stands there",
                        "directory 36 245: 1 of 4 directory entries disagree with the field"
                                + " terminators, which are followed; the first, entry 2, states"
                                + " length 0011 at 00004; its field has length 10 at 4"),
                of(
                        "an entry without a field before proven ones, and data behind them",
                        new RecordBuilder()
                                .entry("999", 5, 90000)
                                .entry("001", 4, 0)
                                .entry("245", 10, 4)
                                .data(Bytes.concat(VALUES, Bytes.latin1("x\u001E")))
                                .build(),
                        List.of("001 id1", "245 10$aTitle"),
                        "missing-field 24 999: directory entry 1 states length 0005 at 90000;"
                                + " no field stands there",
                        "unclaimed-data 75: no directory entry claims 2 of 4 pieces of data,"
                                + " 9 bytes"),
                of(
                        "an entry without a field",
                        new RecordBuilder()
                                .entry("001", 4, 0)
                                .entry("245", 10, 4)
                                .entry("650", 9, 14)
                                .entry("999", 5, 23)
                                .data(VALUES)
                                .build(),
                        FIELDS,
                        "missing-field 60 999: directory entry 4 states length 0005 at 00023;"
                                + " no field stands there"),
                of(
                        "a directory that is not whole entries",
                        Bytes.insert(RECORD, 60, Bytes.latin1("12345")),
                        FIELDS,
                        wrongLength("00085", 90),
                        "base-address 12: the leader states a base address of data of '00061';"
                                + " the directory ends before 66",
                        "directory 24: the directory has 41 bytes, which is not a multiple of 12;"
                                + " its last 5 are not read"),
                // Records that break off.
                of(
                        "no record terminator",
                        Arrays.copyOf(RECORD, 84),
                        FIELDS,
                        wrongLength("00085", 84),
                        "record-terminator 84: no record terminator 0x1D stands behind the last"
                                + " field; the record ends before the next leader"),
                of(
                        "cut inside a field",
                        Arrays.copyOf(RECORD, title + 2),
                        List.of("001 id1", "245 10$aTi"),
                        wrongLength("00085", 71),
                        "truncated 71: the record breaks off after 71 bytes without a record"
                                + " terminator 0x1D",
                        "missing-field 48 650: directory entry 3 states length 0009 at 00014;"
                                + " no field stands there",
                        "directory 36 245: 1 of 3 directory entries disagree with the field"
                                + " terminators, which are followed; the first, entry 2, states"
                                + " length 0010 at 00004; its field has length 7 at 4"),
                of(
                        "cut inside the directory",
                        Arrays.copyOf(RECORD, 50),
                        List.of(),
                        wrongLength("00085", 50),
                        "truncated 50: the record breaks off after 50 bytes without a record"
                                + " terminator 0x1D",
                        "directory 24: no field terminator 0x1E ends the directory; the record is"
                                + " read without fields"));
    }

    private static List<MarcRecord> read(byte[] input, int window) throws IOException {
        try (var reader = MarcReader.of(input, ReadOptions.DEFAULT.withWindowBytes(window))) {
            return reader.stream().toList();
        }
    }

    private static List<String> fields(MarcRecord record) {
        return record.fields().stream().map(RepairTest::text).toList();
    }

    private static String text(Field field) {
        if (field instanceof ControlField(String tag, String data)) {
            return tag + " " + data;
        }
        return field.toString().replace("=", "").replaceFirst("  ", " ").replace('\\', ' ');
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void everyFieldThatCanBeToldIsGivenAndEveryRepairNoted(
            String name, byte[] record, List<String> fields, List<String> defects)
            throws IOException {
        for (int window : new int[] {64, 1 << 20}) {
            List<MarcRecord> records = read(Bytes.concat(BEFORE, record, BEHIND), window);
            assertEquals(3, records.size(), name);
            MarcRecord read = records.get(1);
            assertEquals(fields, fields(read), name);
            assertEquals(
                    defects,
                    read.defects().stream()
                            .map(defect ->
                                    defect.kind().text()
                                            + " "
                                            + (defect.offset() - AT)
                                            + (defect.tag() == null ? "" : " " + defect.tag())
                                            + ": "
                                            + defect.message())
                            .toList());
            for (Defect defect : read.defects()) {
                assertEquals(2, defect.recordNumber());
            }
            assertArrayEquals(record, read.raw());
            assertEquals(AT, read.span().start());
            assertEquals(record.length, read.span().length());
            assertEquals(List.of(), records.getFirst().defects());
            assertEquals(List.of(), records.getLast().defects());
            assertArrayEquals(BEHIND, records.getLast().raw());
        }
    }

    @Test
    void aFieldWithoutDataOfItsOwnIsNotFoundByItsTag() throws IOException {
        MarcRecord record =
                read(
                                new RecordBuilder()
                                        .entry("999", 5, 90000)
                                        .entry("001", 4, 0)
                                        .data(Bytes.latin1("id1\u001E"))
                                        .build(),
                                100)
                        .getFirst();
        assertEquals("id1", record.value("001"));
        assertEquals(null, record.field("999"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x1D, 0x1E, ' ', '1'})
    void whatIsWrongAMillionTimesIsNotNotedAMillionTimes(int value) throws IOException {
        byte[] leader = Arrays.copyOf(Bytes.with(RECORD, 0, "00000"), 24);
        byte[] input = Bytes.concat(leader, Bytes.repeat(value, 1 << 20), Bytes.of(0x1E, 0x1D));
        for (MarcRecord record : read(input, 1 << 20)) {
            assertTrue(record.defects().size() < 10, () -> "" + record.defects().size());
        }
    }

    @Test
    void aDirectoryWithoutAnEndIsNotReadAsEntries() throws IOException {
        byte[] input =
                Bytes.concat(
                        Arrays.copyOf(RECORD, 24),
                        Bytes.repeat('0', 200_000),
                        Bytes.of(0x1E, 'x', 0x1E, 0x1D));
        MarcRecord record = read(input, 1 << 20).getFirst();
        assertEquals(List.of(), record.fields());
        assertEquals(
                "no field terminator 0x1E ends the directory within the 99,999 bytes that a base"
                        + " address can state; the record is read without fields",
                record.defects().getLast().message());
    }

    @Test
    void sharedFieldsNeverMakeASmallRecordHuge() throws IOException {
        RecordBuilder builder = new RecordBuilder();
        for (int i = 0; i < 7000; i++) {
            builder.entry("500", 9999, 0);
        }
        byte[] value = Bytes.concat(Bytes.repeat('x', 9998), Bytes.of(0x1E));
        MarcRecord record = read(builder.data(value).build(), 1 << 20).getFirst();
        List<Field> fields = record.fields();
        assertTrue(fields.size() > 1 && fields.size() < 10, () -> "" + fields.size());
        assertEquals(
                "directory entry 5 states length 9999 at 00000; no field stands there",
                record.defects().getFirst().message());
    }
}
