package org.panamarc.internal.iso2709;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.panamarc.Defect;
import org.panamarc.MarcReader;
import org.panamarc.MarcRecord;
import org.panamarc.ReadOptions;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/** Records whose structure holds, with content that MARC 21 does not allow. */
class ContentCheckTest {
    private static final byte[] GOOD = RecordBuilder.numbered(1);
    private static final int DATA = 24 + 2 * 12 + 1; // of a record of two fields

    private static Arguments of(String name, byte[] record, String... defects) {
        return Arguments.of(name, record, List.of(defects));
    }

    /** A record of 001 and a field 245 with this data, which begins at {@code DATA + 3}. */
    private static byte[] title(String data) {
        return new RecordBuilder().field("001", "id").field("245", Bytes.latin1(data)).build();
    }

    /** A record of a field 005 with this data, which begins at {@code DATA}, and a 245. */
    private static byte[] controlField(String data) {
        return new RecordBuilder()
                .field("005", Bytes.latin1(data))
                .field("245", Bytes.latin1("10\u001FaT"))
                .build();
    }

    private static String indicators(int offset, String found) {
        return "indicators %d 245: 1 of 1 data fields do not begin with two indicators and a"
                        .formatted(offset)
                + " subfield delimiter; the first begins with '%s'".formatted(found);
    }

    private static String codes(int offset, int count) {
        return "subfield-code %d 245: subfield delimiters 0x1F without a subfield code after them:"
                        .formatted(offset)
                + " %d; no subfield is read there".formatted(count);
    }

    private static byte[] leader(int at, String text) {
        return Bytes.with(GOOD, at, text);
    }

    static Stream<Arguments> records() {
        int title = DATA + 3;
        return Stream.of(
                of("in order", GOOD),
                of("a subfield without data", title("10\u001Fa")),
                of("a control field with a delimiter in its data", controlField("ab\u001C\u001F")),
                of("a control field of two characters", controlField("10")),
                of(
                        "a data field under a control tag",
                        controlField("10\u001FaT"),
                        "control-field %d 005: 1 of 1 control fields begin with two indicators and a"
                                        .formatted(DATA)
                                + " subfield delimiter, as only data fields do; the first begins"
                                + " with '10\\x1F'"),
                of("a control field of one character", title("10\u001FaT\u001Fb")),
                of("UNIMARC's entry map", leader(20, "450 ")),
                of(
                        "another entry map",
                        leader(20, "4501"),
                        "leader 20: leader/20-23 is '4501', expected '4500', as which the directory"
                                + " is read"),
                of(
                        "another indicator count",
                        leader(10, "32"),
                        "leader 10: leader/10-11 is '32', expected '22'; fields are read with two"
                                + " indicators and subfield codes of one character"),
                of(
                        "a tag in lower case",
                        new RecordBuilder().field("001", "a").field("a45", "10$aT").build(),
                        "tag 36 a45: 1 of 2 tags are not three characters from 0-9 and A-Z; the"
                                + " first is 'a45'"),
                of("no indicators", title("\u001FaT"), indicators(title, "\\x1FaT")),
                of("one indicator", title("1\u001FaT"), indicators(title, "1\\x1Fa")),
                of("three indicators", title("123\u001FaT"), indicators(title, "123")),
                of(
                        "an indicator beyond ASCII",
                        title("1\u00E9\u001FaT"),
                        indicators(title, "1\u00E9\\x1F")),
                of(
                        "a control character for one",
                        title("1\t\u001FaT"),
                        indicators(title, "1\\x09\\x1F")),
                of("no delimiter", title("10Title"), indicators(title, "10T")),
                of("indicators only", title("10"), indicators(title, "10")),
                of("an empty data field", title(""), indicators(title, "")),
                of("a delimiter at the end", title("10\u001FaT\u001F"), codes(title + 5, 1)),
                of(
                        "adjacent delimiters",
                        title("10\u001F\u001F\u001FaT\u001F"),
                        codes(title + 2, 3)),
                of(
                        "a delimiter instead of an indicator",
                        title("1\u001F\u001FaT"),
                        indicators(title, "1\\x1F\\x1F"),
                        codes(title + 1, 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void eachKindIsReportedOnceWithItsFirstPlace(String name, byte[] record, List<String> defects)
            throws IOException {
        for (int window : new int[] {64, 1 << 20}) {
            ReadOptions options = ReadOptions.DEFAULT.withWindowBytes(window);
            byte[] input = Bytes.concat(GOOD, record, GOOD);
            try (MarcReader reader = MarcReader.of(input, options)) {
                List<MarcRecord> records = reader.stream().toList();
                assertEquals(List.of(), records.get(0).defects());
                assertEquals(
                        defects,
                        records.get(1).defects().stream()
                                .filter(defect -> defect.kind() != Defect.Kind.UNDECODABLE)
                                .filter(defect -> defect.kind() != Defect.Kind.CODING_SCHEME)
                                .map(ContentCheckTest::text)
                                .toList(),
                        name);
                assertEquals(List.of(), records.get(2).defects());
            }
        }
    }

    private static String text(Defect defect) {
        assertEquals(Defect.Severity.CONTENT, defect.severity());
        return defect.kind().text()
                + " "
                + (defect.offset() - GOOD.length)
                + (defect.tag() == null ? "" : " " + defect.tag())
                + ": "
                + defect.message();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void bytesAfterARecordDoNotMatter(String name, byte[] record, List<String> defects)
            throws IOException {
        for (String next : List.of("\u001Fa\u001F", "\u001F\u001F\u001F", "abc")) {
            byte[] input = Bytes.concat(record, Bytes.latin1(next));
            try (MarcReader reader = MarcReader.of(input, ReadOptions.DEFAULT)) {
                assertEquals(
                        defects.size(),
                        reader.iterator().next().defects().stream()
                                .filter(defect -> defect.kind() != Defect.Kind.UNDECODABLE)
                                .filter(defect -> defect.kind() != Defect.Kind.CODING_SCHEME)
                                .count(),
                        name);
            }
        }
    }
}
