package org.panamarc.internal.iso2709;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marc4j.MarcPermissiveStreamReader;
import org.marc4j.MarcStreamWriter;
import org.marc4j.marc.Record;
import org.panamarc.Defect;
import org.panamarc.MarcReader;
import org.panamarc.MarcRecord;
import org.panamarc.ReadOptions;
import org.panamarc.internal.iso2709.RecordEncoder.TooLong;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.Dump;
import org.panamarc.testing.RecordBuilder;

/** It is one file, longer than others, since all of it is about the same few limits. */
class RecordEncoderTest {
    private static final byte[] LEADER = Bytes.latin1("?????nam a??????? a ????");

    private final RecordEncoder strict = new RecordEncoder(TooLong.REFUSE);
    private final RecordEncoder lenient = new RecordEncoder(TooLong.LEAVE_TO_TERMINATORS);

    private static void field(RecordEncoder encoder, String tag, String value) {
        byte[] content = Bytes.latin1(value.replace('$', '\u001F'));
        encoder.beginField(Bytes.latin1(tag), 0);
        encoder.appendRaw(content, 0, content.length);
        encoder.endField();
    }

    private static byte[] finish(RecordEncoder encoder) {
        int length = encoder.finish();
        return Arrays.copyOf(encoder.bytes(), length);
    }

    private static String xs(int count) {
        return "x".repeat(count);
    }

    /** The records that come of three copies of one, which must be alike, as text. */
    private static List<String> readBack(byte[] record) throws IOException {
        byte[] good = RecordBuilder.numbered(7);
        try (MarcReader reader =
                MarcReader.of(
                        Bytes.concat(good, record, record, good, record), ReadOptions.DEFAULT)) {
            List<MarcRecord> records = reader.stream().toList();
            assertEquals(5, records.size());
            assertEquals(List.of(), reader.skipped());
            assertEquals(List.of(), records.get(3).defects());
            List<String> fields = Dump.fields(records.get(1));
            assertEquals(fields, Dump.fields(records.get(2)));
            assertEquals(fields, Dump.fields(records.get(4)));
            return fields;
        }
    }

    private static List<Defect.Kind> defects(byte[] record) throws IOException {
        try (MarcReader reader = MarcReader.of(record, ReadOptions.DEFAULT)) {
            return reader.iterator().next().defects().stream().map(Defect::kind).toList();
        }
    }

    private static String refused(Runnable encoding) {
        EncodeException refused = assertThrows(EncodeException.class, encoding::run);
        return refused.tag() + ": " + refused.getMessage();
    }

    @Test
    void aRecordHasItsLengthBaseAddressDirectoryAndTerminators() {
        strict.begin(LEADER, 0);
        field(strict, "001", "id");
        field(strict, "245", "10$aTitle$cAuthor");
        assertArrayEquals(
                Bytes.latin1(
                        "00071nam a2200049 a 4500001000300000245001800003\u001E"
                                + "id\u001E10\u001FaTitle\u001FcAuthor\u001E\u001D"),
                finish(strict));
    }

    @Test
    void aFieldInPiecesIsTheFieldInOne() {
        strict.begin(LEADER, 0);
        field(strict, "245", "10$aTitle$cAuthor");
        byte[] inOne = finish(strict);
        byte[] moved = Bytes.concat(Bytes.of('-'), LEADER);
        byte[] parts = Bytes.latin1("24510aTitlecAuthor");
        strict.begin(moved, 1);
        strict.beginField(parts, 0);
        strict.append(parts, 3, 5);
        strict.beginSubfield();
        strict.append(parts, 5, 11);
        strict.beginSubfield();
        strict.append(parts, 11, parts.length);
        strict.endField();
        assertArrayEquals(inOne, finish(strict));
    }

    @Test
    void aRecordWithoutFieldsIsWhole() throws IOException {
        strict.begin(LEADER, 0);
        byte[] record = finish(strict);
        assertArrayEquals(Bytes.latin1("00026nam a2200025 a 4500\u001E\u001D"), record);
        assertEquals(List.of(), readBack(record));
    }

