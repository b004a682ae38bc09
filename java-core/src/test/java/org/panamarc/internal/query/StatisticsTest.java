package org.panamarc.internal.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.panamarc.internal.batch.BatchOf;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

class StatisticsTest {
    @Test
    void fieldsCodesAndLengthsAreCounted() throws IOException {
        byte[] first =
                new RecordBuilder()
                        .field("001", "a")
                        .field("245", "10$aT$\u00E9U$aV")
                        .field("a~b", "  $x")
                        .build();
        byte[] second = new RecordBuilder().field("245", "10$a").field("245", "10$b").build();
        Statistics statistics = new Statistics();
        statistics.add(BatchOf.bytes(Bytes.concat(first, second)));
        String json = statistics.asJson();
        assertTrue(json.startsWith("{\"records\":2,\"beyond_ascii\":1,\"leader\":["), json);
        String ends =
                "\"lengths\":{\"%d\":1,\"%d\":1},\"tags\":{".formatted(second.length, first.length)
                        + "\"001\":{\"records\":1,\"fields\":1,\"subfields\":{}},"
                        + "\"245\":{\"records\":2,\"fields\":3,"
                        + "\"subfields\":{\"a\":3,\"b\":1,\"\u00E9\":1}},"
                        + "\"a~b\":{\"records\":1,\"fields\":1,\"subfields\":{\"x\":1}}}}";
        assertTrue(json.endsWith(ends), json);
    }

    @Test
    void delimiterWithoutCodeBeginsNoSubfield() throws IOException {
        byte[] record =
                new RecordBuilder().field("245", Bytes.latin1("10\u001F\u001FaT\u001F")).build();
        Statistics statistics = new Statistics();
        statistics.add(BatchOf.bytes(record));
        assertTrue(statistics.asJson().contains("\"subfields\":{\"a\":1}"), statistics.asJson());
    }

    @Test
    void noRecordsAreCountedAsNone() {
        String json = new Statistics().asJson();
        assertEquals("{\"records\":0,\"beyond_ascii\":0,", json.substring(0, 30));
    }
}
