package org.panamarc.columns;

import static java.util.Arrays.asList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.panamarc.ReadOptions;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/** The tables that are asked for by name. */
class ReadySetTest {
    private static final byte[] RECORDS =
            Bytes.concat(
                    new RecordBuilder()
                            .field("001", "a1")
                            .field("008", "850101s1985    xx            000 0 eng d")
                            .field("020", "  \u001fa0306406152")
                            .field("022", "  \u001fa0378-5955")
                            .field("100", "1 \u001faDoe, Jane,\u001fd1950-")
                            .field("245", "1\u001faCats :\u001f\u001fbtheir care /")
                            .field("264", " 1\u001faParis\u001fbPress,")
                            .field("650", " 0\u001faCats.")
                            .field("SYS", "42")
                            .build(),
                    new RecordBuilder().field("245", "10\u001faDogs").build());

    private static ColumnScan.Builder scan(ReadySet set) {
        return ColumnScan.builder().bytes(RECORDS, "two").readySet(set);
    }

    @Test
    void bibliographic() throws IOException {
        assertEquals(
                List.of(
                        List.of(
                                "a1",
                                "Cats : their care",
                                "Doe, Jane",
                                "Press",
                                1985L,
                                "eng",
                                List.of("9780306406157"),
                                List.of("0378-5955"),
                                List.of("Cats"),
                                "a"),
                        asList(
                                null, "Dogs", null, null, null, null, List.of(), List.of(),
                                List.of(), "a")),
                Rows.of(scan(ReadySet.BIBLIOGRAPHIC)));
    }

    @Test
    void rowAField() throws IOException {
        assertEquals(
                List.of(
                        asList(1L, 0, "001", null, null, "a1"),
                        asList(
                                1L,
                                1,
                                "008",
                                null,
                                null,
                                "850101s1985    xx            000 0 eng d"),
                        asList(1L, 2, "020", " ", " ", "0306406152"),
                        asList(1L, 3, "022", " ", " ", "0378-5955"),
                        asList(1L, 4, "100", "1", " ", "Doe, Jane, 1950-"),
                        asList(1L, 5, "245", "1", " ", "Cats : their care /"),
                        asList(1L, 6, "264", " ", "1", "Paris Press,"),
                        asList(1L, 7, "650", " ", "0", "Cats."),
                        asList(1L, 8, "SYS", null, null, "42"),
                        asList(2L, 0, "245", "1", "0", "Dogs")),
                Rows.of(scan(ReadySet.FIELDS)));
    }

    @Test
    void rowASubfield() throws IOException {
        List<List<@Nullable Object>> rows = Rows.of(scan(ReadySet.SUBFIELDS));
        assertEquals(asList(1L, 0, 0, "001", null, null, null, "a1"), rows.getFirst());
        assertEquals(
                List.of(
                        asList(1L, 4, 0, "100", "1", " ", "a", "Doe, Jane,"),
                        asList(1L, 4, 1, "100", "1", " ", "d", "1950-"),
                        asList(1L, 5, 0, "245", "1", " ", "a", "Cats :"),
                        asList(1L, 5, 1, "245", "1", " ", "b", "their care /")),
                rows.subList(4, 8));
        assertEquals(asList(1L, 8, 0, "SYS", null, null, null, "42"), rows.get(11));
        assertEquals(13, rows.size());
    }

    @Test
    void rowARecord() throws IOException {
        List<List<@Nullable Object>> rows = Rows.of(scan(ReadySet.RECORDS));
        int second = new RecordBuilder().field("245", "10\u001faDogs").build().length;
        int first = RECORDS.length - second;
        String leader = (String) rows.getFirst().get(5);
        assertEquals(24, String.valueOf(leader).length());
        assertEquals("%05d".formatted(first), String.valueOf(leader).substring(0, 5));
        assertEquals(
                asList(1L, "a1", "two", 0L, (long) first, leader), rows.getFirst().subList(0, 6));
        assertEquals(
                List.of(
                        "n",
                        "a",
                        "m",
                        " ",
                        "a",
                        " ",
                        "a",
                        " ",
                        List.of("indicators", "subfield-code")),
                rows.getFirst().subList(6, 15));
        assertEquals(
                asList(2L, null, "two", (long) first, (long) second), rows.getLast().subList(0, 5));
        assertEquals(2, rows.size());
    }