    @Test
    void theBuffersGrowWithWhatTheyHold() throws IOException {
        strict.begin(LEADER, 0);
        RecordBuilder expected = new RecordBuilder();
        for (int i = 0; i < 900; i++) {
            field(strict, "500", "  $a" + xs(i % 100));
            expected.field("500", "  $a" + xs(i % 100));
        }
        byte[] record = finish(strict);
        assertArrayEquals(expected.build(), record);
        assertEquals(900, readBack(record).size());
    }

    @Test
    void anEncoderIsUsedAgainAlsoAfterAnException() {
        strict.begin(LEADER, 0);
        field(strict, "001", "one");
        byte[] one = finish(strict);
        strict.begin(LEADER, 0);
        assertThrows(EncodeException.class, () -> field(strict, "245", xs(10_000)));
        strict.begin(LEADER, 0);
        field(strict, "001", "one");
        assertArrayEquals(one, finish(strict));
    }

    @Test
    void theLeadersOtherPositionsAreKept() {
        strict.begin(Bytes.latin1("99999cas!a3312345ABCxyzw"), 0);
        assertArrayEquals(Bytes.latin1("00026cas!a2200025ABC4500\u001E\u001D"), finish(strict));
    }

    @Test
    void theEntryMapOfUnimarcIsKept() {
        strict.begin(Bytes.latin1("00000nam  2200000   450 "), 0);
        assertArrayEquals(Bytes.latin1("00026nam  2200025   450 \u001E\u001D"), finish(strict));
    }

    @Test
    void aLeaderOfOtherBytesIsRefused() {
        assertEquals(
                "null: leader/08 is 0x1D, expected printable ASCII",
                refused(() -> strict.begin(Bytes.with(LEADER, 8, "\u001D"), 0)));
        assertEquals(
                "null: leader/18 is 0xE9, expected printable ASCII",
                refused(() -> strict.begin(Bytes.with(LEADER, 18, "\u00E9"), 0)));
        assertEquals(
                "null: leader/05 is 0x7F, expected printable ASCII",
                refused(() -> strict.begin(Bytes.with(LEADER, 5, "\u007F"), 0)));
    }

    @Test
    void structuralBytesInDataAreRefused() {
        strict.begin(LEADER, 0);
        assertEquals(
                "500: the data holds 0x1E at byte 5, which ISO 2709 reserves for structure",
                refused(() -> field(strict, "500", "  $ab\u001Ec")));
        assertEquals(
                "505: the data holds 0x1D at byte 4, which ISO 2709 reserves for structure",
                refused(() -> field(strict, "505", "  $a\u001D")));
        strict.beginField(Bytes.latin1("520"), 0);
        assertEquals(
                "520: the data holds 0x1F at byte 1, which ISO 2709 reserves for structure",
                refused(() -> strict.append(Bytes.latin1("-a\u001Fb"), 1, 4)));
        assertEquals(
                "5\u001E0: the tag holds 0x1E at byte 1, which ISO 2709 reserves for structure",
                refused(() -> strict.beginField(Bytes.latin1("5\u001E0"), 0)));
    }

    @Test
    void otherControlCharactersAndBytesAreData() throws IOException {
        strict.begin(LEADER, 0);
        field(strict, "500", "  $a\u0000\t\n\u001B\u001C ~\u007F");
        assertEquals(List.of("=500    $a\u0000\t\n\u001B\u001C ~\u007F"), readBack(finish(strict)));
    }

    @Test
    void aFieldOfTheLargestLengthIsWrittenAndALongerOneRefused() throws IOException {
        strict.begin(LEADER, 0);
        field(strict, "500", "  $a" + xs(9_994));
        byte[] record = finish(strict);
        assertEquals(List.of("=500    $a" + xs(9_994)), readBack(record));
        assertEquals(List.of(), defects(record));
        assertEquals(
                "505: the field has 10,000 bytes with its terminator; a directory entry can state"
                        + " 9,999",
                refused(() -> field(strict, "505", "  $a" + xs(9_995))));
    }

    /** Ten fields that make a record of exactly this length in bytes. */
    private static void tenFields(RecordEncoder encoder, int length) {
        encoder.begin(LEADER, 0);
        int left = length - 24 - 10 * 12 - 2;
        for (int i = 9; i > 0; i--) {
            field(encoder, "50" + i, "  $a" + xs(9_994));
            left -= 9_999;
        }
        field(encoder, "500", "  $a" + xs(left - 5));
    }

