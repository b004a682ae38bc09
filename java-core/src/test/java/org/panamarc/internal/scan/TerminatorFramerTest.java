package org.panamarc.internal.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panamarc.internal.framing.Framer;
import org.panamarc.internal.kernel.JavaScanner;
import org.panamarc.internal.source.ChunkSource;
import org.panamarc.internal.source.Source;
import org.panamarc.internal.source.Sources;
import org.panamarc.internal.source.Window;
import org.panamarc.testing.AwkwardStream;
import org.panamarc.testing.Bytes;

class TerminatorFramerTest {
    private static List<String> pieces(Source source, int windowBytes) throws IOException {
        try (Window window = new Window(source, windowBytes)) {
            TerminatorFramer scanner = new TerminatorFramer(window, new JavaScanner());
            List<String> pieces = new ArrayList<>();
            while (true) {
                switch (scanner.next()) {
                    case RECORD -> pieces.add(scanner.start() + "+" + scanner.length());
                    case END -> {
                        assertEquals(Framer.Outcome.END, scanner.next());
                        return pieces;
                    }
                    default -> {}
                }
            }
        }
    }

    /** In the text a {@code |} means 0x1E. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; ''",
                "|; 0+1",
                "a; 0+1",
                "ab|; 0+3",
                "ab|c; 0+3 3+1",
                "|||; 0+1 1+1 2+1",
                "a|bb||ccc|; 0+2 2+3 5+1 6+4",
                "a much longer piece of text|and another one|the rest; 0+28 28+16 44+8"
            })
    void aPieceEndsWithItsTerminatorAndTheRestIsThelast(String text, String expected)
            throws IOException {
        byte[] input = Bytes.latin1(text.replace('|', '\u001E'));
        List<String> lines = expected.isEmpty() ? List.of() : List.of(expected.split(" "));
        for (int window : new int[] {1, 2, 3, 5, 64, 4096}) {
            assertEquals(
                    lines,
                    pieces(
                            Sources.ofSegment(MemorySegment.ofArray(input), "name", () -> {}),
                            window));
            assertEquals(
                    lines, pieces(Sources.ofStream(new AwkwardStream(input, 2), "name"), window));
        }
    }

    @Test
    void recordTerminatorsDivideNothing() throws IOException {
        byte[] input = Bytes.of('a', 0x1D, 0x1F, 'b', 0x1E, 0x1D);
        assertEquals(
                List.of("0+5", "5+1"),
                pieces(Sources.ofSegment(MemorySegment.ofArray(input), "name", () -> {}), 4));
    }

    @Test
    void aPieceMayBeLargerThanWhatIsReadBeforeTheCallerGetsABreak() throws IOException {
        byte[] input = Bytes.concat(Bytes.repeat('a', 40 << 20), Bytes.of(0x1E, 'b'));
        int again = 0;
        try (Window window =
                new Window(
                        Sources.ofSegment(MemorySegment.ofArray(input), "name", () -> {}),
                        1 << 20)) {
            TerminatorFramer scanner = new TerminatorFramer(window, new JavaScanner());
            while (scanner.next() == Framer.Outcome.PAUSED) {
                again++;
            }
            assertEquals(1, again);
            assertEquals(0, scanner.start());
            assertEquals(input.length - 1, scanner.length());
            assertEquals(1 << 20, window.memory().byteSize());
            assertEquals(Framer.Outcome.RECORD, scanner.next());
            assertEquals(1, scanner.length());
        }
    }

    @Test
    void bytesStillToBeSuppliedAreWaitedFor() throws IOException {
        ChunkSource chunks = new ChunkSource("name");
        try (Window window = new Window(chunks, 4096)) {
            TerminatorFramer scanner = new TerminatorFramer(window, new JavaScanner());
            assertEquals(Framer.Outcome.NEED_INPUT, scanner.next());
            chunks.chunk().put(0, Bytes.latin1("ab"));
            chunks.supply(2);
            assertEquals(Framer.Outcome.NEED_INPUT, scanner.next());
            chunks.chunk().put(0, Bytes.of(0x1E, 'c'));
            chunks.supply(2);
            assertEquals(Framer.Outcome.RECORD, scanner.next());
            assertEquals(0, scanner.start());
            assertEquals(3, scanner.length());
            assertEquals(Framer.Outcome.NEED_INPUT, scanner.next());
            chunks.supply(0);
            assertEquals(Framer.Outcome.RECORD, scanner.next());
            assertEquals(3, scanner.start());
            assertEquals(1, scanner.length());
            assertEquals(Framer.Outcome.END, scanner.next());
        }
    }
}
