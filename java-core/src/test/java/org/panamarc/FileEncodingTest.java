package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/** Files in an encoding that the caller knows. */
class FileEncodingTest {
    private static final String RUSSIAN =
            "\u0412\u043E\u0439\u043D\u0430 \u0438 \u043C\u0438\u0440";
    private static final String CHINESE = "\u4E2D\u6587\u4E66\u76EE";

    private static MarcRecord record(byte[] input, String encoding) throws IOException {
        FileEncoding file = FileEncoding.of(Charset.forName(encoding));
        return MarcReader.of(input, ReadOptions.DEFAULT.withFileEncoding(file))
                .readBatch()
                .getFirst();
    }

    private static byte[] title(char scheme, byte[] text) {
        byte[] value = Bytes.concat(Bytes.latin1("10\u001Fa"), text, Bytes.latin1("\u001FcX."));
        return new RecordBuilder().scheme(scheme).field("245", value).build();
    }

    private static byte[] title(char scheme, String text, String encoding) {
        return title(scheme, text.getBytes(Charset.forName(encoding)));
    }

    private static List<String> messages(MarcRecord record) {
        return record.defects().stream().map(Defect::message).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1251, " + RUSSIAN,
        "KOI8-R, " + RUSSIAN,
        "IBM866, " + RUSSIAN,
        "ISO-8859-1, Caf\u00E9 \u00FCber",
        "ISO-8859-7, \u03A0\u03B1",
        "GBK, " + CHINESE,
        "GB18030, " + CHINESE + "\uD844\uDEC4",
        "Shift_JIS, \u65E5\u672C",
        "EUC-KR, \uD55C\uAD6D",
        "Big5, \u4E2D\u6587\u66F8\u76EE",
        "UTF-8, " + CHINESE
    })
    void aRecordIsReadInTheEncodingOfItsFile(String encoding, String text) throws IOException {
        byte[] input = title(' ', text, encoding);
        MarcRecord record = record(input, encoding);
        assertEquals(text, record.value("245$a"));
        assertEquals("X.", record.value("245$c"));
        assertEquals(List.of(), record.defects());
        assertArrayEquals(input, record.raw());
    }

    @Test
    void utf8UnderItsFlagIsReadAsEver() throws IOException {
        MarcRecord record = record(title('a', RUSSIAN, "UTF-8"), "windows-1251");
        assertEquals(RUSSIAN, record.value("245$a"));
        assertEquals(List.of(), record.defects());
    }

    @Test
    void utf8WithoutItsFlagIsSeenAndReported() throws IOException {
        MarcRecord record = record(title(' ', "Caf\u00E9", "UTF-8"), "windows-1251");
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
    }

    @Test
    void oneByteThatIsNotUtf8LeavesTheCallersWord() throws IOException {
        byte[] text = Bytes.concat("Caf\u00E9 ".getBytes(StandardCharsets.UTF_8), Bytes.of(0xEF));
        MarcRecord record = record(title(' ', text), "windows-1251");
        assertEquals("Caf\u0413\u00A9 \u043F", record.value("245$a"));
        assertEquals(List.of(), record.defects());
    }

    @Test
    void theEncodingUnderTheFlagOfUtf8IsSeenAndReported() throws IOException {
        MarcRecord record = record(title('a', RUSSIAN, "windows-1251"), "windows-1251");
        assertEquals(RUSSIAN, record.value("245$a"));
        assertEquals(
                List.of(
                        new Defect(
                                Defect.Kind.CODING_SCHEME,
                                1,
                                9,
                                null,
                                "leader/09 is 'a', but the data is not UTF-8 and is read as"
                                        + " windows-1251, the encoding of the file")),
                record.defects());
    }

    @Test
    void damagedUtf8UnderItsFlagStaysUtf8() throws IOException {
        byte[] text = Bytes.concat("Caf\u00E9 ".getBytes(StandardCharsets.UTF_8), Bytes.of(0xEF));
        byte[] input = title('a', text);
        MarcRecord record = record(input, "windows-1251");
        assertEquals("Caf\u00E9 \uFFFD", record.value("245$a"));
        assertEquals(
                List.of(
                        new Defect(
                                Defect.Kind.UNDECODABLE,
                                1,
                                Bytes.indexOf(input, "\u00EF"),
                                null,
                                "byte 0xEF is not UTF-8 and leader/09 is 'a'; what is malformed"
                                        + " reads as U+FFFD")),
                record.defects());
    }

    @ParameterizedTest
    @CsvSource({
        "' ', but there is UTF-8 in field 500",
        "a, but there is windows-1251 in field 245",
    })
    void fieldsOfUtf8AndOfTheFilesEncodingAreReadAsWhatTheyAre(char scheme, String found)
            throws IOException {
        byte[] input =
                new RecordBuilder()
                        .scheme(scheme)
                        .field(
                                "245",
                                ("10\u001Fa" + RUSSIAN).getBytes(Charset.forName("windows-1251")))
                        .field("500", "  $a" + RUSSIAN)
                        .build();
        MarcRecord record = record(input, "windows-1251");
        assertEquals(RUSSIAN, record.value("245$a"));
        assertEquals(RUSSIAN, record.value("500$a"));
        assertEquals(
                List.of("leader/09 is '%c', %s, which is read as such".formatted(scheme, found)),
                messages(record));
        assertArrayEquals(input, record.raw());
    }

    @Test
    void aSequenceThatASubfieldCutsShortIsDamagedUtf8() throws IOException {
        byte[] text = Bytes.concat(Bytes.latin1("Caf"), Bytes.of(0xD0));
        byte[] input =
                new RecordBuilder()
                        .field("245", "10$a" + RUSSIAN)
                        .field("500", Bytes.concat(Bytes.latin1("  \u001Fa"), text))
                        .build();
        MarcRecord record = record(input, "windows-1251");
        assertEquals("Caf\uFFFD", record.value("500$a"));
    }

    // In encodings of two bytes a character, some pairs are UTF-8 by accident.

    @Test
    void pairsThatAreUtf8ByAccidentAreTheFilesStill() throws IOException {
        // C4 A3 is a letter with a cedilla in UTF-8.
        MarcRecord record = record(title(' ', "\u6A21", "GBK"), "GBK");
        assertEquals("\u6A21", record.value("245$a"));
        assertEquals(List.of(), record.defects());
    }

    @Test
    void utf8OfThreeBytesIsSeenInAFileOfTwoBytes() throws IOException {
        MarcRecord record = record(title(' ', CHINESE, "UTF-8"), "GBK");
        assertEquals(CHINESE, record.value("245$a"));
        assertEquals(
                List.of(
                        "leader/09 is ' ', which is not UTF-8, but the data is UTF-8 and is read as"
                                + " such"),
                messages(record));
    }

    @Test
    void underTheFlagOfUtf8AFewAccidentsDoNotMakeUtf8() throws IOException {
        String text = CHINESE + "\u6A21" + CHINESE;
        MarcRecord record = record(title('a', text, "GBK"), "GBK");
        assertEquals(text, record.value("245$a"));
        assertEquals(
                List.of(
                        "leader/09 is 'a', but the data is not UTF-8 and is read as GBK, the"
                                + " encoding of the file"),
                messages(record));
    }

    @Test
    void escapesOfMarc8MeanNothingInAnotherEncoding() throws IOException {
        byte[] input = title(' ', Bytes.latin1("\u001B(NOP"));
        assertEquals("\u001B(NOP", record(input, "windows-1251").value("245$a"));
        assertEquals(List.of(), record(input, "windows-1251").defects());
    }

    @Test
    void bytesThatTheEncodingLacksAreReplacedAndTheFirstIsReported() throws IOException {
        byte[] input =
                new RecordBuilder()
                        .scheme(' ')
                        .field("001", "x")
                        .field("245", Bytes.latin1("10\u001Fa\u00C0\u0098\u001Fb\u0098"))
                        .build();
        MarcRecord record = record(input, "windows-1251");
        assertEquals("\u0410\uFFFD", record.value("245$a"));
        assertEquals("\uFFFD", record.value("245$b"));
        assertEquals(
                List.of(
                        new Defect(
                                Defect.Kind.UNDECODABLE,
                                1,
                                Bytes.indexOf(input, "\u0098"),
                                "245",
                                "byte 0x98 is no character of windows-1251; such bytes are read as"
                                        + " U+FFFD")),
                record.defects());
    }

    @Test
    void noByteOfSeveralSwallowsADelimiterOrATerminator() throws IOException {
        byte[] input =
                new RecordBuilder()
                        .scheme(' ')
                        .field("245", Bytes.latin1("10\u001FaA\u00D6\u001FbB\u00D6"))
                        .field("500", Bytes.latin1("  \u001FaC"))
                        .build();
        MarcRecord record = record(input, "GBK");
        assertEquals("A\uFFFD", record.value("245$a"));
        assertEquals("B\uFFFD", record.value("245$b"));
        assertEquals("C", record.value("500$a"));
        assertEquals(
                List.of("byte 0xD6 is no character of GBK; such bytes are read as U+FFFD"),
                messages(record));
    }

    @Test
    void damagedUtf8InAFileSaidToBeUtf8IsRepaired() throws IOException {
        MarcRecord record = record(title(' ', Bytes.latin1("a\u00E9")), "UTF-8");
        assertEquals("a\uFFFD", record.value("245$a"));
        assertEquals(
                List.of(
                        "byte 0xE9 is not UTF-8 and leader/09 is ' '; what is malformed reads as"
                                + " U+FFFD"),
                messages(record));
    }

    @Test
    void aRepairedRecordMayNeedDecodingToo() throws IOException {
        byte[] input =
                new RecordBuilder()
                        .scheme(' ')
                        .entry("650", 6, 8)
                        .entry("245", 8, 0)
                        .data(Bytes.latin1("10\u001FaT\u00CFt\u001E 0\u001FaS\u001E"))
                        .build();
        assertEquals(List.of("S", "T\u041Ft"), record(input, "windows-1251").values("...$a"));
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-16, 00",
        "UTF-16LE, 00",
        "UTF-32, 00",
        "IBM037, 04",
        "ISO-2022-JP, 0E",
        "x-MacSymbol, 22"
    })
    void encodingsThatDoNotReadAsciiAsAsciiAreRefused(String name, String value) {
        Charset charset = Charset.forName(name);
        assertEquals(
                "%s is not ASCII-compatible, as the structure of MARC is: it does not read byte 0x%s as U+00%s"
                        .formatted(name, value, value),
                assertThrows(IllegalArgumentException.class, () -> FileEncoding.of(charset))
                        .getMessage());
    }
}