    @Test
    void aRecordOfTheLargestLengthIsWrittenAndALongerOneRefused() throws IOException {
        tenFields(strict, 99_999);
        byte[] record = finish(strict);
        assertEquals("99999", new String(record, 0, 5, StandardCharsets.US_ASCII));
        assertEquals(99_999, record.length);
        assertEquals(10, readBack(record).size());
        assertEquals(List.of(), defects(record));
        tenFields(strict, 100_000);
        assertEquals(
                "null: the record has 100,000 bytes; a leader can state 99,999",
                refused(strict::finish));
    }

    @Test
    void fieldsThatAreTooLongAreReadBackByTheirTerminators() throws IOException {
        lenient.begin(LEADER, 0);
        field(lenient, "001", "id");
        field(lenient, "500", "  $a" + xs(9_995));
        field(lenient, "501", "  $a" + xs(30_000));
        field(lenient, "650", " 0$aEnd");
        byte[] record = finish(lenient);
        assertEquals(
                "001000300000" + "500999900003" + "501999910003" + "650000840008",
                new String(record, 24, 48, StandardCharsets.US_ASCII));
        assertEquals(
                List.of(
                        "=001  id",
                        "=500    $a" + xs(9_995),
                        "=501    $a" + xs(30_000),
                        "=650   0$aEnd"),
                readBack(record));
        assertEquals(List.of(Defect.Kind.DIRECTORY), defects(record));
    }

