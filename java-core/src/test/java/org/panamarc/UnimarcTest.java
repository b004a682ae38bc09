package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/**
 * Records whose field 100 says what they are coded in.
 *
 * <p>It is one file, longer than others, since all of it is about field 100 of the same record.
 */
class UnimarcTest {
    private static final ReadOptions UNIMARC =
            ReadOptions.DEFAULT.withFileEncoding(FileEncoding.Rule.UNIMARC);

    private static MarcRecord record(byte[] input) throws IOException {
        return MarcReader.of(input, UNIMARC).readBatch().getFirst();
    }

    /** A bibliographic record that states these sets from position 26 on. */
    private static byte[] input(char scheme, String sets, String latin1) {
        return new RecordBuilder()
                .scheme(scheme)
                .field("001", "x")
                .field("100", "  $a20200101d2020    u  y0frey" + sets)
                .field("200", Bytes.latin1(latin1))
                .build();
    }

    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static Defect codingScheme(byte[] input, String sets, String message) {
        return new Defect(Defect.Kind.CODING_SCHEME, 1, Bytes.indexOf(input, sets), "100", message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"50      ba", "50", "5050", "  50    ba"})
    void utf8ByField100NeedsNoFlagInTheLeader(String sets) throws IOException {
        for (char scheme : new char[] {' ', 'a'}) {
            MarcRecord record = record(input(scheme, sets, "1 \u001Fa" + utf8("Caf\u00E9")));
            assertEquals("Caf\u00E9", record.value("200$a"));
            assertEquals(List.of(), record.defects());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0103, Caf\u00C2e \u00F9 \u00DDt\u00DEs, Cafe\u0301 \u00F8 t\u0361s",
        "'  03', \u00C2e, e\u0301",
        "0102, \u00CD\u00C9\u00D2, \u043C\u0438\u0440",
        "0104, \u00C1\u00E1, \u0452\u0402",
        "0105, \u00A2\u00E1, \u03B1\u0301",
        "0106, N\u00DAl\u00DAk\u00DA, N\u0254l\u0254k\u0254",
        "0107, \u00E5\u00D0\u00E4, \u10E3\u10D0\u10E2",
        "0108, \u00C1\u00F9\u00C7\u00EC, \u05E9\u05B8\u05DC\u05B0",
        "01030504, \u00C2e, e\u0301",
        "'0103', '\u001B(NMIR\u001B(B', \u043C\u0438\u0440", // escapes, as in MARC-8
        "'0102', '\u001B)P\u00E1', \u00C6", // ISO 5426 has an escape sequence in UNIMARC
        "'01  ', '\u001B)P\u00E1', \u00C6"
    })
    void valuesAreReadInTheSetsThatField100Names(String sets, String latin1, String text)
            throws IOException {
        MarcRecord record = record(input(' ', sets, "1 \u001Fa" + latin1));
        assertEquals(text, record.value("200$a"));
        assertEquals(List.of(), record.defects());
    }

    /** The control functions that enclose what a filing program skips (ISO 6630), in seven bits. */
    @ParameterizedTest
    @CsvSource({
        "0103, '\u001BHLa \u001BIC\u00C2e', '\u0098La \u009CCe\u0301'",
        "0103, '\u001BHLa \u001BICeramica', '\u0098La \u009CCeramica'",
        "'01  ', '\u001BHLa \u001BICeramica', '\u0098La \u009CCeramica'",
        "0102, '\u001BHA \u001BI\u00CD', '\u0098A \u009C\u043C'",
    })
    void controlFunctionsMayBeWrittenInSevenBits(String sets, String latin1, String text)
            throws IOException {
        MarcRecord record = record(input(' ', sets, "1 \u001Fa" + latin1));
        assertEquals(text, record.value("200$a"));
        assertEquals(List.of(), record.defects());
    }

    @ParameterizedTest
    @CsvSource({"0179, IBM866", "0189, windows-1251", "0199, KOI8-R"})
    void theCodePagesAreThoseOfRusmarc(String sets, String charset) throws IOException {
        String text = "\u0420\u0443\u0441\u0441\u043A\u0438\u0439";
        byte[] value = text.getBytes(Charset.forName(charset));
        String bytes = "1 \u001Fa" + new String(value, StandardCharsets.ISO_8859_1);
        MarcRecord record = record(input(' ', sets, bytes));
        assertEquals(text, record.value("200$a"));
        assertEquals(List.of(), record.defects());
    }

