package org.panamarc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.fuzz.FormatCheck;
import org.panamarc.testing.AwkwardStream;
import org.panamarc.testing.Dump;

/**
 * Reads the formats other than ISO 2709.
 *
 * <p>It is one file, longer than others, since the same records are read in each format.
 */
class FormatReadingTest {
    /** Two records, as all of the inputs below have them. */
    private static final String TWO =
            """
            =LDR  00102nam a2200061 a 4500
            =001  x1
            =008  2 blanks
            =245  10$aÉté 😀 & <b>$cA {b}

            =LDR  00063nam  2200049 a 4500
            =001  x2
            =500    $aplain

            """;

    private static final String XML =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- made by hand -->
            <collection xmlns="http://www.loc.gov/MARC21/slim">
            <record>
              <leader>00000nam  2200000 a 4500</leader>
              <controlfield tag="001">x1</controlfield><controlfield tag="008">2 blanks</controlfield>
              <datafield tag="245" ind1="1" ind2="0">
                <subfield code="a">Été &#x1F600; &amp; &lt;b></subfield>
                <subfield code="c">A <![CDATA[{b}]]></subfield>
              </datafield>
            </record>
            <record><leader>     nam          a     </leader><controlfield tag="001">x2</controlfield>
              <datafield tag="500" ind1=" " ind2=" "><subfield code="a">plain</subfield></datafield></record>
            </collection>
            """;

    private static final String FIRST_JSON =
            "{\"leader\": \"00000nam  2200000 a 4500\", \"fields\": [{\"001\": \"x1\"},"
                    + " {\"008\": \"2 blanks\"}, {\"245\": {\"subfields\": [{\"a\": \"Été"
                    + " \\ud83d\\uDE00 & <b>\"}, {\"c\": \"A {b}\"}], \"ind1\": \"1\", \"ind2\": \"0\"}}]}";
    private static final String SECOND_JSON =
            "{\"fields\":[{\"001\":\"x2\"},{\"500\":{\"ind1\":\" \",\"subfields\":[{\"a\":\"plain\"}]}}],"
                    + "\"note\":{\"by\":[1,{}]},\"leader\":\"00054nam  2200000 a 4500\"}";

    private static final String MRK =
            """
            =LDR  00000nam\\\\2200000\\a\\4500
            =001  x1
            =008  2\\blanks
            =245  10$aÉté 😀 & <b>$cA {lcub}b{rcub}

            =LDR  00000nam  2200000 a 4500
            =001  x2
            =500  \\\\$aplain
            """;

    private static final String LINES =
            """
            00105nam  2200061 a 4500
            001 x1
            008 2 blanks
            245 10 $a Été 😀 & <b> $c A {b}

            00054nam  2200049 a 4500
            001 x2
            500    $a plain

