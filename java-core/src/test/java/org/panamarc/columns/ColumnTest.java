package org.panamarc.columns;

import static java.util.Arrays.asList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.panamarc.columns.Column.Cast;
import org.panamarc.columns.Column.Kind;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/** What columns hold. */
class ColumnTest {
    private static final byte[] FIRST =
            new RecordBuilder()
                    .field("001", "a1")
                    .field("008", "850101s1985    xx            000 0 eng d")
                    .field("020", "  \u001fa0306406152 (pbk.)\u001fa9780306406158")
                    .field("245", "10\u001faCats :\u001fbtheir care /\u001fcby A.")
                    .field("650", " 0\u001faCats\u001fxCare.")
                    .field("650", "#7\u001faPets,\u001f2x")
                    .build();
    private static final byte[] SECOND =
            new RecordBuilder().field("001", "12").field("245", "10\u001faDogs").build();

    private static ColumnScan.Builder scan() {
        return ColumnScan.builder().bytes(Bytes.concat(FIRST, SECOND), "two");
    }

    private static List<@Nullable Object> values(Column column) throws IOException {
        return Rows.column(scan(), column);
    }

    @Test
    void firstValueOrNull() throws IOException {
        assertEquals(asList("Cats", null), values(Column.of("650$a")));
        assertEquals(asList("Cats", "12"), values(Column.of("650$a", "001")));
    }

    @Test
    void allValuesInOrderOfTheSpecs() throws IOException {
        assertEquals(
                List.of(List.of("Cats", "Pets,", "a1"), List.of("12")),
                values(Column.of("650$a", "001").list()));
    }

    @Test
    void valuesJoinedCountedAndAskedFor() throws IOException {
        Column subjects = Column.of("650$a");
        assertEquals(asList("Cats; Pets,", null), values(subjects.join("; ")));
        assertEquals(List.of(2, 0), values(subjects.count()));
        assertEquals(List.of(true, false), values(subjects.exists()));
    }

    @Test
    void titleOfTheFirstTitleField() throws IOException {
        assertEquals(List.of("Cats : their care /", "Dogs"), values(Column.of(Kind.TITLE)));
        assertEquals(
                List.of("Cats : their care", "Dogs"),
                values(Column.of(Kind.TITLE).stripPunctuation()));
    }

    @Test
    void isbnThatIsNotValidIsNullInItsPlace() throws IOException {
        Column isbns = Column.of("020$a").normalizeIsbn();
        assertEquals(asList("9780306406157", null), values(isbns));
        assertEquals(List.of(asList("9780306406157", null), List.of()), values(isbns.list()));
        assertEquals(asList("9780306406157", null), values(isbns.join(",")));
    }

    @Test
    void wholeNumbers() throws IOException {
        Column year = Column.of("008/7-10").cast(Cast.INT);
        assertEquals(asList(1985L, null), values(year));
        assertEquals(asList(null, 12L), values(Column.of("001").castOrNull(Cast.INT)));
        assertEquals(
                List.of(asList((Object) null), List.of(12L)),
                values(Column.of("001").list().castOrNull(Cast.INT)));
    }

    @Test
    void valueThatDoesNotFitIsAnErrorWithItsPlace() {
        ColumnValueException thrown =
                assertThrows(
                        ColumnValueException.class, () -> values(Column.of("001").cast(Cast.INT)));
        assertEquals(
                "two: record 1 at byte 0, column it: 001 is 'a1'; expected a whole number",
                thrown.getMessage());
        assertEquals("a1", thrown.value());
        assertEquals("it", thrown.column());
        assertEquals("two", thrown.source());
        assertEquals(1, thrown.recordNumber());
        assertEquals(0, thrown.offset());
    }

    @ParameterizedTest
    @CsvSource({
        "' 42 ', 42",
        "-7, -7",
        "+7, 7",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
        "9223372036854775808,",
        "-9223372036854775809,",
        "'',",
        "-,",
        "19uu,",
        "1 2,",
    })
    void textIsAWholeNumberOrNot(String text, @Nullable Long number) throws IOException {
        assertEquals(asList(number), cast(text, Cast.INT));
    }

