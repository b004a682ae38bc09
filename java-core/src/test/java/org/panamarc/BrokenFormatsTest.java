package org.panamarc;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.fuzz.FormatCheck;
import org.panamarc.internal.parse.RecordAssembler;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.FormatSamples;

/**
 * Formats other than ISO 2709: broken inputs, and encodings of XML.
 *
 * <p>It is one file, longer than others, since the cases of all formats share their samples.
 */
class BrokenFormatsTest {
    private static final String LEADER = "<leader>00000nam a2200000 a 4500</leader>";
    private static final String XML =
            "<?xml version=\"1.0\" encoding=\"%s\"?>\n<collection><record>"
                    + LEADER
                    + "<controlfield tag=\"001\">%s</controlfield></record>\n<record>"
                    + LEADER
                    + "<controlfield tag=\"001\">\u00E9</controlfield></record></collection>";

    /** What the fields 001 of records hold, their defects, what is thrown, and what is skipped. */
    private static List<String> read(byte[] input, ReadOptions options) throws IOException {
        List<String> found = new ArrayList<>();
        try (MarcReader reader = MarcReader.of(input, options)) {
            while (true) {
                try {
                    RecordBatch batch = reader.readBatch();
                    if (batch.isEmpty()) {
                        break;
                    }
                    for (MarcRecord record : batch) {
                        found.add(String.valueOf(record.value("001")));
                        record.defects().forEach(defect -> found.add(defect.message()));
                    }
                } catch (MarcFormatException e) {
                    found.add("! " + String.valueOf(e.getMessage()).replace("<bytes>: ", ""));
                }
            }
            for (SkippedRange range : reader.skipped()) {
                if (range.reason() != SkippedRange.Reason.FILLER) {
                    found.add("%d %s".formatted(range.span().length(), range.reason().text()));
                }
            }
        }
        return found;
    }

    private static List<String> read(String input) throws IOException {
        return read(input.getBytes(UTF_8), ReadOptions.DEFAULT);
    }

