package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

class MarcRecordTest {
    private static final byte[] INPUT =
            new RecordBuilder()
                    .field("001", "ocm1")
                    .field("245", "10$aTitle /$c\u00C9mile.")
                    .field("650", " 0$aOne$xTwo")
                    .field("650", " 1$aThree$aFour")
                    .build();

    private static MarcRecord record(byte[] input) throws IOException {
        return MarcReader.of(input, ReadOptions.DEFAULT).readBatch().getFirst();
    }

    private static byte[] title(char scheme, String latin1) {
        return new RecordBuilder().scheme(scheme).field("245", Bytes.latin1(latin1)).build();
    }

    @Test
    void fieldsComeInTheOrderOfTheDirectory() throws IOException {
        MarcRecord record = record(INPUT);
        List<Field> fields =
                List.of(
                        new ControlField("001", "ocm1"),
                        new DataField(
                                "245",
                                "10",
                                List.of(
                                        new Subfield('a', "Title /"),
                                        new Subfield('c', "\u00C9mile."))),
                        new DataField(
                                "650",
                                " 0",
                                List.of(new Subfield('a', "One"), new Subfield('x', "Two"))),
                        new DataField(
                                "650",
                                " 1",
                                List.of(new Subfield('a', "Three"), new Subfield('a', "Four"))));
        assertEquals(fields, record.fields());
        assertEquals(fields.subList(2, 4), record.fields("650"));
        assertEquals(fields.get(2), record.field("650"));
        assertEquals(fields.get(0), record.field("001"));
        assertNull(record.field("999"));
        assertEquals(List.of(), record.fields("999"));
        assertNull(record.field("65"));
        assertNull(record.field("6500"));
    }

    @Test
    void aDataFieldGivesItsIndicatorsAndSubfields() throws IOException {
        DataField field = assertInstanceOf(DataField.class, record(INPUT).fields("650").get(1));
        assertEquals(' ', field.indicator1());
        assertEquals('1', field.indicator2());
        assertEquals("Three", field.subfield('a'));
        assertEquals(List.of("Three", "Four"), field.subfields('a'));
        assertNull(field.subfield('x'));
        assertEquals(List.of(), field.subfields('x'));
        assertEquals("Three Four", field.text());
        assertEquals("=650  \\1$aThree$aFour", field.toString());
    }

    @Test
    void aControlFieldHasNoSubfields() throws IOException {
        Field field = assertInstanceOf(ControlField.class, record(INPUT).field("001"));
        assertEquals("ocm1", field.text());
        assertNull(field.subfield('a'));
        assertEquals(List.of(), field.subfields('a'));
        assertEquals("=001  ocm1", field.toString());
    }

