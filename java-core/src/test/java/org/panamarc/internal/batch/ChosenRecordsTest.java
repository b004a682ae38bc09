package org.panamarc.internal.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.panamarc.ReadOptions;
import org.panamarc.internal.framing.FramerPosition;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.source.Sources;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/** Records by their places: those that are there, and those that are not. */
class ChosenRecordsTest {
    private static final byte[] GARBAGE = "no record".getBytes(StandardCharsets.UTF_8);
    private static final byte[] FIRST = RecordBuilder.numbered(1);
    private static final byte[] SECOND = RecordBuilder.numbered(2);

    private static ChosenRecords of(byte[]... parts) throws IOException {
        MemorySegment bytes = MemorySegment.ofArray(Bytes.concat(parts));
        return new ChosenRecords(Sources.ofSegment(bytes, "bytes", () -> {}), ReadOptions.DEFAULT);
    }

    private static FramerPosition at(long offset) {
        return new FramerPosition(offset, true, null);
    }

    @Test
    void chosenRecordsAreInOneBatchInTheOrderAsked() throws IOException {
        try (ChosenRecords records = of(FIRST, SECOND)) {
            int end = FIRST.length + SECOND.length;
            assertTrue(records.add(at(FIRST.length), SECOND.length, end, 2));
            assertTrue(records.add(FramerPosition.START, FIRST.length, end, 1));
            int length = records.complete();
            assertEquals(length, records.complete());
            BatchView batch = BatchView.of(records.take());
            assertEquals(2, batch.records());
            assertEquals(2, batch.number(0));
            assertEquals(1, batch.number(1));
        }
    }

    @Test
    void aRecordThatIsElsewhereOrOfAnotherLengthIsNotPacked() throws IOException {
        try (ChosenRecords records = of(FIRST, GARBAGE, SECOND)) {
            int end = FIRST.length + GARBAGE.length + SECOND.length;
            assertFalse(records.add(FramerPosition.START, FIRST.length - 1, end, 1));
            assertFalse(records.add(at(FIRST.length), SECOND.length, end, 2));
            assertFalse(records.add(at(end), SECOND.length, end, 3));
            int empty = records.bytes();
            int afterGarbage = FIRST.length + GARBAGE.length;
            assertTrue(records.add(at(afterGarbage), SECOND.length, end, 2));
            assertTrue(records.bytes() > empty);
        }
    }

    @Test
    void theFirstRecordIsFoundAfterOtherBytes() throws IOException {
        try (ChosenRecords records = of(GARBAGE, FIRST)) {
            FramerPosition first = records.first();
            assertNotNull(first);
            assertEquals(GARBAGE.length, first.offset());
        }
        try (ChosenRecords records = of(GARBAGE)) {
            assertNull(records.first());
        }
    }
}
