package org.panamarc.columns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.panamarc.columns.RecordCondition.All;
import org.panamarc.columns.RecordCondition.Any;
import org.panamarc.columns.RecordCondition.HasTag;
import org.panamarc.columns.RecordCondition.Matches;
import org.panamarc.columns.RecordCondition.Not;
import org.panamarc.columns.RecordCondition.RecordType;
import org.panamarc.columns.RecordCondition.ValueBetween;
import org.panamarc.columns.RecordCondition.ValueMatches;
import org.panamarc.columns.RecordCondition.Years;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/** Which records have rows. */
class RecordConditionTest {
    private static final byte[] RECORDS =
            Bytes.concat(
                    record("1985", 'a', "650", "  \u001faCats"),
                    record("19uu", 'm', "651", "  \u001faRome"),
                    record("2001", 'a', "a b", "  \u001fax"));

    private static byte[] record(String year, char type, String tag, String value) {
        byte[] record =
                new RecordBuilder()
                        .field("008", "850101s" + year + "    xx            000 0 eng d")
                        .field(tag, value)
                        .build();
        record[6] = (byte) type;
        return record;
    }

    /** The numbers of the records with rows. */
    private static List<@Nullable Object> selected(RecordCondition condition) throws IOException {
        return Rows.column(
                ColumnScan.builder().bytes(RECORDS, "three").where(condition),
                Column.of(Column.Kind.RECORD_NUMBER));
    }

    @Test
    void typeOfRecord() throws IOException {
        assertEquals(List.of(1L, 3L), selected(new RecordType("a")));
        assertEquals(List.of(1L, 2L, 3L), selected(new RecordType("ma")));
        assertEquals(List.of(), selected(new RecordType("c")));
    }

    @Test
    void tagThatIsThere() throws IOException {
        assertEquals(List.of(1L), selected(new HasTag("650")));
        assertEquals(List.of(1L, 2L), selected(new HasTag("65.")));
        assertEquals(List.of(3L), selected(new Not(new HasTag("65."))));
    }

    @Test
    void patternFoundInAValue() throws IOException {
        assertEquals(List.of(2L), selected(new Matches("65.$a", "^R")));
    }

    @Test
    void patternFoundInTheValueOfAColumn() throws IOException {
        Column year = Column.of("008/7-10");
        assertEquals(List.of(1L, 2L), selected(new ValueMatches(year, "^19")));
        assertEquals(
                List.of(1L), selected(new ValueMatches(Column.of("65.$a", "001"), "\\ACats\\z")));
        assertEquals(List.of(), selected(new ValueMatches(Column.of("020$a"), "")));
    }

    @Test
    void firstValueCountsOrEachOne() throws IOException {
        Column digits = Column.of("008/0", "008/1"); // 8 and 5
        assertEquals(List.of(), selected(new ValueMatches(digits, "5")));
        assertEquals(List.of(1L, 2L, 3L), selected(new ValueMatches(digits.list(), "5")));
    }

    @Test
    void valueThatIsNotValidIsNoValue() throws IOException {
        Column isbns = Column.of("008/0", "001").normalizeIsbn();
        assertEquals(List.of(), selected(new ValueMatches(isbns, "")));
        assertEquals(List.of(), selected(new ValueMatches(isbns.list(), "")));
    }

    @Test
    void numberOfAColumnInARange() throws IOException {
        Column year = Column.of("008/7-10");
        assertEquals(List.of(1L), selected(new ValueBetween(year, 1985, 2000)));
        assertEquals(List.of(1L, 3L), selected(new ValueBetween(year, 0, Long.MAX_VALUE)));
        assertEquals(List.of(2L), selected(new Not(new ValueBetween(year, 0, 9999))));
    }

    @Test
    void yearInARange() throws IOException {
        assertEquals(List.of(1L), selected(new Years(1985, 2000)));
        assertEquals(List.of(1L, 3L), selected(new Years(1, 9999)));
    }

    @Test
    void conditionsTogether() throws IOException {
        RecordCondition cats = new HasTag("650");
        RecordCondition old = new Years(0, 2000);
        assertEquals(List.of(1L), selected(new All(List.of(cats, old))));
        assertEquals(List.of(1L, 3L), selected(new Any(List.of(old, new RecordType("a")))));
        assertEquals(List.of(1L, 2L, 3L), selected(new All(new ArrayList<>())));
        assertEquals(List.of(), selected(new Any(List.of())));
    }

    @Test
    void whatCannotBeReadIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> selected(new HasTag("65")));
        assertThrows(IllegalArgumentException.class, () -> selected(new RecordType("")));
        assertThrows(IllegalArgumentException.class, () -> selected(new Years(2, 1)));
        assertThrows(IllegalArgumentException.class, () -> selected(new Matches("650", "(")));
        Column fields = Column.fields("650");
        assertThrows(IllegalArgumentException.class, () -> selected(new ValueMatches(fields, "a")));
        Column number = Column.of(Column.Kind.OFFSET);
        assertThrows(
                IllegalArgumentException.class, () -> selected(new ValueBetween(number, 1, 2)));
    }
}