    /** RUSMARC, field 100, positions 26-29. */
    @ParameterizedTest
    @ValueSource(strings = {"0189", "  89", "89"})
    void codePagesAreReadWhereField100NamesThem(String sets) throws IOException {
        String text = "\u0420\u0443\u0441\u0441\u043A\u0438\u0439";
        String bytes =
                new String(
                        text.getBytes(Charset.forName("windows-1251")),
                        StandardCharsets.ISO_8859_1);
        MarcRecord record = record(input(' ', sets, "1 \u001Fa" + bytes));
        assertEquals(text, record.value("200$a"));
        assertEquals(List.of(), record.defects());
        byte[] other = input(' ', sets, "1 \u001Fa" + utf8(text));
        assertEquals(text, record(other).value("200$a"));
        assertEquals(
                List.of(
                        codingScheme(
                                other,
                                sets,
                                "field 100 states character set Windows-1251, which is not UTF-8,"
                                        + " but the data is UTF-8 and is read as such")),
                record(other).defects());
        byte[] both = input(' ', sets, "1 \u001Fa" + bytes + "\u001Fe" + utf8(text));
        assertEquals(text, record(both).value("200$a"));
        assertEquals(text, record(both).value("200$e"));
        assertEquals(
                "field 100 states character set Windows-1251, but there is UTF-8 in field 200,"
                        + " which is read as such",
                record(both).defects().getFirst().message());
    }

    @Test
    void fieldsOfUtf8AndOfTheStatedSetAreReadAsWhatTheyAre() throws IOException {
        String value = "1 \u001FaCaf\u00C2e\u001Fe" + utf8("Caf\u00E9");
        MarcRecord record = record(input(' ', "0103", value));
        assertEquals("Cafe\u0301", record.value("200$a"));
        assertEquals("Caf\u00E9", record.value("200$e"));
        assertEquals(
                "field 100 states character set ISO 5426, but there is UTF-8 in field 200, which is"
                        + " read as such",
                record.defects().getFirst().message());
    }

    @Test
    void referencesAreTextInUnimarc() throws IOException {
        for (String sets : List.of("0103", "01  ", "    ", "50  ")) {
            MarcRecord record = record(input(' ', sets, "1 \u001Fa&#x4E2D;"));
            assertEquals("&#x4E2D;", record.value("200$a"));
            assertEquals(List.of(), record.defects());
        }
    }

    @Test
    void utf8WhereField100SaysOtherwiseIsSeenAndReported() throws IOException {
        byte[] input = input(' ', "0103    ba", "1 \u001Fa" + utf8("Caf\u00E9"));
        MarcRecord record = record(input);
        assertEquals("Caf\u00E9", record.value("200$a"));
        String message =
                "field 100 states character set ISO 5426, which is not UTF-8, but the data is UTF-8"
                        + " and is read as such";
        assertEquals(List.of(codingScheme(input, "0103", message)), record.defects());
    }

    @Test
    void otherBytesWhereField100SaysUtf8AreSeenAndReported() throws IOException {
        byte[] input = input(' ', "50  ", "1 \u001FaCaf\u00E2e");
        MarcRecord record = record(input);
        assertEquals("Cafe\u0301", record.value("200$a"));
        String message =
                "field 100 states character set ISO 10646, which is not MARC-8, but the data is"
                        + " MARC-8 and is read as such";
        assertEquals(List.of(codingScheme(input, "50  ", message)), record.defects());
    }

    @Test
    void damagedUtf8WhereField100SaysUtf8StaysUtf8() throws IOException {
        byte[] input = input(' ', "50  ", "1 \u001Fa" + utf8("d\u00E9j\u00E0") + "\u00FF");
        MarcRecord record = record(input);
        assertEquals("d\u00E9j\u00E0\uFFFD", record.value("200$a"));
        assertEquals(
                List.of(
                        new Defect(
                                Defect.Kind.UNDECODABLE,
                                1,
                                Bytes.indexOf(input, "\u00FF"),
                                null,
                                "byte 0xFF is not UTF-8 and field 100 states character set ISO"
                                        + " 10646; what is malformed reads as U+FFFD")),
                record.defects());
    }