    static Stream<Arguments> encodings() {
        return Stream.of(
                Arguments.of("ISO-8859-1", "ISO-8859-1", "Stra\u00DFe"),
                Arguments.of("latin1", "ISO-8859-1", "Stra\u00DFe"),
                Arguments.of("windows-1252", "windows-1252", "\u20AC \u201Ex\u201C"),
                Arguments.of("ISO-8859-15", "ISO-8859-15", "\u20AC"),
                Arguments.of("UTF-8", "UTF-8", "\u20AC \uD83D\uDE00"),
                Arguments.of("utf8", "UTF-8", "\u20AC"),
                Arguments.of("UTF-16", "UTF-8", "\u20AC"),
                Arguments.of("US-ASCII", "UTF-8", "\u20AC"),
                Arguments.of("UTF-16", "UTF-16LE", "\u20AC \uD83D\uDE00"),
                Arguments.of("UTF-16", "UTF-16BE", "\u20AC \uD83D\uDE00"),
                Arguments.of("utf-8", "UTF-16LE", "\u20AC"),
                Arguments.of("UTF-\u4E2D\u6587", "UTF-16LE", "\u20AC"));
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void xmlIsReadInTheEncodingThatItIsIn(String declared, String charset, String text)
            throws IOException {
        String document = XML.formatted(declared, text);
        byte[] input = document.getBytes(Charset.forName(charset));
        List<String> expected = List.of(text, "\u00E9");
        assertEquals(expected, read(input, ReadOptions.DEFAULT));
        FormatCheck.everyByteIsAccountedFor(input, MarcFormat.MARCXML, 5);
        byte[] mark =
                switch (charset) {
                    case "UTF-16LE" -> Bytes.of(0xFF, 0xFE);
                    case "UTF-16BE" -> Bytes.of(0xFE, 0xFF);
                    case "UTF-8" -> Bytes.of(0xEF, 0xBB, 0xBF);
                    default -> new byte[0];
                };
        byte[] marked = Bytes.concat(mark, input);
        assertEquals(expected, read(marked, ReadOptions.DEFAULT));
        FormatCheck.everyByteIsAccountedFor(marked, MarcFormat.MARCXML, 1);
        try (MarcReader reader = MarcReader.of(marked, ReadOptions.DEFAULT)) {
            // Spans count bytes of the input, whatever it is coded in.
            Span span = reader.readBatch().getFirst().span();
            String first =
                    new String(
                            Arrays.copyOf(marked, (int) span.length()), Charset.forName(charset));
            assertTrue(first.endsWith("</record>"), first);
        }
    }

    @Test
    void textBetweenElementsIsReportedOnceHoweverItComes() throws IOException {
        String stray = "\na &amp; b\n<!-- c -->d";
        String message = "line %d: found text between elements; it is not read";
        String input = "<record>%s%s%s</record>".formatted(stray, LEADER, stray);
        assertEquals(
                List.of("null", message.formatted(2), message.formatted(4)),
                read(input),
                () -> "of " + input);
        for (int atOnce = 1; atOnce < 20; atOnce++) {
            FormatCheck.everyByteIsAccountedFor(input.getBytes(UTF_8), MarcFormat.MARCXML, atOnce);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GB18030", "Shift_JIS", "cp037", "klingon", "no name"})
    void anEncodingThatIsNotReadIsNamed(String encoding) throws IOException {
        byte[] input = XML.formatted(encoding, "x").getBytes(UTF_8);
        assertEquals(
                List.of(
                        "! record 1 at byte 0: malformed XML at line 1, column 1: the encoding is '"
                                + encoding
                                + "'; expected UTF-8, UTF-16 or one of one byte a character that"
                                + " Java knows",
                        input.length + " not read"),
                read(input, ReadOptions.DEFAULT));
    }

    @Test
    void bytesThatMeanNothingInTheEncodingAreReported() throws IOException {
        byte[] input = XML.formatted("windows-1252", "a#b").getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < input.length; i++) {
            input[i] = input[i] == '#' ? (byte) 0x81 : input[i];
        }
        assertEquals(
                List.of(
                        "a\uFFFDb",
                        "bytes mean nothing in windows-1252; they read as U+FFFD",
                        "\u00E9"),
                read(input, ReadOptions.DEFAULT));
    }

    @Test
    void brokenXmlIsReportedAfterTheRecordsBeforeIt() throws IOException {
        String good = "<record>" + LEADER + "<controlfield tag='001'>1</controlfield></record>";
        for (String bad :
                List.of(
                        "<record><leader></record>",
                        "<record></collection>",
                        "<record><controlfield tag='1' tag='2'/></record>",
                        "<record><controlfield tag=001/></record>",
                        "<record>&nbsp;</record>",
                        "<record>a\0b</record>",
                        "<record>&#0;</record>",
                        "<record><x:leader/></record>",
                        "<xmlns:record/>",
                        "<record><xmlns:leader></record>",
                        "<record xmlns:xmlns='a'/>",
                        "<record><?xml version='1.0'?></record>",
                        "<record><controlfield tag='<'/></record>",
                        "<record><!-- -- --></record>",
                        "<record>")) {
            List<String> found = read("<collection>" + good + "\n" + bad);
            assertEquals("1", found.getFirst());
            assertTrue(
                    found.get(1).startsWith("! record 2 at byte ")
                            && found.get(1).contains(": malformed XML at line 2, column "),
                    () -> bad + found);
            assertTrue(found.getLast().endsWith(" not read"), () -> bad + found);
        }
    }

    /** The library may pass over what nobody asks for, and does so in other ways in pieces. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!-- -- -->",
                "<!-- a --->",
                "<!--\u0001-->",
                "<!-->",
                "<?xml x?>",
                "<?a \u0001?>",
                "<![CDATA[\u0001]]>",
                "<!DOCTYPE a>",
                "&#;",
                "&#x1d;",
                "&#xD800;",
                "&amp",
                "& ",
                "&a;",
                " \u0001",
                "\uFFFE",
                "<a b='&#1;'/>",
                "<a b='<'/>",
                "<a b='1' b='2'/>",
                "<x:a/>"
            })
    void brokenXmlReadsAlikeHoweverItsBytesCome(String bad) {
        String start = "<record>" + LEADER + "<controlfield tag='001'>";
        String end = "</controlfield></record>";
        String good = start + "1" + end;
        for (String input :
                List.of(
                        bad + "<c>" + good + "</c>",
                        "<c>\u00E9" + bad + good + "</c>",
                        "<c><a>a" + bad + "</a>" + good + "</c>",
                        "<c><record>" + LEADER + bad + "</record>" + good + "</c>",
                        "<c>" + start + bad + end + good + "</c>",
                        "<c>" + good + "</c>" + bad)) {
            byte[] bytes = input.getBytes(UTF_8);
            for (int atOnce = 1; atOnce < 8; atOnce++) {
                FormatCheck.everyByteIsAccountedFor(bytes, MarcFormat.MARCXML, atOnce);
            }
        }
    }

    @Test
    void aLargeDocumentIsNotReadAfterWhatIsMalformed() throws IOException {
        String input = "<collection><record><leader></record>" + "<x/>".repeat(500_000);
        List<String> found = read(input);
        assertEquals(2, found.size(), found::toString);
        assertEquals(input.length() + " not read", found.get(1));
    }

    @Test
    void entitiesThatMultiplyAreRefusedAtOnce() throws IOException {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE b [<!ENTITY a0 'aaaaaaaaaa'>\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("<!ENTITY a%d '%s'>\n".formatted(i, "&a%d;".formatted(i - 1).repeat(10)));
        }
        bomb.append("]><record>").append(LEADER);
        bomb.append("<controlfield tag='001'>&a29;</controlfield></record>");
        List<String> found = read(bomb.toString());
        assertEquals(3, found.size(), found::toString);
        assertTrue(found.getFirst().contains("malformed XML at line "), found::toString);
    }

    @Test
    void oddButWellFormedXmlIsRead() throws IOException {
        String input =
                "<?xml version='1.0'?><!DOCTYPE collection SYSTEM 'no/such.dtd'>\n"
                        + "<m:collection xmlns:m='http://www.loc.gov/MARC21/slim'><?pi x?>"
                        + "<m:record type='Bibliographic' id='7'><!-- <record> -->"
                        + LEADER.replace("leader", "m:leader")
                        + "<m:controlfield tag='001'><![CDATA[<&]]>&lt;&#38;<!-- c -->x"
                        + "</m:controlfield></m:record></m:collection>\n\n";
        assertEquals(List.of("<&<&x"), read(input));
        String text = "x".repeat(300_000);
        assertEquals(List.of(text, "\u00E9"), read(XML.formatted("UTF-8", text)));
    }

    @Test
    void brokenJsonIsReportedAndItsLinesGoOn() throws IOException {
        String good = "{\"leader\":\"00000nam a2200000 a 4500\",\"fields\":[{\"001\":\"1\"}]}\n";
        for (String bad :
                List.of(
                        "{leader",
                        "{\"leader\":}",
                        "{\"leader\":\"\\x\"}",
                        "{\"leader\":\"a\nb\"}",
                        "{\"fields\":[{]}",
                        "{\"fields\":[}",
                        "{\"a\":01}",
                        "{\"a\":tru}",
                        "{]",
                        "}",
                        "nonsense",
                        "\"text\"",
                        "12",
                        "{\"leader\":\"")) {
            byte[] input = (good + bad + "\n" + good).getBytes(UTF_8);
            List<String> found = read(input, ReadOptions.DEFAULT.withOnError(ErrorPolicy.RAISE));
            assertEquals("1", found.getFirst(), () -> bad + found);
            assertEquals("1", found.get(2), () -> bad + found);
            assertEquals(4, found.size(), () -> bad + found);
            assertTrue(
                    found.get(1).startsWith("! record 2 at byte ")
                            && found.get(1).contains(": malformed JSON at line ")
                            && !found.get(1).contains("Source"),
                    () -> bad + found);
            assertTrue(found.get(3).endsWith(" malformed"), () -> bad + found);
            assertEquals(List.of("1", "1", found.get(3)), read(good + bad + "\n" + good));
        }
        assertEquals(List.of("1", "1"), read(good + "\n \r\n\n" + good + "\n"));
        assertEquals(List.of("1", "1"), read("\uFEFF" + good + good));
    }

    @Test
    void oddJsonIsReadAsFarAsItCanBe() throws IOException {
        assertEquals(
                List.of(
                        "7",
                        "line 1: found 7 where MARC-in-JSON has a string; it is read as one",
                        "line 1: found an array where MARC-in-JSON has none; it is not read"),
                read("{\"leader\":\"00000nam a2200000 a 4500\",\"fields\":[{\"001\":7},"
                                + "[[{}]],{\"500\":{\"subfields\":[]}}]}")
                        .subList(0, 3));
        // Of members with one name, all count: fields repeat, and so may the leader.
        assertEquals(
                List.of("1"),
                read(
                        "{\"leader\":\"00000nam a2200000 a 4500\",\"fields\":[{\"001\":\"1\",\"001\":"
                                + "\"2\"}],\"leader\":\"00000nam a2200000 a 4500\"}"));
    }

    @Test
    void everyBeginningOfASampleIsAccountedFor() {
        FormatSamples.ALL.forEach((name, sample) -> {
            byte[] whole = sample.text().getBytes(UTF_8);
            for (int length = 0; length <= whole.length; length++) {
                FormatCheck.everyByteIsAccountedFor(
                        Arrays.copyOf(whole, length), sample.format(), 11);
            }
        });
        byte[] whole = FormatSamples.XML.getBytes(UTF_16LE);
        for (int length = 0; length <= whole.length; length += 7) {
            FormatCheck.everyByteIsAccountedFor(
                    Arrays.copyOf(whole, length), MarcFormat.MARCXML, 11);
        }
    }

    private static List<String> marcMaker(String text) throws IOException {
        return read("=LDR  00000nam\\a2200000\\a\\4500\n=001  " + text + "\n");
    }

    @Test
    void eachMnemonicReadsAsTheCharacterThatItNames() throws IOException {
        int rows = 0;
        try (InputStream in = RecordAssembler.class.getResourceAsStream("mnemonics.tsv")) {
            assertNotNull(in);
            for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
                if (line.startsWith("#")) {
                    continue;
                }
                String[] row = line.split("\t", -1);
                int point = Integer.parseInt(row[1], 16);
                assertEquals(row[3], Character.getName(point), line);
                boolean mark = Character.getType(point) == Character.NON_SPACING_MARK;
                assertEquals(mark ? "m" : "", row[2], line);
                String character = Character.toString(point);
                String expected = mark ? "ax" + character + "b" : "a" + character + "xb";
                assertEquals(List.of(expected), marcMaker("a{" + row[0] + "}xb"), line);
                rows++;
            }
        }
        assertEquals(350, rows);
    }

    @ParameterizedTest
    @CsvSource({
        "{acute}e{grave}a, e\u0301a\u0300",
        "{acute}{dotb}e, e\u0301\u0323",
        "{eacute}, \u00E9",
        "{acute}{aelig}x, \u00E6\u0301x",
        "x{acute}, x\u0301",
        "{llig}t{rlig}s, t\u0361s",
        "{llig}ts, t\uFE20s",
        "t{rlig}s, ts\uFE21",
        "{ldbltil}n{rdbltil}g, n\u0360g",
        "{E2}e{B5}{41}, e\u0301\u00E6A",
        "{a}{Z}{7}, aZ7",
        "{lcub}acute{rcub}, {acute}",
        "{dollar}{bsol}, $\\",
        "a{b c}d{}{, a{b c}d{}{"
    })
    void mnemonicsReadAsUnicodeHasThem(String text, String expected) throws IOException {
        assertEquals(List.of(expected), marcMaker(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{eniero}", "{Z\u00E9}", "{esc}", "{1D}", "{FF}"})
    void wordsThatAreNoMnemonicsStayAndAreReported(String word) throws IOException {
        List<String> found = marcMaker("Ing." + word + " X");
        assertEquals("Ing." + word + " X", found.getFirst());
        if (word.chars().allMatch(c -> c < 0x80)) {
            assertEquals(
                    List.of(word + " is no mnemonic of MARCMaker; it is kept as it is"),
                    found.subList(1, found.size()));
        }
    }

    @Test
    void quarantineHasTheInputsBytesThatAreInNoRecord(@TempDir Path folder) throws IOException {
        Path quarantine = folder.resolve("bad");
        String good = "<record>" + LEADER + "</record>";
        String odd = "\n<record><b/>" + LEADER + "</record>";
        String rest = "\n<record></collection>" + "<x>".repeat(200_000);
        String input = "<collection>" + good + odd + rest;
        ReadOptions options =
                ReadOptions.DEFAULT.withOnError(ErrorPolicy.SKIP).withQuarantine(quarantine);
        assertEquals(
                List.of("null", odd.length() + " left out", rest.length() + " not read"),
                read(input.getBytes(UTF_8), options));
        assertEquals(odd + rest, Files.readString(quarantine));
        List<String> report = Files.readAllLines(folder.resolve("bad.tsv"));
        assertEquals(3, report.size(), report::toString);
        int start = "<collection>".length() + good.length();
        assertEquals(
                "<bytes>\t%d\t%d\t0\tleft out\t2\tformat\tstructure\t%d\t\tline 2: found an element b where MARCXML has none; it is not read"
                        .formatted(start, odd.length(), start),
                report.get(1));
        assertEquals(
                "<bytes>\t%d\t%d\t%d\tnot read\t\t\t\t\t\t"
                        .formatted(start + odd.length(), rest.length(), odd.length()),
                report.get(2));
    }
}
