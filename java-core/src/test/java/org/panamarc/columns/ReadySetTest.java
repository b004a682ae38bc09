package org.panamarc.columns;

import static java.util.Arrays.asList;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
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
}