    @Test
    void rowAWholeRecord() throws IOException {
        List<@Nullable Object> row = Rows.of(scan(ReadySet.WHOLE)).getLast();
        assertEquals(24, String.valueOf(row.getFirst()).length());
        assertEquals(
                List.of(List.of("245", "1", "0", List.of(List.of("a", "Dogs")))), row.getLast());
        List<?> fields = (List<?>) Rows.of(scan(ReadySet.WHOLE)).getFirst().getLast();
        assertEquals(9, fields.size());
        assertEquals(asList("SYS", null, null, List.of(asList(null, "42"))), fields.getLast());
    }

    private static final byte[] LINKED =
            Bytes.concat(
                    new RecordBuilder()
                            .field("001", "b1")
                            .field("035", "  \u001fa(X)1")
                            .field("100", "1 \u001fa\u00e9\u001f0(DE-588)1\u001f0(viaf)2")
                            .field("245", "10\u001f6880-02\u001faOne")
                            .field("245", "10\u001f6880-01/r\u001faTwo")
                            .field("776", "  \u001fw(DE)9\u001f0x")
                            .field("830", " 0\u001fw8")
                            .field("856", "  \u001fwno")
                            .field("880", "10\u001f6245-01/(3/r\u001faZwei")
                            .field("880", "10\u001f6500-00/(3\u001faNull")
                            .field("880", "10\u001f6245-03")
                            .field("900", "  \u001f0no")
                            .build(),
                    new RecordBuilder().field("650", " 0\u001f0y").build());

    @Test
    void rowALink() throws IOException {
        assertEquals(
                List.of(
                        asList(1L, 2, "100", "b1", "authority", "(DE-588)1", null),
                        asList(1L, 2, "100", "b1", "authority", "(viaf)2", null),
                        asList(1L, 5, "776", "b1", "linking-entry", "(DE)9", null),
                        asList(1L, 5, "776", "b1", "authority", "x", null),
                        asList(1L, 6, "830", "b1", "series", "8", null),
                        asList(1L, 8, "880", "b1", "script", "245-01/(3/r", 4),
                        asList(1L, 9, "880", "b1", "script", "500-00/(3", null),
                        asList(1L, 10, "880", "b1", "script", "245-03", null),
                        asList(2L, 0, "650", null, "authority", "y", null)),
                Rows.of(ColumnScan.builder().bytes(LINKED, "two").readySet(ReadySet.LINKS)));
    }

    @Test
    void severalTablesAreTheSameAsEachAlone() throws IOException {
        List<ReadySet> sets = List.of(ReadySet.values());
        ReadOptions options = ReadOptions.DEFAULT.withBatchRecords(1);
        List<List<@Nullable Object>> batches =
                Rows.of(
                        ColumnScan.builder()
                                .bytes(LINKED, "two")
                                .bytes(RECORDS, "three")
                                .options(options)
                                .tables(sets));
        assertEquals(4, batches.size());
        for (int column = 0; column < sets.size(); column++) {
            ReadySet set = sets.get(column);
            List<Object> rows = new ArrayList<>();
            for (List<@Nullable Object> batch : batches) {
                rows.addAll((List<?>) batch.get(column));
            }
            ColumnScan.Builder alone =
                    ColumnScan.builder().bytes(LINKED, "two").bytes(RECORDS, "three");
            List<List<@Nullable Object>> expected = Rows.of(alone.readySet(set));
            assertEquals(expected, rows.stream().map(ReadySetTest::values).toList());
        }
    }

    private static List<@Nullable Object> values(Object row) {
        return new ArrayList<>((List<?>) row);
    }

    @Test
    void severalTablesHaveNoOtherColumns() {
        ColumnScan.Builder both = ColumnScan.builder().tables(List.of(ReadySet.LINKS));
        assertThrows(IllegalArgumentException.class, () -> both.readySet(ReadySet.FIELDS));
        assertThrows(IllegalArgumentException.class, () -> both.column("x", Column.of("001")));
        List<ReadySet> twice = List.of(ReadySet.LINKS, ReadySet.LINKS);
        ColumnScan.Builder empty = ColumnScan.builder();
        assertThrows(IllegalArgumentException.class, () -> empty.tables(twice));
        assertThrows(IllegalArgumentException.class, () -> empty.tables(List.of()));
    }
}
