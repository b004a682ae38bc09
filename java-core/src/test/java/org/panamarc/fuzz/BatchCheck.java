package org.panamarc.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.panamarc.ReadOptions;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.reader.BatchReader;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.source.Sources;

/**
 * The promises of the packed batch's layout, for any bytes: each value is well-formed UTF-8 between
 * its start and an 0x1E, values follow each other, and each record ends with a closing slot.
 */
final class BatchCheck {
    private BatchCheck() {}

    /** Reads the bytes as packed batches and looks at every slot. */
    static void valuesAreWellFormed(byte[] bytes, ReadOptions options) {
        try (BatchReader reader =
                new BatchReader(
                        Sources.ofSegment(MemorySegment.ofArray(bytes), "<bytes>", () -> {}),
                        options,
                        InputRange.whole(1),
                        null)) {
            while (true) {
                switch (reader.advance(options.batchRecords(), options.batchBytes())) {
                    case READY -> check(BatchView.of(reader.take()));
                    case END -> {
                        return;
                    }
                    case PAUSED -> {}
                    case NEED_INPUT, FAILED ->
                            throw new AssertionError("nothing is waited for or raised");
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void check(BatchView batch) {
        byte[] memory = batch.memory();
        for (int record = 0; record < batch.records(); record++) {
            int closing = batch.closingSlot(record);
            assertEquals(0, batch.tag(closing));
            for (int slot = batch.firstSlot(record); slot < closing; slot++) {
                int from = batch.valueStart(slot);
                int to = batch.valueEnd(slot);
                assertTrue(batch.tag(slot) != 0);
                assertTrue(batch.rawStart(record) <= from && from <= to && to < memory.length);
                assertTrue(isUtf8(memory, from, to), "the value must be UTF-8");
                boolean last = slot + 1 == closing;
                assertTrue(memory[to] == 0x1E || last, "an 0x1E is after the value");
            }
        }
    }

    /** Asks Java, which shares nothing with this project's own check. */
    static boolean isUtf8(byte[] bytes, int from, int to) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
