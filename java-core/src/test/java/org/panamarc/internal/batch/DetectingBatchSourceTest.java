package org.panamarc.internal.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.ErrorPolicy;
import org.panamarc.MarcFormatException;
import org.panamarc.ReadOptions;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.reader.BatchReader;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.source.ChunkSource;

/** Reads chunks, as Python supplies them, in a format that shows only in their first bytes. */
class DetectingBatchSourceTest {
    private static final String RECORD =
            "<record><leader>00000nam a2200000 a 4500</leader>%s</record>\n";
    private static final String XML =
            "<collection>"
                    + RECORD.formatted("")
                    + RECORD.formatted("<x/>")
                    + RECORD.formatted("")
                    + "</collection>";

    private static BatchReader reader(ChunkSource source, ReadOptions options) throws IOException {
        return new BatchReader(source, options, InputRange.whole(7), null);
    }

    private static void supply(ChunkSource source, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        source.chunk().put(0, bytes);
        source.supply(bytes.length);
    }

    @Test
    void nothingIsKnownBeforeTheFirstBytes() throws IOException {
        ChunkSource source = new ChunkSource("name");
        try (BatchReader reader = reader(source, ReadOptions.DEFAULT)) {
            assertEquals(ReadState.NEED_INPUT, reader.advance(10, 1000));
            assertEquals(ReadState.NEED_INPUT, reader.boundaries(LongBuffer.allocate(2)));
            assertFalse(reader.flush());
            assertEquals(0, reader.readyLength());
            assertEquals(0, reader.unproven());
            assertEquals(0, reader.bytesRead());
            assertEquals(7, reader.nextNumber());
            assertNull(reader.takeFailure());
            assertEquals(
                    "no batch is ready",
                    assertThrows(IllegalStateException.class, reader::take).getMessage());
            reader.drop();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 1000})
    void recordsComeAsFarAsThereAreChunks(int size) throws IOException {
        ChunkSource source = new ChunkSource("name");
        try (BatchReader reader = reader(source, ReadOptions.DEFAULT)) {
            int records = 0;
            int at = 0;
            while (true) {
                ReadState state = reader.advance(2, 1000);
                if (state == ReadState.END) {
                    break;
                }
                if (state == ReadState.READY) {
                    ByteBuffer copy = ByteBuffer.allocate(reader.readyLength());
                    reader.copy(copy);
                    byte[] taken = reader.take();
                    assertArrayEquals(
                            copy.array(), java.util.Arrays.copyOf(taken, copy.capacity()));
                    records += BatchView.of(taken).records();
                    continue;
                }
                assertEquals(ReadState.NEED_INPUT, state);
                int end = Math.min(XML.length(), at + size);
                if (at == end) {
                    source.supply(0);
                } else {
                    supply(source, XML.substring(at, end));
                }
                at = end;
            }
            assertEquals(3, records);
            assertEquals(XML.length(), reader.bytesRead());
            assertEquals(10, reader.nextNumber());
        }
    }

    @Test
    void whatThePolicyLeavesOutIsNeitherGivenNorLost() throws IOException {
        for (ErrorPolicy policy : List.of(ErrorPolicy.SKIP, ErrorPolicy.RAISE)) {
            ChunkSource source = new ChunkSource("name");
            supply(source, XML);
            List<ReadState> states = new ArrayList<>();
            try (BatchReader reader = reader(source, ReadOptions.DEFAULT.withOnError(policy))) {
                ReadState state = reader.advance(10, 1000);
                while (state != ReadState.END) {
                    states.add(state);
                    switch (state) {
                        case READY -> reader.drop();
                        case FAILED -> {
                            MarcFormatException failure = reader.takeFailure();
                            assertEquals(
                                    "name: record 8 at byte 70: line 2: found an element x where"
                                            + " MARCXML has none; it is not read",
                                    failure == null ? "" : failure.getMessage());
                        }
                        default -> source.supply(0);
                    }
                    state = reader.advance(10, 1000);
                }
                assertEquals(2, reader.recordsRead());
                assertEquals(XML.length(), reader.bytesRead());
                assertEquals(policy == ErrorPolicy.RAISE, states.contains(ReadState.FAILED));
            }
        }
    }

    @Test
    void boundariesAreGivenAsFarAsThereIsRoom() throws IOException {
        ChunkSource source = new ChunkSource("name");
        supply(source, XML);
        try (BatchReader reader = reader(source, ReadOptions.DEFAULT)) {
            LongBuffer pairs = LongBuffer.allocate(4);
            assertEquals(ReadState.READY, reader.boundaries(pairs));
            assertFalse(pairs.hasRemaining());
            assertEquals(ReadState.READY, reader.boundaries(pairs.clear()));
            assertEquals(2, pairs.position());
            assertEquals(ReadState.NEED_INPUT, reader.boundaries(pairs.clear()));
            source.supply(0);
            assertEquals(ReadState.END, reader.boundaries(pairs.clear()));
            assertTrue(reader.bytesRead() > 0);
        }
    }
}