    /** In the table {@code |} means the subfield delimiter. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "10|aTitle;10;aTitle",
                "10;10;''",
                "'';'';''",
                "1|aTitle;1;aTitle",
                "|aTitle;'';aTitle",
                "1234|aTitle;1234;aTitle",
                "10|;10;''",
                "10||aTitle||;10;aTitle",
                "10|a|b;10;a,b",
                "10| x;10; x",
                "some text;some text;''",
            })
    void oddDataFieldsAreReadUnchanged(String data, String indicators, String subfields) {
        DataField field = parsed(data.replace('|', '\u001F'));
        assertEquals(indicators, field.indicators());
        List<String> found = new ArrayList<>();
        field.subfields().forEach(s -> found.add(s.code() + s.value()));
        assertEquals(subfields, String.join(",", found));
        assertEquals(indicators.isEmpty() ? ' ' : indicators.charAt(0), field.indicator1());
        assertEquals(indicators.length() < 2 ? ' ' : indicators.charAt(1), field.indicator2());
    }

    @Test
    void aSubfieldCodeBeyondWhatACharHoldsLeavesItsValueWhole() {
        DataField field = parsed("10\u001F\uD83D\uDE00Title\u001Fa\uD83D\uDE00\u001F\u4E2D\u6587");
        assertEquals(
                List.of(
                        new Subfield('\uFFFD', "Title"),
                        new Subfield('a', "\uD83D\uDE00"),
                        new Subfield('\u4E2D', "\u6587")),
                field.subfields());
    }

    private static DataField parsed(String data) {
        byte[] bytes = ("." + data + ".").getBytes(StandardCharsets.UTF_8);
        return DataField.parse("245", bytes, 1, bytes.length - 1);
    }

    @Test
    void fieldsAreFoundByTheirPlaces() {
        MarcRecord record =
                MarcRecord.builder()
                        .add(new ControlField("001", "7"))
                        .add(DataField.of("245", "10", "a", "Title"))
                        .add(new ControlField("SYS", "12"))
                        .add(DataField.of("245", "10", "a", "Other"))
                        .build();
        assertEquals(4, record.fieldCount());
        List<Field> fields = new ArrayList<>();
        for (int place = 0; place < record.fieldCount(); place++) {
            Field field = record.field(place);
            assertEquals(field.tag(), record.tag(place));
            assertEquals(field instanceof ControlField, record.isControlField(place));
            fields.add(field);
        }
        assertEquals(record.fields(), fields);
        assertEquals(
                List.of(1, 1, 3, -1, -1),
                List.of(
                        record.indexOf("245", -1),
                        record.indexOf("245", 1),
                        record.indexOf("245", 2),
                        record.indexOf("245", 4),
                        record.indexOf("245", 9)));
        assertEquals(-1, record.indexOf("650", 0));
        assertEquals(-1, record.indexOf("long", 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void aPlaceWithoutAFieldIsAnErrorAlsoBetweenOthers(int place) throws IOException {
        byte[] both =
                Bytes.concat(
                        RecordBuilder.numbered(0),
                        new RecordBuilder().field("002", "x").build(),
                        RecordBuilder.numbered(2));
        MarcRecord record = MarcReader.of(both, ReadOptions.DEFAULT).readBatch().get(1);
        assertThrows(IndexOutOfBoundsException.class, () -> record.tag(place));
        assertThrows(IndexOutOfBoundsException.class, () -> record.field(place));
        assertThrows(IndexOutOfBoundsException.class, () -> record.isControlField(place));
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> MarcRecord.builder().addAsRead(record, place));
        assertEquals(-1, record.indexOf("001", place));
    }

    @Test
    void aDataFieldKeepsNoListThatOthersChange() {
        List<Subfield> list = new ArrayList<>(List.of(new Subfield('a', "x")));
        DataField field = new DataField("245", "10", list);
        list.clear();
        assertEquals(1, field.subfields().size());
        assertThrows(UnsupportedOperationException.class, () -> field.subfields().clear());
    }

    @Test
    void theLeaderGivesItsParts() throws IOException {
        Leader leader = record(INPUT).leader();
        assertEquals("00129nam a2200073 a 4500", leader.text());
        assertEquals(leader.text(), leader.toString());
        assertEquals('n', leader.recordStatus());
        assertEquals('a', leader.typeOfRecord());
        assertEquals('m', leader.bibliographicLevel());
        assertEquals('a', leader.characterCodingScheme());
        assertEquals(
                "a leader has 24 characters; found 3 in 'abc'",
                assertThrows(IllegalArgumentException.class, () -> new Leader("abc")).getMessage());
    }

    @Test
    void aRecordIsWrittenAsPeopleWriteIt() throws IOException {
        assertEquals(
                """
                =LDR  00129nam a2200073 a 4500
                =001  ocm1
                =245  10$aTitle /$c\u00C9mile.
                =650  \\0$aOne$xTwo
                =650  \\1$aThree$aFour\
                """,
                record(INPUT).toString());
    }

    @Test
    void theRawBytesAreACopyOfTheInput() throws IOException {
        MarcRecord record = record(INPUT);
        assertArrayEquals(INPUT, record.raw());
        record.raw()[0] = 'x';
        assertArrayEquals(INPUT, record.raw());
        assertEquals(new Span(0, INPUT.length), record.span());
        assertEquals(1, record.number());
    }

    // Character sets.

    @Test
    void textInUtf8UnderAnotherSchemeIsReadAndReported() throws IOException {
        byte[] input = title(' ', "10\u001FaCaf\u00C3\u00A9");
        MarcRecord record = record(input);
        assertEquals("Caf\u00E9", record.value("245$a"));
        assertEquals(
                List.of(
                        new Defect(
                                Defect.Kind.CODING_SCHEME,
                                1,
                                9,
                                null,
                                "leader/09 is ' ', which is not UTF-8, but the data is UTF-8 and is"
                                        + " read as such")),
                record.defects());
        assertEquals(Defect.Severity.CONTENT, record.defects().getFirst().severity());
        assertArrayEquals(input, record.raw());
    }

    @Test
    void asciiIsInOrderUnderEveryScheme() throws IOException {
        for (char scheme : " a#\u00FF".toCharArray()) {
            MarcRecord record = record(title(scheme, "10\u001FaCafe"));
            assertEquals("Cafe", record.value("245$a"));
            assertEquals(
                    scheme < 0x7F ? List.of() : List.of(Defect.Kind.LEADER),
                    record.defects().stream().map(Defect::kind).toList());
        }
    }

    @Test
    void marc8IsDecodedWhereTheLeaderSaysSo() throws IOException {
        byte[] input = title(' ', "10\u001FaCaf\u00E2e\u001Fb\u001B(NOP\u001B(B.\u001Fc\u00A1");
        MarcRecord record = record(input);
        assertEquals("Cafe\u0301", record.value("245$a"));
        assertEquals("\u043E\u043F.", record.value("245$b"));
        assertEquals("\u0141", record.value("245$c"));
        assertEquals(List.of(), record.defects());
        assertArrayEquals(input, record.raw());
    }

    @Test
    void marc8BelowEveryHighByteIsSeenByItsEscapes() throws IOException {
        MarcRecord record = record(title(' ', "10\u001Fa\u001B$1!0!\u001B(B."));
        assertEquals("\u4E00.", record.value("245$a"));
        assertEquals(List.of(), record.defects());
    }

    @Test
    void marc8UnderTheFlagOfUtf8IsSeenAndReported() throws IOException {
        byte[] input = title('a', "10\u001FaCaf\u00E2e\u001Fb\u00C0i\u00EBt\u00ECs");
        MarcRecord record = record(input);
        assertEquals("Cafe\u0301", record.value("245$a"));
        assertEquals("\u00B0it\u0361s", record.value("245$b"));
        assertEquals(
                List.of(
                        new Defect(
                                Defect.Kind.CODING_SCHEME,
                                1,
                                9,
                                null,
                                "leader/09 is 'a', which is not MARC-8, but the data is MARC-8 and"
                                        + " is read as such")),
                record.defects());
        assertArrayEquals(input, record.raw());
    }

    @Test
    void bytesThatAreNoMarc8AreReplacedAndTheFirstIsReported() throws IOException {
        byte[] input = title(' ', "10\u001FaCaf\u00FFe\u001Fb\u00E2e\u00AF");
        MarcRecord record = record(input);
        assertEquals("Caf\uFFFDe", record.value("245$a"));
        assertEquals("e\u0301\uFFFD", record.value("245$b"));
        assertEquals(
                List.of(
                        new Defect(
                                Defect.Kind.UNDECODABLE,
                                1,
                                Bytes.indexOf(input, "\u00FF"),
                                "245",
                                "byte 0xFF is no character of MARC-8; such bytes are read as"
                                        + " U+FFFD")),
                record.defects());
        assertEquals(Defect.Severity.CONTENT, record.defects().getFirst().severity());
        assertArrayEquals(input, record.raw());
    }

    @Test
    void damagedUtf8UnderTheFlagOfMarc8StaysUtf8() throws IOException {
        MarcRecord record = record(title(' ', "10\u001FaCaf\u00C3\u00A9 d\u00C3\u00A9j\u00C3"));
        assertEquals("Caf\u00E9 d\u00E9j\uFFFD", record.value("245$a"));
        assertEquals(
                List.of(Defect.Kind.CODING_SCHEME, Defect.Kind.UNDECODABLE),
                record.defects().stream().map(Defect::kind).toList());
    }

    @Test
    void onlyMalformedUtf8IsReplaced() throws IOException {
        byte[] input = title('a', "10\u001FaCaf\u00C3\u00A9 \u00E6\u0097\u001Fb\u00C3\u00A9\u00FF");
        MarcRecord record = record(input);
        assertEquals("Caf\u00E9 \uFFFD", record.value("245$a"));
        assertEquals("\u00E9\uFFFD", record.value("245$b"));
        assertEquals(
                "byte 0xE6 is not UTF-8 and leader/09 is 'a'; what is malformed reads as U+FFFD",
                record.defects().getFirst().message());
        assertEquals(Bytes.indexOf(input, "\u00E6"), record.defects().getFirst().offset());
        assertArrayEquals(input, record.raw());
    }

    @Test
    void aSchemeThatCannotBeShownIsNamedByItsByte() throws IOException {
        byte[] input = Bytes.with(title('a', "10\u001Fa\u00C3\u00A9"), 9, "\u0001");
        // Such a leader is not plausible, but this one is proven.
        assertEquals(
                List.of(
                        "1 of 24 characters of the leader are not printable ASCII; the first,"
                                + " leader/09, begins with 0x01",
                        "leader/09 is '\\x01', which is not UTF-8, but the data is UTF-8 and is read"
                                + " as such"),
                record(input).defects().stream().map(Defect::message).toList());
    }

    @Test
    void characterSetsOfNeighboursDoNotMatter() throws IOException {
        byte[] marc8 = title(' ', "10\u001FaCaf\u00E2e\u00FF");
        byte[] utf8 = title('a', "10\u001FaCaf\u00C3\u00A9");
        List<MarcRecord> records =
                MarcReader.of(Bytes.concat(marc8, utf8, marc8, INPUT, utf8), ReadOptions.DEFAULT)
                        .readBatch();
        assertEquals(
                List.of(
                        "Cafe\u0301\uFFFD",
                        "Caf\u00E9",
                        "Cafe\u0301\uFFFD",
                        "Title /",
                        "Caf\u00E9"),
                records.stream().map(record -> record.value("245$a")).toList());
        assertEquals(
                List.of(1, 0, 1, 0, 0),
                records.stream().map(record -> record.defects().size()).toList());
    }

    @Test
    void aRepairedRecordMayNeedDecodingToo() throws IOException {
        byte[] input =
                new RecordBuilder()
                        .scheme(' ')
                        .entry("650", 6, 8)
                        .entry("245", 8, 0)
                        .data(Bytes.latin1("10\u001FaT\u00E2t\u001E 0\u001FaS\u001E"))
                        .build();
        MarcRecord record = record(input);
        assertEquals(List.of("S", "Tt\u0301"), record.values("...$a"));
        assertEquals(List.of(), record.defects());
        assertArrayEquals(input, record.raw());
    }
}
