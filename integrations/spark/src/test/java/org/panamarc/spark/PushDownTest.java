package org.panamarc.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panamarc.columns.ReadySet;

/** What Spark leaves to the source gives the rows that Spark would choose itself. */
class PushDownTest {
    private static Dataset<Row> whole; // read already, so that Spark alone filters it

    @BeforeAll
    static void readWholeTable() {
        whole = table("bibliographic").localCheckpoint();
    }

    private static Dataset<Row> table(String columns) {
        return Samples.spark()
                .read()
                .format("marc")
                .option("columns", columns)
                .load(Samples.paths(Samples.data()));
    }

    private static String plan(Dataset<Row> table) {
        return table.queryExecution().executedPlan().toString();
    }

    private static String plan(String columns, String where) {
        return plan(table(columns).where(where));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                            year >= 1990 and year < 2000;                             true
                            year = 1999 or language = 'est';                          true
                            not (year > 1950);                                        true
                            year <= 1950 or 'eng' = language;                         true
                    year is null;                                             true
                            title is not null and not title like 'A%';                true
                            title like '%atlas%' or title like '%.)';                 true
                            language in ('eng', 'ger');                               true
                            language not in ('eng', 'ger');                           true
                            author <> 'nobody' and 2000 <= year;                      true
                            record_type = 'e';                                        false
                            size(subjects) > 2 and year > 1900;                       false
                            length(title) > 20 or year = 1999;                        false
                    """)
    void filtersGiveTheRowsOfSparkAlone(String where, boolean exact) {
        List<List<@Nullable Object>> expected = Samples.rows(whole.where(where));
        assertTrue(!expected.isEmpty() && expected.size() < whole.count(), where);
        assertEquals(expected, Samples.rows(table("bibliographic").where(where)));
        assertEquals(!exact, plan("bibliographic", where).contains("Filter ("), where);
    }

    @Test
    void filterOnWhetherAFieldIsThereIsExact() {
        String columns = "{\"has\": {\"spec\": \"100\", \"kind\": \"exists\"}, \"id\": \"001\"}";
        long with = table(columns).where("has").count();
        long without = table(columns).where("not has").count();
        assertTrue(with > 0 && without > 0);
        assertEquals(table(columns).count(), with + without);
        assertTrue(!plan(columns, "has").contains("Filter ("), plan(columns, "has"));
    }

    @Test
    void filterOnTagReadsOnlyRecordsThatHaveIt() {
        Dataset<Row> found = table("fields").where("tag = '880'").select("record", "value");
        List<String> expected =
                Samples.rows(Samples.scan(Samples.data()).readySet(ReadySet.FIELDS)).stream()
                        .filter(row -> Objects.equals(row.get(2), "880"))
                        .map(row -> row.get(0) + " " + row.get(5))
                        .toList();
        assertEquals(
                expected,
                Samples.rows(found).stream().map(row -> row.get(0) + " " + row.get(1)).toList());
        assertTrue(plan(found).contains("pushed filters [tag = '880']"), plan(found));
    }

    @Test
    void conditionOnRecordsHoldsWithAFilter() {
        Dataset<Row> chosen =
                Samples.spark()
                        .read()
                        .format("marc")
                        .option(
                                "where",
                                """
                                {"all": [{"record_type": "a"}, {"years": [1990, 1999]},
                                 {"not": {"any": [{"has": "100"}, {"matches": ["245$a", "(?i)atlas"]}]}}]}\
                                """)
                        .load(Samples.paths(Samples.data()))
                        .where("language = 'eng'");
        List<Row> found = chosen.collectAsList();
        assertTrue(found.size() > 10);
        for (Row row : found) {
            assertEquals("a", row.getAs("record_type"));
            assertEquals(199, row.<Long>getAs("year") / 10);
        }
    }

    @Test
    void onlyColumnsThatAreNeededAreRead() {
        Dataset<Row> one = table("bibliographic").select("year").where("language = 'est'");
        assertTrue(plan(one).contains("columns [year]"), plan(one));
    }

    @Test
    void rowsAreCountedWithoutAColumn() {
        long records = Samples.rows(Samples.scan(Samples.data()).readySet(ReadySet.RECORDS)).size();
        assertEquals(records, table("bibliographic").count());
        long fields = Samples.rows(Samples.scan(Samples.data()).readySet(ReadySet.FIELDS)).size();
        assertEquals(fields, table("fields").count());
    }

    @Test
    void limitGivesTheFirstRows() {
        Dataset<Row> first = table("bibliographic").limit(7);
        assertEquals(
                Samples.rows(Samples.scan(Samples.data()).readySet(ReadySet.BIBLIOGRAPHIC))
                        .subList(0, 7),
                Samples.rows(first));
        assertTrue(plan(first).contains("limit 7"), plan(first));
    }

    @Test
    void filterIsLeftToSparkWhereAValueMayNotFit() {
        String columns = "{\"day\": {\"spec\": \"005\", \"cast\": \"date\"}, \"title\": \"245$a\"}";
        assertTrue(plan(columns, "title = 'x'").contains("pushed filters []"));
    }
}
