package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.internal.write.OutputForm;
import org.panamarc.internal.write.RecordOutput;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.Dump;
import org.panamarc.testing.RecordBuilder;
import org.panamarc.testing.SpecFolder;

/**
 * Writes the formats, and reads them again.
 *
 * <p>It is one file, longer than others, since the formats are written of the same records.
 */
class FormatWritingTest {
    @TempDir private Path folder;

    private static byte[] written(byte[] input, MarcFormat format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RecordOutput output =
                new RecordOutput(bytes, "out", OutputForm.of(format, WriteOptions.DEFAULT));
        try (MarcReader reader = MarcReader.of(input, ReadOptions.DEFAULT)) {
            for (RecordBatch batch = reader.readBatch();
                    !batch.isEmpty();
                    batch = reader.readBatch()) {
                batch.write(output);
            }
        }
        output.finish();
        return bytes.toByteArray();
    }

    /** Formats are written by several threads as by one; ISO 2709 never is by more than that. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ALEPH", "CATALOGUE"})
    void severalThreadsWriteWhatOneWrites(MarcFormat format) throws IOException {
        Path source = folder.resolve("source");
        byte[] file = Files.readAllBytes(SpecFolder.file("data/bu_bibs_100.mrc"));
        byte[] odd = new RecordBuilder().field("245", "1\u001FaA\u0007 $b \n").build();
        Files.write(source, Bytes.concat(file, odd, file, file, file));
        List<byte[]> outputs = new ArrayList<>();
        List<Conversion> conversions = new ArrayList<>();
        for (int threads : new int[] {1, 3}) {
            ReadOptions options = ReadOptions.DEFAULT.withThreads(threads).withBatchRecords(7);
            Path target = folder.resolve("target" + threads);
            conversions.add(Panamarc.convert(source, target, options, format));
            outputs.add(Files.readAllBytes(target));
        }
        assertArrayEquals(outputs.getFirst(), outputs.get(1));
        assertEquals(conversions.getFirst(), conversions.get(1));
        assertEquals(401, conversions.get(1).records());
    }

    @ParameterizedTest
    @EnumSource(names = {"ISO_2709", "MARCXML", "JSON"})
    void brokenRecordsThatAreWrittenWellFormedAreCounted(MarcFormat format) throws IOException {
        Path source = SpecFolder.file("data/bu_bibs_100.mrc");
        Path target = folder.resolve("target");
        for (int threads : new int[] {1, 3}) {
            ReadOptions options = ReadOptions.DEFAULT.withThreads(threads).withBatchRecords(7);
            assertEquals(16, Panamarc.convert(source, target, options, format).repaired());
        }
        ReadOptions skipping = ReadOptions.DEFAULT.withOnError(ErrorPolicy.SKIP);
        assertEquals(0, Panamarc.convert(source, target, skipping, format).repaired());
        WriteOptions asIs = WriteOptions.DEFAULT.withRepair(false);
        assertEquals(
                format == MarcFormat.ISO_2709 ? 0 : 16,
                Panamarc.convert(source, target, ReadOptions.DEFAULT, format, asIs).repaired());
    }

    @Test
    void whatFailsWhileSeveralThreadsWriteEndsThem() throws IOException {
        byte[] file = Files.readAllBytes(SpecFolder.file("data/loc_bibliographic_386.mrc"));
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("full");
                    }
                };
        try (RecordOutput output =
                        new RecordOutput(
                                full, "out", OutputForm.of(MarcFormat.JSON, WriteOptions.DEFAULT));
                MarcReader reader = MarcReader.of(file, ReadOptions.DEFAULT.withBatchRecords(5))) {
            output.threads(2);
            IOException thrown =
                    assertThrows(
                            IOException.class,
                            () -> {
                                while (true) {
                                    reader.readBatch().write(output);
                                }
                            });
            assertEquals("full", thrown.getMessage());
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    while (Thread.getAllStackTraces().keySet().stream()
                            .anyMatch(thread -> thread.getName().equals("panamarc-writer"))) {
                        Thread.sleep(1);
                    }
                });
    }

    /** Real files; some records of the last one are not well-formed. */
    private static final List<String> FILES =
            List.of(
                    "data/loc_bibliographic_386.mrc",
                    "data/loc_authority_150.mrc",
                    "data/loc_edge_cases_50.mrc",
                    "data/cliffeh_1010.mrc.gz",
                    "data/uva_marc8_2000.mrc.gz",
                    "data/bu_bibs_100.mrc");