    @ParameterizedTest
    @CsvSource({
        "'  09', 09",
        "0110, 10",
        "0111, 11",
        "0188, 88",
        "'011 ', '1 '",
        "0203, 02",
        "0303, 03"
    })
    void aRecordInSetsThatCannotBeReadIsReadAsItsBytesShow(String sets, String missing)
            throws IOException {
        String message = "field 100 states character set " + missing + ", which cannot be read;";
        byte[] utf8 = input(' ', sets, "1 \u001Fa" + utf8("Caf\u00E9"));
        assertEquals("Caf\u00E9", record(utf8).value("200$a"));
        assertEquals(
                List.of(codingScheme(utf8, sets, message + " the data is read as UTF-8")),
                record(utf8).defects());
        byte[] marc8 = input(' ', sets, "1 \u001FaCaf\u00E2e");
        assertEquals("Cafe\u0301", record(marc8).value("200$a"));
        assertEquals(
                List.of(codingScheme(marc8, sets, message + " the data is read as MARC-8")),
                record(marc8).defects());
    }

    @Test
    void aSetThatCannotBeReadIsNoMatterWhereNothingIsWrittenInIt() throws IOException {
        assertEquals(List.of(), record(input(' ', "0109", "1 \u001FaPlain")).defects());
        byte[] input = input(' ', "0201", "1 \u001FaMIR");
        assertEquals("MIR", record(input).value("200$a"));
        String message =
                "field 100 states character set 02, which cannot be read; the data is read as"
                        + " ASCII";
        assertEquals(List.of(codingScheme(input, "0201", message)), record(input).defects());
    }