    @ParameterizedTest
    @CsvSource({
        "850131, 1985-01-31",
        "680101, 1968-01-01",
        "671231, 2067-12-31",
        "20240229, 2024-02-29",
        "2024-02-29, 2024-02-29",
        "20240229101112.0, 2024-02-29",
        "20230229,",
        "2024/02/29,",
        "20240229101112x0,",
        "2024,",
        "uu0101,",
        "'',",
    })
    void textIsADayOrNot(String text, @Nullable LocalDate day) throws IOException {
        Integer days = day == null ? null : (int) day.toEpochDay();
        assertEquals(asList(days), cast(text, Cast.DATE));
    }

    private static List<@Nullable Object> cast(String text, Cast cast) throws IOException {
        byte[] record = new RecordBuilder().field("005", text).build();
        return Rows.column(
                ColumnScan.builder().bytes(record, "one"), Column.of("005").castOrNull(cast));
    }

    @Test
    void wholeFieldsWithIndicatorsAndSubfields() throws IOException {
        assertEquals(
                List.of(
                        List.of(
                                List.of(
                                        "650",
                                        " ",
                                        "0",
                                        List.of(List.of("a", "Cats"), List.of("x", "Care."))),
                                List.of(
                                        "650",
                                        "#",
                                        "7",
                                        List.of(List.of("a", "Pets,"), List.of("2", "x")))),
                        List.of()),
                values(Column.fields("65.")));
        assertEquals(
                List.of(
                        List.of(asList("001", null, null, List.of(asList(null, "a1")))),
                        List.of(asList("001", null, null, List.of(asList(null, "12"))))),
                values(Column.fields("001")));
    }

    @Test
    void factsOfRecords() throws IOException {
        assertEquals(List.of(1L, 2L), values(Column.of(Kind.RECORD_NUMBER)));
        assertEquals(List.of(0L, (long) FIRST.length), values(Column.of(Kind.OFFSET)));
        assertEquals(
                List.of((long) FIRST.length, (long) SECOND.length), values(Column.of(Kind.LENGTH)));
        assertEquals(List.of("two", "two"), values(Column.of(Kind.SOURCE)));
        assertEquals(List.of("two", "two"), values(Column.of(Kind.SOURCE).asDictionary()));
        assertEquals(List.of("a", "a"), values(Column.of(Kind.RECORD_TYPE)));
        assertEquals(List.of(List.of(), List.of()), values(Column.of(Kind.DEFECTS)));
    }

    @Test
    void defectsOfARecordByKind() throws IOException {
        byte[] record = FIRST.clone();
        record[0] = '9'; // the leader's record length
        assertEquals(
                List.of(List.of("record-length")),
                Rows.column(ColumnScan.builder().bytes(record, "one"), Column.of(Kind.DEFECTS)));
    }

    @Test
    void dictionaryHasEachValueOnce() throws IOException {
        byte[] records = Bytes.concat(SECOND, SECOND, FIRST, SECOND);
        assertEquals(
                List.of("Dogs", "Dogs", "Cats :", "Dogs"),
                Rows.column(
                        ColumnScan.builder().bytes(records, "four"),
                        Column.of("245$a").asDictionary()));
        assertEquals(asList("Cats", null), values(Column.of("650$a").asDictionary()));
    }

    @ParameterizedTest
    @EnumSource(names = {"COUNT", "EXISTS", "OFFSET", "DEFECTS", "FIELDS"})
    void whatDoesNotGoTogetherIsRefused(Kind kind) {
        assertThrows(IllegalArgumentException.class, () -> Column.of(kind).cast(Cast.INT));
        assertThrows(IllegalArgumentException.class, () -> Column.of(kind).stripPunctuation());
        assertThrows(IllegalArgumentException.class, () -> Column.of(kind).normalizeIsbn());
        assertThrows(IllegalArgumentException.class, () -> Column.of(kind).asDictionary());
    }

    @Test
    void specsThatCannotBeReadAreRefusedWhenTheScanIsOpened() {
        assertThrows(IllegalArgumentException.class, () -> values(Column.of("65")));
        assertThrows(IllegalArgumentException.class, () -> values(Column.fields("65")));
        assertThrows(IllegalArgumentException.class, () -> values(Column.of(Kind.LIST)));
    }
}