            """;

    private static final String ALEPH =
            """
            000000001 LDR   L 00000nam^^2200000^a^4500
            000000001 001   L x1
            000000001 008   L 2^blanks
            000000001 24510 L $$aÉté 😀 & <b>$$cA {b}
            000000002 LDR   L 00000nam^^2200000^a^4500
            000000002 001   L x2
            000000002 500   L $$aplain
            """;

    static Stream<Arguments> inputs() {
        return Stream.of(
                Arguments.of("marcxml", XML),
                Arguments.of(
                        "marcxml",
                        XML.replace("xmlns=", "xmlns:m=").replaceAll("<(/?)(?=[a-z])", "<$1m:")),
                Arguments.of("marcxml", XML.replaceAll(" xmlns=\"[^\"]*\"", "")),
                Arguments.of("marcxml", "\uFEFF" + XML),
                Arguments.of("json", "[" + FIRST_JSON + ",\n" + SECOND_JSON + "]\n"),
                Arguments.of("json", FIRST_JSON + SECOND_JSON),
                Arguments.of("jsonl", "\n" + FIRST_JSON + "\n" + SECOND_JSON + "\n"),
                Arguments.of("mrk", MRK),
                Arguments.of("mrk", "\uFEFF" + MRK.replace("\n", "\r\n")),
                Arguments.of("line", LINES),
                Arguments.of("aleph", ALEPH));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void theFormatIsRecognisedAndTheRecordsAreGiven(String format, String input)
            throws IOException {
        byte[] bytes = input.getBytes(UTF_8);
        for (@Nullable MarcFormat given :
                new @Nullable MarcFormat[] {null, MarcFormat.of(format)}) {
            ReadOptions options = ReadOptions.DEFAULT.withFormat(given);
            for (int atOnce : new int[] {1, 7, 1 << 20}) {
                check(MarcReader.of(new AwkwardStream(bytes, atOnce), "stream", options), bytes);
            }
            check(MarcReader.of(bytes, options.withBatchRecords(1).withThreads(2)), bytes);
        }
    }

    private static void check(MarcReader opened, byte[] bytes) throws IOException {
        StringBuilder dump = new StringBuilder();
        long end = 0;
        try (MarcReader reader = opened) {
            for (MarcRecord record : reader) {
                dump.append(Dump.of(record));
                assertEquals(List.of(), record.defects());
                assertEquals(end, record.span().start());
                end += record.span().length();
                assertEquals(
                        record.raw().length,
                        Integer.parseInt(record.leader().text().substring(0, 5)));
            }
            assertEquals(TWO, dump.toString());
            assertEquals(bytes.length, reader.bytesRead());
            assertEquals(2, reader.recordsRead());
            for (SkippedRange range : reader.skipped()) {
                assertEquals(new Span(end, bytes.length - end), range.span());
                assertEquals(SkippedRange.Reason.FILLER, range.reason());
            }
        }
    }

    @Test
    void boundariesOfRecordsInOtherFormatsAreTheirSpans() throws IOException {
        byte[] bytes = XML.getBytes(UTF_8);
        List<Span> spans;
        try (MarcReader reader = MarcReader.of(bytes, ReadOptions.DEFAULT)) {
            spans = reader.stream().map(MarcRecord::span).toList();
        }
        try (MarcReader reader = MarcReader.of(bytes, ReadOptions.DEFAULT)) {
            assertEquals(spans, reader.scanBoundaries());
        }
    }

    @Test
    void recordsInEnvelopesAreFound() throws IOException {
        String envelope =
                "<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><record><header/><metadata>"
                        + "<record xmlns='http://www.loc.gov/MARC21/slim'><leader>     nam a22     uu 4500"
                        + "</leader></record></metadata></record></OAI-PMH>";
        assertEquals(
                List.of("=LDR  00026nam a2200025uu 4500\n\n", "Span[start=178, length=30] FILLER"),
                read(envelope));
    }

    private static List<String> read(String input) throws IOException {
        return read(input, ReadOptions.DEFAULT);
    }

    /** Records, what is thrown between them, and the defects. */
    private static List<String> read(String input, ReadOptions options) throws IOException {
        List<String> found = new ArrayList<>();
        try (MarcReader reader = MarcReader.of(input.getBytes(UTF_8), options)) {
            while (true) {
                try {
                    RecordBatch batch = reader.readBatch();
                    if (batch.isEmpty()) {
                        break;
                    }
                    for (MarcRecord record : batch) {
                        found.add(Dump.of(record));
                        for (Defect defect : record.defects()) {
                            found.add(
                                    "%s %s %d: %s"
                                            .formatted(
                                                    defect.kind().text(),
                                                    defect.tag(),
                                                    defect.offset(),
                                                    defect.message()));
                        }
                    }
                } catch (MarcFormatException e) {
                    found.add(e.getMessage());
                }
            }
            for (SkippedRange range : reader.skipped()) {
                found.add(range.span() + " " + range.reason());
            }
            assertEquals(input.getBytes(UTF_8).length, reader.bytesRead());
        }
        return found;
    }

    @Test
    void malformedXmlIsReportedWithItsPlaceAfterEarlierRecords() throws IOException {
        String input =
                "<collection>\n<record><leader>00000nam a2200000 a 4500</leader></record>\n<record><leader></record>";
        String record = "=LDR  00026nam a2200025 a 4500\n\n";
        String problem =
                "<bytes>: record 2 at byte 71: malformed XML at line 3, column 17: Unexpected end"
                        + " tag: expected </leader>";
        assertEquals(List.of(record, problem, "Span[start=71, length=26] NOT_READ"), read(input));
        assertEquals(
                List.of(record, "Span[start=71, length=26] NOT_READ"),
                read(input, ReadOptions.DEFAULT.withOnError(ErrorPolicy.SKIP)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<collection>\n",
                "\n\n<collection>",
                "<?xml version='1.0'?>\n<collection\n >",
                "<?xml version='1.0'?>\r\n\r\n<!-- a\r\n -->\r\n<?b\r\n ?>\r\n<collection>",
                "<!DOCTYPE a SYSTEM 'a' [\n<!ENTITY b 'c'>]\n>\n<collection>",
                "<collection>\n<!-- a\n --><?b\n ?><c d='\n'>\n<![CDATA[\n]]></c\n>",
            })
    void linesAreCountedWhateverTheyHold(String before) throws IOException {
        String record = "<record><leader>\u00E9</leader>\n";
        for (String wrong : List.of("  &what;", "  </leader>\n\n</collection>")) {
            String input = before + record + wrong;
            long line = input.substring(0, input.indexOf(wrong)).lines().count() + 1;
            String place = "malformed XML at line %d, column 3: ".formatted(line);
            List<String> found = read(input);
            assertTrue(found.getFirst().contains(place), () -> place + found);
        }
    }

    @Test
    void xmlThatEndsTooEarlyIsMalformed() throws IOException {
        String input = XML.substring(0, XML.length() - 40);
        List<String> found = read(input);
        assertEquals(3, found.size(), found::toString);
        String place = "malformed XML at line %d, column ".formatted(input.lines().count());
        assertTrue(found.get(1).contains(place), found::toString);
    }

    @Test
    void entitiesAreNotExpandedAndNothingElseIsRead() throws IOException {
        String input =
                "<!DOCTYPE r SYSTEM \"file:///etc/passwd\" [<!ENTITY x SYSTEM \"file:///etc/passwd\">"
                        + "<!ENTITY y \"yyy\">]>\n"
                        + "<record><leader>00000nam a2200000 a 4500</leader>"
                        + "<controlfield tag='001'>&ENTITY;</controlfield></record>";
        for (String entity : List.of("x", "y", "unknown")) {
            List<String> found = read(input.replace("ENTITY;", entity + ";"));
            assertEquals(3, found.size(), found::toString);
            assertEquals(
                    "<bytes>: record 1 at byte 100: malformed XML at line 2, column 74: the entity &"
                            + entity
                            + "; is not known; only XML's own five are",
                    found.getFirst());
            assertTrue(found.get(2).endsWith(" NOT_READ"), found::toString);
        }
    }

    @Test
    void aDocumentTypeWithDeclarationsButNoIdentifierIsSkipped() throws IOException {
        String record = "<record><leader>00000nam a2200000 a 4500</leader></record>";
        assertEquals(1, read("<!DOCTYPE r SYSTEM 'r' [<!ENTITY x 'y'>]>" + record).size());
        assertEquals(1, read("<!DOCTYPE r>" + record).size());
        List<String> found = read("<!DOCTYPE r [<!ENTITY x 'y'>]>" + record);
        assertEquals("Span[start=0, length=30] MALFORMED", found.get(1));
    }

    @Test
    void aLineOfMalformedJsonCostsNoOtherLine() throws IOException {
        String record = "{\"leader\":\"00000nam a2200000 a 4500\",\"fields\":[]}\n";
        String input = record + "{\"leader\": oops}\n" + record + "{\"leader\"\n" + record;
        String given = "=LDR  00026nam a2200025 a 4500\n\n";
        List<String> found = read(input, ReadOptions.DEFAULT.withOnError(ErrorPolicy.RAISE));
        assertEquals(
                List.of(given, given, given),
                found.stream().filter(given::equals).toList(),
                found::toString);
        assertTrue(
                found.stream()
                        .anyMatch(text ->
                                text.startsWith(
                                        "<bytes>: record 2 at byte 49: malformed JSON at line 2, column 12: Unexpected character ('o'")),
                found::toString);
        assertTrue(
                found.stream()
                        .anyMatch(text -> text.contains("malformed JSON at line 5, column 1")),
                found::toString);
    }

    @Test
    void aLineAfterMalformedJsonIsReadWhereverPiecesEnd() throws IOException {
        String record = "{\"leader\":\"00000nam a2200000 a 4500\",\"fields\":[]}\n";
        byte[] input = ("{\"leader\":\n" + record + "{\"fields\":7,\n" + record).getBytes(UTF_8);
        for (int atOnce = 1; atOnce <= input.length; atOnce++) {
            FormatCheck.everyByteIsAccountedFor(input, MarcFormat.JSON, atOnce);
        }
    }

    @Test
    void malformedJsonInAnArrayCostsNoOtherRecord() throws IOException {
        String input = "[" + FIRST_JSON + ", {\"leader\" 1}, " + SECOND_JSON + "]";
        List<String> found = read(input, ReadOptions.DEFAULT.withOnError(ErrorPolicy.RAISE));
        assertEquals(5, found.size(), found::toString);
        assertTrue(found.get(1).contains("malformed JSON at line 1, column "), found::toString);
        assertTrue(found.get(3).endsWith(" MALFORMED"), found::toString);
        found.remove(1);
        assertEquals(found, read(input));
    }

    @Test
    void oddPartsOfARecordAreReportedAndTheRestIsRead() throws IOException {
        assertEquals(
                List.of(
                        "=LDR  00055     2200049   4500\n=01   1\n=245  1 \n\n",
                        "leader null 0: the leader has 3 characters, expected 24; it is read as"
                                + " 'x y                     '",
                        "tag 01  0: the tag is '01', expected three characters; it is read as '01 '",
                        "format null 0: line 3: found an element b where MARCXML has none; it is"
                                + " not read",
                        "format null 0: line 4: found text between elements; it is not read",
                        "indicators 245 0: 1 indicator is not one character; the first, indicator 2,"
                                + " is ' 2' and is read as a blank",
                        "tag 01  0: 1 of 2 tags are not three characters from 0-9 and A-Z; the first"
                                + " is '01 '",
                        "indicators 245 0: 1 of 1 data fields do not begin with two indicators and a"
                                + " subfield delimiter; the first begins with '1 '"),
                read(
                        """
                        <record><leader>x y</leader>
                        <controlfield tag="01">1</controlfield>
                        <datafield tag="245" ind1="1" ind2=" 2"><b>x</b>
                        </datafield>text</record>\
                        """));
    }

    @Test
    void charactersThatIso2709KeepsForItselfAreReplaced() throws IOException {
        List<String> found =
                read(
                        "{\"leader\":\"00000nam a2200000 a 4500\",\"fields\":[{\"001\":\"a\\u001eb\\ud800\"}]}");
        assertEquals("=LDR  00047nam a2200037 a 4500\n=001  a\uFFFDb\uFFFD\n\n", found.get(0));
        assertEquals(
                "undecodable 001 0: a field of ISO 2709 cannot hold U+001E; it is read as U+FFFD",
                found.get(1));
    }

    @Test
    void indicatorsKeepTheirPlaces() throws IOException {
        List<String> found =
                read(
                        """
                        <record><leader>00000nam a2200000 a 4500</leader>
                        <datafield tag="245" ind1="" ind2="4"><subfield code="a">T</subfield></datafield>
                        <datafield tag="246" ind2="3"><subfield code="a">U</subfield></datafield>
                        <datafield tag="247" ind1="10" ind2=" "><subfield code="a">V</subfield></datafield>
                        </record>\
                        """);
        assertEquals(
                "=LDR  00080nam a2200061 a 4500\n=245  \\4$aT\n=246  \\3$aU\n=247  1\\$aV\n\n"
                        .replace('\\', ' '),
                found.get(0));
        assertEquals(
                "indicators 245 0: 3 indicators are not one character; the first, indicator 1, is"
                        + " empty and is read as a blank",
                found.get(1));
    }

    @Test
    void subfieldCodesOfAnotherLengthLeaveValuesWhole() throws IOException {
        List<String> found =
                read(
                        """
                        <record><leader>00000nam a2200000 a 4500</leader>
                        <datafield tag="245" ind1="1" ind2="0"><subfield code="ab">T</subfield>
                        <subfield code="">U</subfield><subfield>V</subfield></datafield>
                        </record>\
                        """);
        assertEquals("=LDR  00050nam a2200037 a 4500\n=245  10$aT$ U$ V\n\n", found.get(0));
        assertEquals(
                "subfield-code 245 0: 3 subfield codes are not one character; the first is 'ab' and"
                        + " is read as 'a'",
                found.get(1));
    }

    @Test
    void fieldsAndRecordsOfAnyLengthAreRead() throws IOException {
        String text = "é".repeat(60_000);
        String input =
                "<record><leader>00000nam a2200000 a 4500</leader><controlfield tag='001'>%s</controlfield>"
                                .formatted(text)
                        + "<datafield tag='500' ind1=' ' ind2=' '><subfield code='a'>x</subfield></datafield></record>";
        try (MarcReader reader = MarcReader.of(input.getBytes(UTF_8), ReadOptions.DEFAULT)) {
            MarcRecord record = reader.readBatch().getFirst();
            assertEquals(text, record.value("001"));
            assertEquals("x", record.value("500$a"));
            assertEquals(List.of(), record.defects());
            try (MarcReader again = MarcReader.of(record.raw(), ReadOptions.DEFAULT)) {
                assertEquals(record.fields(), again.readBatch().getFirst().fields());
            }
        }
    }

    @Test
    void textInTheFormOfAReferenceIsReadBackFromIso2709() throws IOException {
        String input =
                "<record><leader>00000nam  2200000 a 4500</leader>"
                        + "<controlfield tag='001'>&amp;#x4E2D;</controlfield></record>";
        try (MarcReader reader = MarcReader.of(input.getBytes(UTF_8), ReadOptions.DEFAULT)) {
            byte[] raw = reader.readBatch().getFirst().raw();
            try (MarcReader again = MarcReader.of(raw, ReadOptions.DEFAULT)) {
                assertEquals("&#x4E2D;", again.readBatch().getFirst().value("001"));
            }
        }
    }

    @Test
    void moreFieldsThanABaseAddressCountsAreRead() throws IOException {
        String input =
                "<record><leader>00000nam a2200000 a 4500</leader>"
                        + "<controlfield tag='001'>x</controlfield>".repeat(9000)
                        + "</record>";
        try (MarcReader reader = MarcReader.of(input.getBytes(UTF_8), ReadOptions.DEFAULT)) {
            MarcRecord record = reader.readBatch().getFirst();
            assertEquals(9000, record.fields().size());
            assertEquals(List.of(), record.defects());
            try (MarcReader again = MarcReader.of(record.raw(), ReadOptions.DEFAULT)) {
                assertEquals(record.fields(), again.readBatch().getFirst().fields());
            }
        }
    }

    @Test
    void aRecordIso2709CannotHoldIsReportedAndOthersGiven() throws IOException {
        String head = "<record><leader>00000nam a2200000 a 4500</leader>";
        String record = head + "</record>";
        String many = "<controlfield tag='001'>x</controlfield>".repeat(1_400_000);
        List<String> found =
                read(
                        "<collection>"
                                + record
                                + head
                                + many
                                + "</record>"
                                + record
                                + "</collection>");
        assertEquals(5, found.size(), found::toString);
        assertTrue(
                found.get(1)
                        .endsWith(
                                "the record has more than 16,777,216 bytes, which is the most that"
                                        + " is read back"),
                found::toString);
    }

    @Test
    void valuesComeInNfcWhereThatIsAskedFor() throws IOException {
        String input = XML.replace("É", "E\u0301");
        try (MarcReader reader =
                MarcReader.of(input.getBytes(UTF_8), ReadOptions.DEFAULT.withNfc(Nfc.ALL))) {
            assertEquals("Été 😀 & <b>", reader.readBatch().getFirst().value("245$a"));
        }
    }

    @Test
    void theAlephNumberReplacesAMissing001() throws IOException {
        List<String> found =
                read("000000007 LDR   L 00000nam^a2200000^a^4500\n000000007 FMT   L BK\n");
        assertTrue(found.getFirst().endsWith("=001  000000007\n=FMT  BK\n\n"), found::toString);
    }

    @Test
    void linesThatAreNoFieldsBecomePartOfTheOneBefore() throws IOException {
        assertEquals(
                "=LDR  00056nam a2200037 a 4500\n=245  10$aone\nsecond$bx\n\n",
                read("=LDR  00000nam a2200000 a 4500\n=245  10$aone\nsecond$bx\n").getFirst());
        assertEquals(
                "=LDR  00056nam a2200037 a 4500\n=245  10$aone\nsecond$bx\n\n",
                read("00000nam a2200000 a 4500\n245 10 $a one\nsecond $b x\n").getFirst());
    }

    @Test
    void aFormatWithoutRecordsIsNamed() throws IOException {
        for (Map.Entry<String, String> input :
                Map.of(
                                "<collection></collection>", "FILLER",
                                "<html><record></html>", "XML",
                                "<mods>x</mods>", "XML",
                                "[]", "FILLER",
                                "{\"a\": 1}", "JSON")
                        .entrySet()) {
            List<String> found = read(input.getKey());
            assertEquals(1, found.size(), found::toString);
            assertTrue(found.getFirst().endsWith("] " + input.getValue()), found::toString);
        }
    }

    @Test
    void aSourceThatFailsGoesOnWhereItWas() throws IOException {
        byte[] bytes = XML.getBytes(UTF_8);
        for (int untilFailure = 101; untilFailure < bytes.length; untilFailure += 101) {
            AwkwardStream stream = new AwkwardStream(bytes, 50, untilFailure + 1);
            try (MarcReader reader = MarcReader.of(stream, "stream", ReadOptions.DEFAULT)) {
                List<String> ids = new ArrayList<>();
                int failures = 0;
                while (true) {
                    try {
                        RecordBatch batch = reader.readBatch();
                        if (batch.isEmpty()) {
                            break;
                        }
                        batch.forEach(record -> ids.add(record.value("001")));
                    } catch (IOException e) {
                        failures++;
                    }
                }
                assertEquals(List.of("x1", "x2"), ids);
                assertEquals(1, failures);
            }
        }
    }

    @Test
    void anUnknownFormatIsAnError() {
        assertEquals(
                "there is no format 'marc'; expected one of iso2709, marcxml, json, jsonl, mrk,"
                        + " line, aleph, catalogue, dc, qdc, bibtex, csl-json",
                assertThrows(IllegalArgumentException.class, () -> MarcFormat.of("marc"))
                        .getMessage());
    }
}