    @Test
    void bytesOfASetThatNothingNamesAreReadAsTheyShow() throws IOException {
        byte[] input = input(' ', "01  ", "1 \u001FaCaf\u00E2e");
        assertEquals("Cafe\u0301", record(input).value("200$a"));
        String message =
                "field 100 states character set ISO 646, which is not MARC-8, but the data is"
                        + " MARC-8 and is read as such";
        assertEquals(List.of(codingScheme(input, "01  ", message)), record(input).defects());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "    ", "||||", "0"})
    void withoutAStatementTheBytesDecideAndNothingIsReported(String sets) throws IOException {
        MarcRecord utf8 = record(input(' ', sets, "1 \u001Fa" + utf8("Caf\u00E9")));
        assertEquals("Caf\u00E9", utf8.value("200$a"));
        assertEquals(List.of(), utf8.defects());
        MarcRecord marc8 = record(input('a', sets, "1 \u001FaCaf\u00E2e"));
        assertEquals("Cafe\u0301", marc8.value("200$a"));
        assertEquals(List.of(), marc8.defects());
    }

    @Test
    void withoutField100TheBytesDecideAndNothingIsReported() throws IOException {
        byte[] value = Bytes.latin1("1 \u001Fa" + utf8("Caf\u00E9"));
        MarcRecord record = record(new RecordBuilder().scheme(' ').field("200", value).build());
        assertEquals("Caf\u00E9", record.value("200$a"));
        assertEquals(List.of(), record.defects());
        byte[] damaged = Bytes.concat(value, Bytes.latin1(" d\u00C3\u00A9j\u00C3"));
        assertEquals(
                List.of(
                        "byte 0xC3 is not UTF-8 and field 100 states no character set; what is"
                                + " malformed reads as U+FFFD"),
                record(new RecordBuilder().scheme(' ').field("200", damaged).build())
                        .defects()
                        .stream()
                        .map(Defect::message)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "y", "z"})
    void authorityRecordsNameTheirSetsAtPosition13(String type) throws IOException {
        byte[] input =
                new RecordBuilder()
                        .scheme(' ')
                        .field("100", "  $a20200101afrey0103    ba0")
                        .field("200", Bytes.latin1(" 1\u001FaCaf\u00C2e"))
                        .build();
        MarcRecord record = record(Bytes.with(input, 6, type));
        assertEquals("Cafe\u0301", record.value("200$a"));
        assertEquals(List.of(), record.defects());
    }

    @Test
    void theFirstSubfieldAOfTheFirstField100Counts() throws IOException {
        String blank = " ".repeat(26);
        byte[] input =
                new RecordBuilder()
                        .scheme(' ')
                        .field("100", "  $b" + blank + "0105$a" + blank + "0103$a" + blank + "50")
                        .field("100", "  $a" + blank + "50")
                        .field("200", Bytes.latin1("1 \u001FaCaf\u00C2e"))
                        .build();
        assertEquals("Cafe\u0301", record(input).value("200$a"));
    }

    @Test
    void aByteThatIsNoCharacterOfTheSetIsReported() throws IOException {
        byte[] input = input(' ', "0103", "1 \u001FaCaf\u00FEe");
        assertEquals("Caf\uFFFDe", record(input).value("200$a"));
        assertEquals(
                List.of(
                        new Defect(
                                Defect.Kind.UNDECODABLE,
                                1,
                                Bytes.indexOf(input, "\u00FE"),
                                "200",
                                "byte 0xFE is no character of ISO 5426; such bytes are read as"
                                        + " U+FFFD")),
                record(input).defects());
    }

    @Test
    void theSetsOfNeighboursDoNotMatter() throws IOException {
        byte[] greek = input(' ', "0105", "1 \u001Fa\u00E1");
        byte[] latin = input(' ', "0103", "1 \u001Fa\u00E1");
        byte[] utf8 = input(' ', "50  ", "1 \u001Fa" + utf8("\u00E1"));
        List<String> values =
                MarcReader.of(Bytes.concat(greek, latin, utf8, greek, latin), UNIMARC)
                        .readBatch()
                        .stream()
                        .map(record -> record.value("200$a"))
                        .toList();
        assertEquals(List.of("\u03B1", "\u00C6", "\u00E1", "\u03B1", "\u00C6"), values);
    }

    private static byte[] written(MarcRecord record, WriteOptions.Coding coding)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WriteOptions options = WriteOptions.DEFAULT.withCoding(coding);
        try (MarcWriter writer = MarcWriter.to(out, "<test>", options)) {
            writer.write(record);
            writer.commit();
        }
        return out.toByteArray();
    }

    /** The UNIMARC Manual has 50 for ISO 10646 as G0, and blanks for all other sets then. */
    @ParameterizedTest
    @CsvSource({
        "' ', '0103', '50  '",
        "' ', '01030504ba', '50      ba'",
        "' ', '01', '50'",
        "' ', '||||||||ba', '50      ba'",
        "a, '0103    ba', '50      ba'",
        "a, '50      ba', '50      ba'"
    })
    void field100AgreesWithUtf8ThatIsWritten(char scheme, String sets, String becomes)
            throws IOException {
        boolean isUtf8 = scheme == 'a';
        String title = isUtf8 ? utf8("\u00E9") : sets.startsWith("0103") ? "\u00C2e" : "e";
        String text = isUtf8 ? "\u00E9" : sets.startsWith("0103") ? "e\u0301" : "e";
        MarcRecord record = record(input(scheme, sets, "1 \u001Fa" + title + "\u001Fbx"));
        byte[] utf8 = written(record, WriteOptions.Coding.UTF_8);
        MarcRecord again = record(utf8);
        assertEquals("20200101d2020    u  y0frey" + becomes, again.value("100$a"));
        assertEquals(text, again.value("200$a"));
        assertEquals(List.of(), again.defects());
        assertArrayEquals(utf8, written(again, WriteOptions.Coding.UTF_8));
    }

    @Test
    void setsOfAuthoritiesAreAtPosition13() throws IOException {
        byte[] input =
                new RecordBuilder()
                        .scheme(' ')
                        .field("001", "x")
                        .field("100", "  $a20200101afrey0103    ba0\u001Fbx".replace('$', '\u001F'))
                        .field("200", Bytes.latin1("1 \u001Fa\u00C2e"))
                        .build();
        MarcRecord again =
                record(written(record(Bytes.with(input, 6, "x")), WriteOptions.Coding.UTF_8));
        assertEquals("20200101afrey50      ba0", again.value("100$a"));
        assertEquals("e\u0301", again.value("200$a"));
        assertEquals(List.of(), again.defects());
    }

    @Test
    void noRecordOfUnimarcIsWrittenInMarc8() throws IOException {
        MarcRecord record = record(input(' ', "0103    ba", "1 \u001Fa\u00C2e"));
        MarcWriteException refused =
                assertThrows(
                        MarcWriteException.class,
                        () -> written(record, WriteOptions.Coding.MARC_8));
        assertEquals(
                "<test>: record 1 (record 1 of <bytes>), field 100: the record is UNIMARC, which has"
                        + " no MARC-8; expected UTF-8",
                refused.getMessage());
    }

    @Test
    void namesInField100OfMarc21StayAsTheyAre() throws IOException {
        String name = "20 dollars and a name that is longer";
        MarcRecord record =
                MarcReader.of(
                                new RecordBuilder()
                                        .scheme(' ')
                                        .field("100", "1 \u001Fa" + name)
                                        .field("245", Bytes.latin1("10\u001Fa\u00E2e"))
                                        .build(),
                                ReadOptions.DEFAULT)
                        .readBatch()
                        .getFirst();
        for (WriteOptions.Coding coding : WriteOptions.Coding.values()) {
            byte[] written = written(record, coding);
            MarcRecord again = MarcReader.of(written, ReadOptions.DEFAULT).readBatch().getFirst();
            assertEquals(name, again.value("100$a"));
        }
    }
}
