package org.panamarc.internal.framing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.kernel.JavaScanner;
import org.panamarc.internal.kernel.Scanner;
import org.panamarc.internal.kernel.StructuralIndex;
import org.panamarc.internal.source.ChunkSource;
import org.panamarc.internal.source.Source;
import org.panamarc.internal.source.Sources;
import org.panamarc.internal.source.Window;
import org.panamarc.testing.AwkwardStream;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/** What the framer does when its source fails, or has nothing yet. */
class FramerSourceTest {
    private static final byte[] A = RecordBuilder.numbered(1);
    private static final byte[] B = RecordBuilder.numbered(2);
    private static final int SIZE = A.length; // B's, too

    @Test
    void aSourceThatFailsOnceGoesOnWhereItWas() throws IOException {
        byte[] input = Bytes.concat(A, B, RecordBuilder.numbered(3), RecordBuilder.numbered(4));
        for (int untilFailure = 4; untilFailure < input.length; untilFailure += 13) {
            AwkwardStream stream = new AwkwardStream(input, 50, untilFailure);
            try (Window window = new Window(Sources.ofStream(stream, "name"), 128)) {
                Framer framer = new Framer(window, new JavaScanner(), Framed.MAX_RECORD);
                long accounted = 0;
                int failures = 0;
                while (accounted < input.length) {
                    try {
                        assertEquals(Framer.Outcome.RECORD, framer.next());
                        assertEquals(accounted, framer.inputOffset());
                        assertEquals(RecordEnding.PROVEN, framer.ending());
                        accounted += framer.length();
                    } catch (IOException e) {
                        failures++;
                    }
                }
                assertEquals(Framer.Outcome.END, framer.next());
                assertEquals(1, failures);
            }
        }
    }

    @Test
    void bytesStillToBeSuppliedAreWaitedFor() throws IOException {
        ChunkSource chunks = new ChunkSource("name");
        try (Window window = new Window(chunks, 4096)) {
            Framer framer = new Framer(window, new JavaScanner(), Framed.MAX_RECORD);
            byte[] input = Bytes.concat(A, B);
            for (int i = 0; i < input.length; i++) {
                assertEquals(Framer.Outcome.NEED_INPUT, framer.next());
                chunks.chunk().put(0, input[i]);
                chunks.supply(1);
                if (i == SIZE - 1 || i == 2 * SIZE - 1) {
                    assertEquals(Framer.Outcome.RECORD, framer.next());
                }
            }
            assertEquals(Framer.Outcome.NEED_INPUT, framer.next());
            chunks.supply(0);
            assertEquals(Framer.Outcome.END, framer.next());
            assertEquals(Framer.Outcome.END, framer.next());
        }
    }

    @Test
    void muchInputWithoutARecordGivesTheCallerABreak() throws IOException {
        byte[] input = Bytes.concat(Arrays.copyOf(A, 60), Bytes.repeat('x', 34 << 20));
        try (Window window =
                new Window(
                        Sources.ofSegment(MemorySegment.ofArray(input), "name", () -> {}),
                        1 << 20)) {
            Framer framer = new Framer(window, new JavaScanner(), 1 << 26);
            assertEquals(Framer.Outcome.PAUSED, framer.next());
            assertEquals(Framer.Outcome.RECORD, framer.next());
            assertEquals(input.length, framer.length());
        }
    }

    @Test
    void aRecordThatComesInLittlePiecesIsScannedWhenAllOfItIsThere() throws IOException {
        byte[] record = new RecordBuilder().field("500", "  $a" + "x".repeat(9000)).build();
        CountingScanner scanner = new CountingScanner();
        AwkwardStream stream = new AwkwardStream(record, 10);
        try (Window window = new Window(Sources.ofStream(stream, "name"), 1 << 20)) {
            Framer framer = new Framer(window, scanner, Framed.MAX_RECORD);
            assertEquals(Framer.Outcome.RECORD, framer.next());
            assertEquals(record.length, framer.length());
            assertEquals(Framer.Outcome.END, framer.next());
        }
        assertTrue(scanner.bytes < 2L * record.length, scanner.bytes + " bytes scanned");
    }

    @Test
    void aRecordWithoutAnEndInSmallChunksIsScannedAFewTimes() throws IOException {
        byte[] leader = Arrays.copyOf(A, Iso2709.LEADER);
        byte[] input = Bytes.concat(leader, Bytes.repeat('1', 2_000_000), new byte[] {0x1E, 0x1D});
        CountingScanner scanner = new CountingScanner();
        AwkwardStream stream = new AwkwardStream(Bytes.concat(input, B), 1000);
        try (Window window = new Window(Sources.ofStream(stream, "name"), 1 << 20)) {
            Framer framer = new Framer(window, scanner, Framed.MAX_RECORD);
            assertEquals(Framer.Outcome.RECORD, framer.next());
            assertEquals(input.length, framer.length());
            assertEquals(Framer.Outcome.RECORD, framer.next());
            assertEquals(Framer.Outcome.END, framer.next());
        }
        // At first at every piece, soon at every eighth.
        assertTrue(scanner.bytes < 11L * input.length, scanner.bytes + " bytes scanned");
    }

    private static final class CountingScanner implements Scanner {
        private final Scanner scanner = new JavaScanner();
        private long bytes;

        @Override
        public void scan(MemorySegment window, int length, int kinds, StructuralIndex index) {
            bytes += length;
            scanner.scan(window, length, kinds, index);
        }

        @Override
        public boolean isNative() {
            return false;
        }

        @Override
        public String name() {
            return scanner.name();
        }
    }

    @Test
    void aSourceThatFailsForGoodFailsEachTime() throws IOException {
        Window window = new Window(new ClosedSource(), 100);
        Framer framer = new Framer(window, new JavaScanner(), Framed.MAX_RECORD);
        assertThrows(IOException.class, framer::next);
        assertThrows(IOException.class, framer::next);
    }

    private static final class ClosedSource implements Source {
        @Override
        public int read(MemorySegment target, long offset, int length) throws IOException {
            throw new IOException("closed");
        }

        @Override
        public String name() {
            return "name";
        }

        @Override
        public void close() {}
    }
}