    /** The records of an input in any format. */
    static List<MarcRecord> records(byte[] input) throws IOException {
        try (MarcReader reader = MarcReader.of(input, ReadOptions.DEFAULT)) {
            return reader.stream().toList();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ISO_2709", "MARCXML", "JSON", "JSON_LINES", "MARC_MAKER"})
    void whatIsWrittenReadsBackAsItWas(MarcFormat format) throws IOException {
        int identical = 0;
        int all = 0;
        for (String file : FILES) {
            byte[] input = Files.readAllBytes(SpecFolder.file(file));
            List<MarcRecord> before = records(input);
            List<MarcRecord> after = records(written(input, format));
            assertEquals(before.size(), after.size(), file);
            for (int i = 0; i < before.size(); i++) {
                MarcRecord given = before.get(i);
                MarcRecord back = after.get(i);
                if (given.defects().stream().anyMatch(FormatWritingTest::isOfStructure)) {
                    continue;
                }
                assertEquals(Dump.fields(given), Dump.fields(back), file);
                // In MARC-8, not in order, or not in the usual order.
                boolean asUtf8 = given.leader().text().charAt(9) == 'a' || isAscii(given.raw());
                if (asUtf8 && given.defects().isEmpty()) {
                    assertArrayEquals(given.raw(), back.raw(), file);
                    identical++;
                }
                all++;
            }
        }
        assertEquals(3680, all);
        assertEquals(2767, identical);
    }

    private static boolean isOfStructure(Defect defect) {
        return defect.severity() == Defect.Severity.STRUCTURE;
    }

    private static boolean isAscii(byte[] raw) {
        for (byte b : raw) {
            if (b < 0 || b == 0x1B) {
                return false;
            }
        }
        return true;
    }

    private static final byte[] TRICKY =
            new RecordBuilder()
                    .field("001", "a b\\c")
                    .field("FMT", "BK")
                    .field("245", "1 $a<i>\"é\" & 😀</i>$b{x}\\")
                    .field("500", "  $acosts \u001Fb5\u001F\u001Fx".replace("$", "\u001F"))
                    .field("9_9", "x$ay\r\n\tz\u0001\uFFFF")
                    .build();

    private static String lines(MarcFormat format) throws IOException {
        return new String(written(TRICKY, format), StandardCharsets.UTF_8);
    }

    @Test
    void marcXmlEscapesMarkupAndReplacesWhatXmlCannotCarry() throws IOException {
        assertEquals(
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <collection xmlns="http://www.loc.gov/MARC21/slim">
                <record><leader>00187nam a2200085 a 4500</leader><controlfield tag="001">a b\\c\
                </controlfield><datafield tag="FMT" ind1=" " ind2=" "><subfield code="a">BK</subfield></datafield>\
                <datafield tag="245" ind1="1" ind2=" "><subfield code="a">&lt;i&gt;&quot;é&quot; &amp; 😀&lt;/i&gt;\
                </subfield><subfield code="b">{x}\\</subfield></datafield>\
                <datafield tag="500" ind1=" " ind2=" "><subfield code="a">costs </subfield>\
                <subfield code="b">5</subfield><subfield code="x"></subfield></datafield>\
                <datafield tag="9_9" ind1="x" ind2=" "><subfield code="a">y&#13;&#10;&#9;z\uFFFD\uFFFD</subfield></datafield>\
                </record>
                </collection>
                """,
                lines(MarcFormat.MARCXML)
                        .replaceFirst("<leader>.{5}", "<leader>00187")
                        .replaceFirst("a22.{5}", "a2200085"));
    }

    @Test
    void jsonEscapesWhatMeansSomething() throws IOException {
        String fields =
                "{\"001\":\"a b\\\\c\"},{\"FMT\":\"BK\"},{\"245\":{\"ind1\":\"1\",\"ind2\":\" \",\"subfields\":"
                        + "[{\"a\":\"<i>\\\"é\\\" & 😀</i>\"},{\"b\":\"{x}\\\\\"}]}},"
                        + "{\"500\":{\"ind1\":\" \",\"ind2\":\" \",\"subfields\":[{\"a\":\"costs \"},{\"b\":\"5\"},"
                        + "{\"x\":\"\"}]}},{\"9_9\":{\"ind1\":\"x\",\"ind2\":\" \",\"subfields\":"
                        + "[{\"a\":\"y\\r\\n\\tz\\u0001\uFFFF\"}]}}";
        String json = lines(MarcFormat.JSON_LINES);
        assertEquals(fields, json.substring(json.indexOf("[") + 1, json.lastIndexOf("]")));
        assertEquals("[" + json.strip() + "]\n", lines(MarcFormat.JSON));
        assertEquals(
                "[]\n", new String(written(new byte[0], MarcFormat.JSON), StandardCharsets.UTF_8));
    }

    @Test
    void textWritesWordsForWhatMeansSomething() throws IOException {
        assertEquals(
                """
                =001  a\\b{bsol}c
                =FMT  BK
                =245  1\\$a<i>"é" & 😀</i>$b{lcub}x{rcub}\\
                =500  \\\\$acosts $b5$x
                =9_9  x\\$ay  \tz\u0001\uFFFF

                """,
                lines(MarcFormat.MARC_MAKER)
                        .lines()
                        .skip(1)
                        .map(line -> line + "\n")
                        .reduce("", String::concat));
        assertEquals(
                """
                001 a b\\c
                FMT BK
                245 1  $a <i>"é" & 😀</i> $b {x}\\
                500    $a costs  $b 5 $x\s
                9_9 x  $a y  \tz\u0001\uFFFF

                """,
                lines(MarcFormat.LINE)
                        .lines()
                        .skip(1)
                        .map(line -> line + "\n")
                        .reduce("", String::concat));
    }

    @Test
    void whatAFormatCannotCarryIsCounted() throws IOException {
        RecordOutput output =
                new RecordOutput(
                        new ByteArrayOutputStream(),
                        "out",
                        OutputForm.of(MarcFormat.MARCXML, WriteOptions.DEFAULT));
        for (MarcRecord record : records(TRICKY)) {
            assertEquals(1, record.number());
        }
        try (MarcReader reader = MarcReader.of(TRICKY, ReadOptions.DEFAULT)) {
            reader.readBatch().write(output);
        }
        assertEquals(
                List.of(
                        "2 characters that the format cannot carry were replaced, first in record 1",
                        "1 fields had other than two indicators; they were filled up with blanks or"
                                + " cut, first in record 1",
                        "1 subfield delimiters without a code were left out, first in record 1",
                        "1 control fields of local kind were written as data fields, the data as"
                                + " subfield a, first in record 1"),
                output.losses());
    }

    private static List<String> lossesOf(MarcFormat format, RecordBuilder record)
            throws IOException {
        RecordOutput output =
                new RecordOutput(
                        new ByteArrayOutputStream(),
                        "out",
                        OutputForm.of(format, WriteOptions.DEFAULT));
        try (MarcReader reader = MarcReader.of(record.build(), ReadOptions.DEFAULT)) {
            reader.readBatch().write(output);
        }
        return output.losses();
    }

    @Test
    void valuesThatLookLikeSubfieldsAreCountedWhateverTheCharacter() throws IOException {
        // Of one, two and three bytes; four bytes are two characters to who reads lines.
        for (String code : List.of("a", "é", "日")) {
            for (String value : List.of("$" + code, "x $" + code, "$" + code + " x")) {
                assertEquals(
                        List.of(
                                "1 values hold what the format takes for the beginning of a"
                                        + " subfield, first in record 1"),
                        lossesOf(MarcFormat.LINE, title(value)),
                        value);
            }
        }
        for (String value : List.of("$", "$ab", "x$a", "$é日", "$😀", "$ab c", "5 $")) {
            assertEquals(List.of(), lossesOf(MarcFormat.LINE, title(value)), value);
        }
    }

    /** A record with a title in which a dollar sign is one. */
    private static RecordBuilder title(String value) {
        return new RecordBuilder()
                .field("245", ("10\u001Fa" + value).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void fieldsWithTheLeadersTagAreCountedWhereTheyBeginARecord() throws IOException {
        RecordBuilder record =
                new RecordBuilder().field("000", "x").field("LDR", "10$ay").field("245", "10$az");
        assertEquals(
                List.of(
                        "1 fields have a tag that the format takes for the leader's, first in record 1"),
                lossesOf(MarcFormat.MARC_MAKER, record));
        assertEquals(List.of(), lossesOf(MarcFormat.JSON_LINES, record));
    }

    private static String fieldsIn(MarcFormat format, RecordBuilder record) throws IOException {
        String text = new String(written(record.build(), format), StandardCharsets.UTF_8);
        int start = text.indexOf(format == MarcFormat.MARCXML ? "</leader>" : "\"fields\"");
        return text.substring(start, text.indexOf('\n', start));
    }

    @Test
    void marcXmlHasControlFieldsFirstAndNoneWithADataFieldsTag() throws IOException {
        RecordBuilder record =
                new RecordBuilder()
                        .field("245", "10$aT")
                        .field("005", "10$aeng")
                        .field("SYS", "1<2\u0001")
                        .field("008", "b")
                        .field("00A", "local")
                        .field("001", "a");
        assertEquals(
                "</leader><controlfield tag=\"008\">b</controlfield><controlfield tag=\"00A\">local"
                        + "</controlfield><controlfield tag=\"001\">a</controlfield>"
                        + "<datafield tag=\"245\" ind1=\"1\" ind2=\"0\"><subfield code=\"a\">T</subfield>"
                        + "</datafield><datafield tag=\"005\" ind1=\"1\" ind2=\"0\">"
                        + "<subfield code=\"a\">eng</subfield></datafield>"
                        + "<datafield tag=\"SYS\" ind1=\" \" ind2=\" \"><subfield code=\"a\">1&lt;2\uFFFD"
                        + "</subfield></datafield></record>",
                fieldsIn(MarcFormat.MARCXML, record));
        assertEquals(
                List.of(
                        "1 characters that the format cannot carry were replaced, first in record 1",
                        "1 control fields of local kind were written as data fields, the data as"
                                + " subfield a, first in record 1",
                        "1 records had control fields after data fields; they were written before"
                                + " these, first in record 1"),
                lossesOf(MarcFormat.MARCXML, record));
        assertEquals(List.of(), lossesOf(MarcFormat.JSON_LINES, record));
    }

    @Test
    void aControlFieldAfterOneWithSubfieldsIsMovedToo() throws IOException {
        RecordBuilder record =
                new RecordBuilder().field("001", "a").field("005", "10$aeng").field("008", "b");
        String xml = fieldsIn(MarcFormat.MARCXML, record);
        assertTrue(xml.indexOf("\"008\"") < xml.indexOf("\"005\""), xml);
    }

    @Test
    void jsonHasATextForControlFieldsAndTwoIndicatorsForOthers() throws IOException {
        RecordBuilder record =
                new RecordBuilder()
                        .field("SYS", "x")
                        .field("500", "  ")
                        .field("501", "")
                        .field("502", "123$ax")
                        .field("503", "\u00E9$ax")
                        .field("504", "\u00E9\u65E5z$ax");
        String data = "{\"ind1\":\"%s\",\"ind2\":\"%s\",\"subfields\":[%s]}";
        String a = "{\"a\":\"x\"}";
        assertEquals(
                "\"fields\":[{\"SYS\":\"x\"},{\"500\":"
                        + data.formatted(" ", " ", "")
                        + "},{\"501\":"
                        + data.formatted(" ", " ", "")
                        + "},{\"502\":"
                        + data.formatted("1", "2", a)
                        + "},{\"503\":"
                        + data.formatted("\u00E9", " ", a)
                        + "},{\"504\":"
                        + data.formatted("\u00E9", "\u65E5", a)
                        + "}]}",
                fieldsIn(MarcFormat.JSON_LINES, record));
        assertEquals(
                List.of(
                        "4 fields had other than two indicators; they were filled up with blanks or"
                                + " cut, first in record 1"),
                lossesOf(MarcFormat.JSON_LINES, record));
    }

    @Test
    void aMarkOfDirectionAtTheEndIsCountedWhereItIsDropped() throws IOException {
        List<String> lost =
                List.of(
                        "1 values end with U+200E, which readers of the format leave out, first in record 1");
        for (String value : List.of("x\u200E", "\u200E", "\u200Fx\u200E")) {
            RecordBuilder control =
                    new RecordBuilder().field("001", value.getBytes(StandardCharsets.UTF_8));
            assertEquals(lost, lossesOf(MarcFormat.MARC_MAKER, title(value)));
            assertEquals(lost, lossesOf(MarcFormat.MARC_MAKER, control));
            assertEquals(List.of(), lossesOf(MarcFormat.LINE, title(value)));
        }
        for (String value : List.of("x\u200Ex", "\u200E x", "\u200Fx\u200F")) {
            assertEquals(List.of(), lossesOf(MarcFormat.MARC_MAKER, title(value)));
        }
    }

    @Test
    void marcXmlKeepsTheRulesOfItsSchema() throws Exception {
        Validator validator =
                SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                        .newSchema(getClass().getResource("/marcxml-rules.xsd"))
                        .newValidator();
        for (String file : FILES.subList(0, 3)) {
            ByteArrayOutputStream input = new ByteArrayOutputStream();
            for (MarcRecord record : records(Files.readAllBytes(SpecFolder.file(file)))) {
                // Some leaders have fill characters, which the schema does not allow.
                if (!record.leader().text().contains("|")) {
                    input.write(record.raw());
                }
            }
            byte[] xml = written(input.toByteArray(), MarcFormat.MARCXML);
            validator.validate(new StreamSource(new ByteArrayInputStream(xml)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "  \u001FaT",
                "a\u001Fbc",
                "\u001F",
                "x\u001F",
                "\u001FaT\u001FbU",
                "x $y {1F} \\",
                "12\u001F\u001F{\u001Fa$b\\"
            })
    void delimitersInControlFieldsComeBackFromMarcMaker(String value) throws IOException {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        RecordBuilder record = new RecordBuilder().field("001", "1").field("005", utf8);
        byte[] text = written(record.build(), MarcFormat.MARC_MAKER);
        try (MarcReader reader = MarcReader.of(text, ReadOptions.DEFAULT)) {
            MarcRecord again = reader.readBatch().getFirst();
            assertArrayEquals(record.build(), again.raw());
        }
        assertEquals(List.of(), lossesOf(MarcFormat.MARC_MAKER, record));
        boolean delimited = value.indexOf('\u001F') >= 0;
        assertEquals(
                delimited,
                lossesOf(MarcFormat.LINE, record)
                        .contains(
                                "1 control fields have subfields, which the format takes for text,"
                                        + " first in record 1"));
    }

    @Test
    void onlyIso2709IsWrittenInMarc8() {
        WriteOptions marc8 = WriteOptions.DEFAULT.withCoding(WriteOptions.Coding.MARC_8);
        assertEquals(
                "the format json is always UTF-8; only iso2709 is written in MARC-8",
                assertThrows(
                                IllegalArgumentException.class,
                                () ->
                                        new RecordOutput(
                                                new ByteArrayOutputStream(),
                                                "out",
                                                OutputForm.of(MarcFormat.JSON, marc8)))
                        .getMessage());
    }
}
