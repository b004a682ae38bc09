package org.panamarc.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.panamarc.MarcRecord;
import org.panamarc.testing.RecordLines;

class MarcSpecTest {
    private static MarcRecord record() throws IOException {
        return RecordLines.read(
                "00000nam a2200000 a 4500", List.of("001 x1", "245 10$aTitle$bmore"));
    }

    @Test
    void specsThatReadAlikeAreEqual() {
        for (List<String> alike :
                List.of(
                        List.of("245$ab", "245$a$b"),
                        List.of("300[#]", "300[#-#]"),
                        List.of("008/7", "008/07-7"),
                        List.of("245{$a}", "245{?$a}"),
                        List.of("245{=\\\\=}", "245{=\\=}"))) {
            MarcSpec one = MarcSpec.parse(alike.getFirst());
            MarcSpec other = MarcSpec.parse(alike.getLast());
            assertEquals(one, other);
            assertEquals(one.hashCode(), other.hashCode());
            assertEquals(alike, List.of(one.toString(), other.toString()));
        }
        assertNotEquals(MarcSpec.parse("245$ab"), MarcSpec.parse("245$ba"));
        assertNotEquals(MarcSpec.parse("245$a"), MarcSpec.parse("245$a[0-#]"));
    }

    @Test
    void theLeaderIsAValueInBothKindsOfPlan() throws IOException {
        MarcRecord record = record();
        String leader = record.leader().text();
        assertEquals(List.of(leader), MarcSpec.parse("LDR").values(record));
        assertEquals(List.of(leader), MarcSpec.parse("LDR[0]").values(record));
        assertEquals(leader.substring(0, 5), MarcSpec.parse("LDR/0-4").first(record));
    }

    @Test
    void aRecordWithoutTheValueHasNone() throws IOException {
        MarcSpec spec = MarcSpec.parse("500[0]$a{$b}");
        assertNull(spec.first(record()));
        assertEquals(List.of(), spec.values(record()));
    }

    @Test
    void bracesMayBeSixteenDeep() throws IOException {
        String deep = "245" + "{$a".repeat(16) + "}".repeat(16);
        assertEquals(List.of("Title more"), MarcSpec.parse(deep).values(record()));
        assertThrows(
                IllegalArgumentException.class,
                () -> MarcSpec.parse("245" + "{$a".repeat(17) + "}".repeat(17)));
    }
}