    @Test
    void fieldsThatBeginTooLateAreReadBackByTheirTerminators() throws IOException {
        lenient.begin(LEADER, 0);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) { // the first ones as long as the last ones
            field(lenient, "%03d".formatted(100 + i % 900), "  $a" + xs(i % 500));
            expected.add("=%03d    $a%s".formatted(100 + i % 900, xs(i % 500)));
        }
        byte[] record = finish(lenient);
        assertEquals("99999", new String(record, 0, 5, StandardCharsets.US_ASCII));
        assertEquals(expected, readBack(record));
        assertEquals(List.of(Defect.Kind.RECORD_LENGTH, Defect.Kind.DIRECTORY), defects(record));
    }

    @Test
    void fieldsThatBeginTooLateAreNotTakenForAnotherOne() throws IOException {
        lenient.begin(LEADER, 0);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            field(lenient, "500", "  $a" + xs(9_994));
            expected.add("=500    $a" + xs(9_994));
        }
        field(lenient, "501", "  $axyzw"); // nine bytes, from 99,990 on
        expected.add("=501    $axyzw");
        for (int i = 10; i < 60; i++) { // the first of them does begin at 99,999
            field(lenient, "502", "  $ax" + i);
            expected.add("=502    $ax" + i);
        }
        byte[] record = finish(lenient);
        String entries = new String(record, 24, 61 * 12, StandardCharsets.US_ASCII);
        assertEquals(50, entries.split("502000899999", -1).length - 1);
        assertEquals(expected, readBack(record));
    }

    @Test
    void marc4jReadsWhatIsTooLongAndIsRead() throws IOException {
        lenient.begin(LEADER, 0);
        field(lenient, "245", "10$a" + xs(12_000));
        for (int i = 0; i < 40; i++) {
            field(lenient, "500", "  $a" + xs(5_000 + i));
        }
        byte[] record = finish(lenient);
        MarcPermissiveStreamReader reader =
                new MarcPermissiveStreamReader(new ByteArrayInputStream(record), true, true);
        Record theirs = reader.next();
        assertEquals(
                readBack(record).stream().map(line -> line.substring(10)).toList(),
                theirs.getDataFields().stream()
                        .map(field -> field.getSubfield('a').getData())
                        .toList());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MarcStreamWriter writer = new MarcStreamWriter(out, "UTF-8", true);
        writer.write(theirs);
        writer.close();
        assertEquals(readBack(record), readBack(out.toByteArray()));
    }

    @Test
    void aFieldAloneLargerThanAllIsReadBack() throws IOException {
        lenient.begin(LEADER, 0);
        field(lenient, "856", "40$u" + xs(1_000_000));
        assertEquals(List.of("=856  40$u" + xs(1_000_000)), readBack(finish(lenient)));
    }

    @ParameterizedTest
    @ValueSource(ints = {8_331, 8_332, 20_000})
    void moreFieldsThanABaseAddressCountsAreReadBack(int fields) throws IOException {
        lenient.begin(LEADER, 0);
        for (int i = 0; i < fields; i++) {
            field(lenient, "900", "  $a" + i);
        }
        assertEquals(
                IntStream.range(0, fields).mapToObj(i -> "=900    $a" + i).toList(),
                readBack(finish(lenient)));
    }

    @Test
    void whatCannotBeReadBackIsRefusedAlways() {
        lenient.begin(LEADER, 0);
        assertEquals(
                "856: the record has more than 16,777,216 bytes, which is the most that is read"
                        + " back",
                refused(() -> field(lenient, "856", xs(16 << 20))));
        lenient.begin(LEADER, 0);
        field(lenient, "856", xs((16 << 20) - 1));
        assertEquals(
                "null: the record has 16,777,254 bytes; 16,777,216 is the most that is read back",
                refused(lenient::finish));
        lenient.begin(LEADER, 0);
        field(lenient, "500", xs(100_000));
        field(lenient, "887", "  $a00999cas a2200099 a 4500");
        assertEquals(
                "887: the field holds what looks like a leader, at which a reader would end a record"
                        + " that is too long or holds 0x1E in a field",
                refused(lenient::finish));
    }

    @Test
    void aFieldTerminatorInDataThatWasReadIsKept() throws IOException {
        byte[] odd = Bytes.latin1("  \u001Fax\u001Ey\u001E");
        strict.begin(LEADER, 0);
        field(strict, "001", "id");
        for (int i = 0; i < 2; i++) {
            strict.beginField(Bytes.latin1("500"), 0);
            strict.appendAsRead(odd, 0, odd.length);
            strict.endField();
        }
        byte[] record = finish(strict);
        assertEquals(
                List.of("=001  id", "=500    $ax\u001Ey\u001E", "=500    $ax\u001Ey\u001E"),
                readBack(record));
        assertEquals(
                List.of(Defect.Kind.TERMINATOR_IN_DATA, Defect.Kind.TERMINATOR_IN_DATA),
                defects(record));
        assertEquals(
                "500: the data holds 0x1D at byte 1, which ISO 2709 reserves for structure",
                refused(() -> strict.appendAsRead(Bytes.of('x', 0x1D), 0, 2)));
    }

    @Test
    void aFieldTerminatorInDataIsRefusedWhereItWouldMislead() {
        byte[] odd = Bytes.latin1("  \u001Fax\u001Ey");
        lenient.begin(LEADER, 0);
        lenient.beginField(Bytes.latin1("500"), 0);
        lenient.appendAsRead(odd, 0, odd.length);
        lenient.endField();
        field(lenient, "501", xs(9_999));
        assertEquals(
                "null: a field holds 0x1E, and lengths that cannot be stated are left to the"
                        + " terminators; both together cannot be read back",
                refused(lenient::finish));
        strict.begin(Bytes.with(LEADER, 6, "7"), 0);
        strict.beginField(Bytes.latin1("500"), 0);
        strict.appendAsRead(odd, 0, odd.length);
        strict.endField();
        assertEquals(
                "null: leader/06 is '7', with which a reader finds no record that is too long or"
                        + " holds 0x1E in a field",
                refused(strict::finish));
        strict.begin(LEADER, 0);
        byte[] leader = Bytes.latin1("\u001E00999cas a2200099 a 4500");
        strict.beginField(Bytes.latin1("001"), 0);
        strict.appendAsRead(leader, 0, leader.length);
        strict.endField();
        assertEquals(
                "001: the field holds what looks like a leader, at which a reader would end a record"
                        + " that is too long or holds 0x1E in a field",
                refused(strict::finish));
    }

    @Test
    void aRecordOfTheMostFieldsIsReadBack() throws IOException {
        lenient.begin(LEADER, 0);
        for (int i = 0; i < 8_331; i++) {
            field(lenient, "900", "  $a" + i);
        }
        List<String> fields = readBack(finish(lenient));
        assertEquals(8_331, fields.size());
        assertEquals("=900    $a8330", fields.get(8_330));
    }
}
