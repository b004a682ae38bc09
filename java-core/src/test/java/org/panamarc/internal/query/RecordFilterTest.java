package org.panamarc.internal.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.panamarc.internal.batch.BatchOf;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/** Conditions on the values of records. */
class RecordFilterTest {
    private static final byte[] RECORDS =
            Bytes.concat(
                    new RecordBuilder()
                            .field("001", "1")
                            .field("650", "  \u001faCats\u001fxCare")
                            .field("650", "  \u001faPets")
                            .build(),
                    new RecordBuilder().field("001", "2").field("650", "  \u001faDogs").build(),
                    new RecordBuilder().field("001", "3").build());

    /**
     * The indexes of the records that sets of conditions select: spec, pattern, {@code !} or "".
     */
    private static List<Integer> selected(String[][]... sets) throws IOException {
        RecordFilter selection = new RecordFilter();
        for (String[][] conditions : sets) {
            selection.addSet();
            for (String[] condition : conditions) {
                selection.add(condition[0], condition[1], condition[2].equals("!"));
            }
        }
        BatchView batch = BatchOf.bytes(RECORDS);
        return IntStream.range(0, batch.records())
                .filter(record -> selection.wants(batch, record))
                .boxed()
                .toList();
    }

    @Test
    void allRecordsAreWantedWithoutConditions() throws IOException {
        assertEquals(List.of(0, 1, 2), selected());
    }

    @Test
    void aPatternIsFoundInAnyOfTheValues() throws IOException {
        assertEquals(List.of(0), selected(new String[][] {{"650$a", "^Pets$", ""}}));
        assertEquals(List.of(0, 1), selected(new String[][] {{"650", "", ""}}));
        assertEquals(List.of(), selected(new String[][] {{"650$a", "Care", ""}}));
    }

    @Test
    void aPatternThatMustNotBeFoundIsInNoValue() throws IOException {
        assertEquals(List.of(1, 2), selected(new String[][] {{"650$a", "Cats", "!"}}));
        assertEquals(List.of(2), selected(new String[][] {{"650", "", "!"}}));
    }

    @Test
    void allConditionsOfASetHoldAndOneSetIsEnough() throws IOException {
        String[][] both = {{"650$a", "s$", ""}, {"001", "2", "!"}};
        assertEquals(List.of(0), selected(new String[][][] {both}));
        assertEquals(List.of(0, 2), selected(both, new String[][] {{"001", "3", ""}}));
    }

    @Test
    void whatIsNoConditionIsRefused() {
        assertThrows(
                PatternSyntaxException.class, () -> selected(new String[][] {{"650", "(", ""}}));
        assertThrows(
                IllegalArgumentException.class, () -> selected(new String[][] {{"65", "", ""}}));
    }

    @Test
    void aPatternThatTakesForEverIsAnError() throws IOException {
        BatchView batch = BatchOf.bytes(long650("a".repeat(40) + "!"));
        assertTooMuch(
                "^(a+)+\\1$", batch, "more than 20,000,000 steps on a value of 41 characters");
    }

    @Test
    void aPatternThatNeedsTooMuchMemoryIsAnError() throws IOException {
        BatchView batch = BatchOf.bytes(long650("ab".repeat(40_000)));
        assertTooMuch(
                "(a|b)*c",
                batch,
                "more memory than there is for calls on a value of 80,000 characters");
    }

    private static byte[] long650(String value) {
        return new RecordBuilder().field("650", "  $a" + value).build();
    }

    private static void assertTooMuch(String pattern, BatchView batch, String expected) {
        RecordFilter filter = new RecordFilter();
        filter.addSet();
        filter.add("650$a", pattern, false);
        IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> filter.wants(batch, 0));
        assertEquals(
                "the regular expression '%s' takes %s".formatted(pattern, expected),
                thrown.getMessage());
    }

    @Test
    void lettersAndTheirCaseAreUnicodes() {
        assertTrue(RecordFilter.pattern("(?i)^\\w+$").matcher("\u00c9lan").find());
        assertTrue(RecordFilter.pattern("(?i)\u00e9").matcher("\u00c9lan").find());
    }
}
