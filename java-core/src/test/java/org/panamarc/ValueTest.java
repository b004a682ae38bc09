package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/** {@link MarcRecord#value} and {@link MarcRecord#values}. */
class ValueTest {
    private static final byte[] INPUT =
            new RecordBuilder()
                    .field("001", "id\u65E5\uD83D\uDE00x")
                    .field("008", "850101s1985    xx")
                    .field("009", "")
                    .field("245", "10$aTitle$b\u00C9t\u00E9$aMore$$c")
                    .field("24a", "  $aOdd")
                    .field("500", "no subfields")
                    .field("500", "")
                    .field("650", " 0$aOne$xTwo")
                    .field("650", " 0$xThree")
                    .field("651", " 0$aFour$zFive$9Six")
                    .field("ABC", "  $a Letters ")
                    .build();

    private static MarcRecord record(byte[] input) throws IOException {
        return MarcReader.of(input, ReadOptions.DEFAULT).readBatch().getFirst();
    }

    /** In the table {@code |} joins values; nothing means no value, and '' for an empty one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "none",
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "001;id\u65E5\uD83D\uDE00x",
                "009;''",
                "002;none",
                "245;Title \u00C9t\u00E9 More ",
                "500;no subfields",
                "650;One Two|Three",
                "651;Four Five Six",
                "ABC; Letters ",
                "24a;Odd",
                "24b;none",
                "245$a;Title|More",
                "245$b;\u00C9t\u00E9",
                "245$c;''",
                "245$ab;Title|More|\u00C9t\u00E9",
                "245$ba;\u00C9t\u00E9|Title|More",
                "245$x;none",
                "245$A;none",
                "650$a;One",
                "650$x;Two|Three",
                "650$ax;One|Two|Three",
                "651$9;Six",
                "500$n;none",
                "001$a;none",
                "...$9;Six",
                "65.$a;One|Four",
                "6..$ax;One|Two|Three|Four",
                ".5.$x;Two|Three",
                "24.$a;Title|More|Odd",
                "..8;850101s1985    xx",
                "00./0;i|8",
                "001/0;i",
                "001/2;\u65E5",
                "001/3;\uD83D\uDE00",
                "001/4;x",
                "001/5;none",
                "001/2-3;\u65E5\uD83D\uDE00",
                "001/3-99;\uD83D\uDE00x",
                "001/999999999;none",
                "008/7-10;1985",
                "008/07-10;1985",
                "009/0;none",
                "245/0;none",
                "LDR;00293nam a2200157 a 4500",
                "LDR/5;n",
                "LDR/0-4;00293",
                "LDR/9;a",
                "LDR/24;none",
            })
    void aSpecFindsItsValuesInTheOrderAsked(String spec, @Nullable String values)
            throws IOException {
        MarcRecord record = record(INPUT);
        List<String> found = record.values(spec);
        assertEquals(values == null ? List.of() : List.of(values.split("\\|", -1)), found);
        assertEquals(found.isEmpty() ? null : found.getFirst(), record.value(spec));
    }

    @Test
    void anythingElseIsNoSpec() throws IOException {
        MarcRecord record = record(INPUT);
        String expected = "245$a$: position 6: found the end, expected a subfield code";
        assertEquals(
                expected,
                assertThrows(IllegalArgumentException.class, () -> record.value("245$a$"))
                        .getMessage());
        assertEquals(
                expected,
                assertThrows(IllegalArgumentException.class, () -> record.values("245$a$"))
                        .getMessage());
    }

    @Test
    void manySpecsAreUnderstoodAlike() throws IOException {
        MarcRecord record = record(INPUT);
        for (int i = 0; i < 1100; i++) { // more than are kept
            assertEquals(
                    i == 0 ? "8" : i == 1 ? "5" : null,
                    record.value("008/" + (i < 2 ? i : i + 20)));
        }
    }

    @Test
    void indicatorsMayBeAskedFor() throws IOException {
        MarcRecord record =
                record(
                        new RecordBuilder()
                                .field("856", "40$uone$zx")
                                .field("856", "42$utwo")
                                .field("856", "$uthree")
                                .field("856", "4$ufour")
                                .field("856", "\u00E90$ufive")
                                .field("SYS", "40")
                                .build());
        assertEquals(List.of("one"), record.values("856 40$u"));
        assertEquals(List.of("one", "five"), record.values("856 .0$u"));
        assertEquals(List.of("x", "one"), record.values("856 40$zu"));
        assertEquals(List.of("three"), record.values("856 ##$u"));
        assertEquals(List.of("four"), record.values("856 4#$u"));
        assertEquals(List.of("two"), record.values("8.. .2"));
        assertEquals(List.of("one", "two", "three", "four", "five"), record.values("856 ..$u"));
        assertEquals(List.of(), record.values("001 ##"));
    }

    @Test
    void subfieldsComeInTheOrderOfTheCodesHoweverManyThereAre() throws IOException {
        MarcRecord record =
                record(new RecordBuilder().field("650", " 0" + "$xX$aA".repeat(20)).build());
        List<String> found = record.values("650$axa");
        assertEquals(40, found.size());
        assertEquals(List.of("A", "X"), List.of(found.get(19), found.get(20)));
        assertEquals("A", record.value("650$ax"));
    }

    @Test
    void aFieldOfLocalKindIsAControlField() throws IOException {
        MarcRecord record =
                record(
                        new RecordBuilder()
                                .field("FMT", "BK")
                                .field("SYS", "000000123")
                                .field("500", "plain text")
                                .field("501", "  ")
                                .field("502", "")
                                .field("503", "10")
                                .build());
        assertEquals("000000123", record.value("SYS"));
        assertEquals("123", record.value("SYS/6-8"));
        assertEquals(List.of("BK", "000000123", "plain text"), record.values("..."));
        assertEquals(List.of(), record.values("500$a"));
        assertEquals(new ControlField("FMT", "BK"), record.field("FMT"));
        assertEquals("=500  plain text", String.valueOf(record.field("500")));
        assertEquals(new DataField("501", "  ", List.of()), record.field("501"));
        assertEquals(new DataField("502", "", List.of()), record.field("502"));
        assertEquals(3, record.fields("50.").stream().filter(DataField.class::isInstance).count());
        assertEquals(1, record.defects().size());
        assertEquals(record.fields(), record.toBuilder().build().fields());
    }

    @Test
    void theTagMakesALocalFieldWhereTheValueCouldBeIndicators() throws IOException {
        for (String value : List.of("12", "  ", "bk", "")) {
            for (String tag : List.of("SYS", "00A", "A10", "sys", "9 9")) {
                MarcRecord record = record(new RecordBuilder().field(tag, value).build());
                assertEquals(new ControlField(tag, value), record.fields().getFirst());
                assertEquals(List.of(value), record.values("..."));
            }
            MarcRecord record = record(new RecordBuilder().field("900", value).build());
            assertEquals(new DataField("900", value, List.of()), record.field("900"));
            assertEquals(List.of(), record.values("..."));
        }
        MarcRecord indicated = record(new RecordBuilder().field("SYS", "12").build());
        assertEquals("2", indicated.value("SYS/1"));
        assertEquals(List.of(), indicated.values("SYS 12"));
        assertEquals(List.of(), indicated.values("SYS$a"));
    }

    @Test
    void aLocalFieldThatIsBuiltReadsBackAlike() throws IOException {
        for (String value : List.of("12", "  ", "", "BK", "000000123")) {
            Field field = new ControlField("SYS", value);
            MarcRecord built = MarcRecord.builder().add(field).build();
            assertEquals(List.of(field), built.fields());
            assertEquals(List.of(field), record(built.raw()).fields());
        }
    }

    @Test
    void aCodeMayHaveSeveralBytes() throws IOException {
        MarcRecord record =
                record(new RecordBuilder().field("245", "10$\u00E9One$aTwo$\u65E5$bThree").build());
        assertEquals("One Two  Three", record.value("245"));
        assertEquals("Two", record.value("245$a"));
        Field field = record.fields("245").getFirst();
        assertEquals("One Two  Three", field.text());
        assertEquals("One", field.subfield('\u00E9'));
    }

    @Test
    void aByteOfTheLeaderThatIsNotAsciiIsReplaced() throws IOException {
        MarcRecord record = record(Bytes.with(INPUT, 7, "\u00E9"));
        assertEquals("\uFFFD", record.value("LDR/7"));
        assertEquals(record.leader().text(), record.value("LDR"));
    }

    @Test
    void aFieldsTextIsItsValueWhereItHasOne() throws IOException {
        MarcRecord record = record(INPUT);
        assertEquals(
                record.fields().stream()
                        .filter(f -> !(f instanceof DataField d && d.subfields().isEmpty()))
                        .map(Field::text)
                        .toList(),
                record.values("..."));
    }
}
