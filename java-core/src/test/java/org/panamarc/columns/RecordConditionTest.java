package org.panamarc.columns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.ErrorPolicy;
import org.panamarc.MarcFormatException;
import org.panamarc.ReadOptions;
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
import org.panamarc.testing.SpecFolder;

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

    /** What a scan has of an input, its rows aside. */
    private static String account(ColumnScan.Builder builder) throws IOException {
        try (ColumnScan scan = builder.open()) {
            try {
                while (Rows.add(scan, new ArrayList<>())) {}
            } catch (MarcFormatException e) {
                return e.getMessage() + scan.skipped() + scan.defectCounts();
            }
            return scan.skipped()
                    + " "
                    + scan.defectCounts()
                    + scan.recordsRead()
                    + scan.bytesRead();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ia_malformed_116.mrc", "loc_edge_cases_50.mrc", "cliffeh_1010.mrc.gz"})
    void recordsThatAreNotChosenAreAccountedFor(String name) throws IOException {
        Path path = SpecFolder.file("data/" + name);
        for (ErrorPolicy policy : ErrorPolicy.values()) {
            for (int threads : new int[] {1, 2}) {
                ReadOptions options =
                        ReadOptions.DEFAULT
                                .withOnError(policy)
                                .withThreads(threads)
                                .withWindowBytes(1 << 16)
                                .withBatchRecords(30);
                ColumnScan.Builder all = ColumnScan.builder().file(path).options(options);
                all.column("id", Column.of("001"));
                String expected = account(all);
                for (RecordCondition condition :
                        List.of(
                                new HasTag("880"),
                                new RecordType("?"),
                                new Not(new HasTag("...")))) {
                    assertEquals(expected, account(all.where(condition)));
                }
            }
        }
    }

    @Test
    void sameRowsForAnyThreadsInFewBatches(@TempDir Path folder) throws IOException {
        byte[][] records = new byte[4000][];
        for (int i = 0; i < records.length; i++) {
            records[i] = RecordBuilder.numbered(i);
        }
        Path file = Files.write(folder.resolve("records.mrc"), Bytes.concat(records));
        RecordCondition every40th = new Matches("001", "[02468]0$|5[13579]$");
        ColumnScan.Builder one = everyKind(file, 1).where(every40th);
        List<List<@Nullable Object>> expected = Rows.of(one);
        assertEquals(400, expected.size());
        for (int threads : new int[] {2, 4}) {
            ColumnScan.Builder several = everyKind(file, threads).where(every40th);
            List<List<@Nullable Object>> rows = new ArrayList<>();
            int batches = 0;
            try (ColumnScan scan = several.open()) {
                while (Rows.add(scan, rows)) {
                    batches++;
                }
            }
            assertEquals(expected, rows);
            assertTrue(batches <= 400 / 100 * 2, batches + " batches");
        }
        assertEquals(
                Rows.of(
                        ColumnScan.builder()
                                .file(file)
                                .readySet(ReadySet.SUBFIELDS)
                                .where(every40th)),
                Rows.of(
                        ColumnScan.builder()
                                .file(file)
                                .options(options(2))
                                .readySet(ReadySet.SUBFIELDS)
                                .where(every40th)));
    }

    private static ReadOptions options(int threads) {
        return ReadOptions.DEFAULT
                .withThreads(threads)
                .withBatchRecords(100)
                .withWindowBytes(1 << 14);
    }

    private static ColumnScan.Builder everyKind(Path file, int threads) {
        return ColumnScan.builder()
                .file(file)
                .options(options(threads))
                .column("number", Column.of(Column.Kind.RECORD_NUMBER))
                .column("id", Column.of("001").asDictionary())
                .column("subject", Column.of("650$x").join("; "))
                .column("isbn", Column.of("020$a"))
                .column("count", Column.of("650$x").count())
                .column("odd", Column.of("650$x[0]{=\\Part\\s1.}").exists())
                .column("year", Column.of("008/7-10").cast(Column.Cast.INT))
                .column("years", Column.of("008/7-10").list().castOrNull(Column.Cast.DATE))
                .column("fields", Column.fields("..."));
    }

    @Test
    void rowsBeforeAFailureComeFirst(@TempDir Path folder) throws IOException {
        byte[][] records = new byte[1000][];
        for (int i = 0; i < records.length; i++) {
            records[i] = RecordBuilder.numbered(i);
        }
        records[900][0] = 'x';
        Path file = Files.write(folder.resolve("records.mrc"), Bytes.concat(records));
        ColumnScan.Builder builder =
                ColumnScan.builder()
                        .file(file)
                        .options(options(2).withOnError(ErrorPolicy.RAISE))
                        .column("number", Column.of(Column.Kind.RECORD_NUMBER))
                        .where(new Matches("001", "0$"));
        try (ColumnScan scan = builder.open()) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            assertThrows(
                    MarcFormatException.class,
                    () -> {
                        while (Rows.add(scan, rows)) {}
                    });
            assertEquals(90, rows.size());
            assertThrows(MarcFormatException.class, () -> Rows.add(scan, rows));
        }
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
