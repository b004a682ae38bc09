package org.panamarc.internal.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.internal.kernel.JavaScanner;
import org.panamarc.internal.source.ChunkSource;
import org.panamarc.internal.source.Source;
import org.panamarc.internal.source.Sources;
import org.panamarc.internal.source.Window;
import org.panamarc.testing.AwkwardStream;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

class FramerTest {
    private static final byte[] A = RecordBuilder.numbered(1);
    private static final byte[] B = RecordBuilder.numbered(2);
    private static final int SIZE = A.length; // B's, too
    private static final int DIRECTORY_END = 24 + 4 * 12;

    private static String digits(int number) {
        return "%05d".formatted(number);
    }

    /** A case: parts of the input, each with what it should become; "-" joins it to the next. */
    private static Arguments of(String name, Object... partsAndOutcomes) {
        List<byte[]> parts = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        int start = 0;
        int end = 0;
        for (int i = 0; i < partsAndOutcomes.length; i += 2) {
            byte[] part = (byte[]) partsAndOutcomes[i];
            parts.add(part);
            end += part.length;
            if (!partsAndOutcomes[i + 1].equals("-")) {
                lines.add(Framed.line(start, end - start, (String) partsAndOutcomes[i + 1]));
                start = end;
            }
        }
        return Arguments.of(name, Bytes.concat(parts.toArray(byte[][]::new)), lines);
    }

    static Stream<Arguments> inputs() {
        int title = Bytes.indexOf(A, "Title") + 3;
        int subject = Bytes.indexOf(A, "Subject") + 3;
        byte[] stray = Bytes.of(0x1E, 0x1D);
        byte[] strayInTitle = withData(title, stray);
        byte[] strayInLast = withData(subject, stray);
        byte[] empty = new RecordBuilder().build();
        byte[] leader = Arrays.copyOf(A, 24);
        return Stream.of(
                of("nothing", new byte[0], "-"),
                of("two records in order", A, "PROVEN", B, "PROVEN"),
                of("empty records", empty, "PROVEN", empty, "PROVEN", A, "PROVEN"),
                // Lengths that lie.
                of(
                        "length 2 too long",
                        Bytes.with(A, 0, digits(SIZE + 2)),
                        "COMPLETE",
                        B,
                        "PROVEN"),
                of(
                        "length 3 too short",
                        Bytes.with(A, 0, digits(SIZE - 3)),
                        "COMPLETE",
                        B,
                        "PROVEN"),
                of("length 0", Bytes.with(A, 0, "00000"), "COMPLETE", B, "PROVEN"),
                of("length 99999", Bytes.with(A, 0, "99999"), "COMPLETE", B, "PROVEN"),
                of("length 99999 at the end", A, "PROVEN", Bytes.with(B, 0, "99999"), "COMPLETE"),
                of("length of blanks", Bytes.with(A, 0, "     "), "COMPLETE", B, "PROVEN"),
                of(
                        "length of both records",
                        Bytes.with(A, 0, digits(2 * SIZE)),
                        "COMPLETE",
                        B,
                        "PROVEN"),
                of(
                        "length of three records, the second one's a lie as well",
                        Bytes.with(A, 0, digits(3 * SIZE)),
                        "COMPLETE",
                        Bytes.with(B, 0, digits(2 * SIZE)),
                        "COMPLETE",
                        A,
                        "PROVEN"),
                // Base addresses that lie.
                of(
                        "base address 1 too high",
                        Bytes.with(A, 12, digits(DIRECTORY_END + 2)),
                        "COMPLETE",
                        B,
                        "PROVEN"),
                of("base address 0", Bytes.with(A, 12, "00000"), "COMPLETE", B, "PROVEN"),
                of("base address of letters", Bytes.with(A, 12, "base "), "COMPLETE", B, "PROVEN"),
                of(
                        "base address of an entry less",
                        Bytes.with(A, 12, digits(DIRECTORY_END + 1 - 12)),
                        "COMPLETE",
                        B,
                        "PROVEN"),
                // Terminators missing.
                of(
                        "no record terminator",
                        Bytes.remove(A, SIZE - 1, 1),
                        "NO_RECORD_TERMINATOR",
                        B,
                        "PROVEN"),
                of(
                        "no last field terminator",
                        Bytes.remove(A, SIZE - 2, 1),
                        "NO_FIELD_TERMINATOR",
                        B,
                        "PROVEN"),
                of(
                        "a blank for the last field terminator",
                        Bytes.with(A, SIZE - 2, " "),
                        "NO_FIELD_TERMINATOR",
                        B,
                        "PROVEN"),
                of(
                        "no terminators at the end",
                        Bytes.remove(A, SIZE - 2, 2),
                        "TRUNCATED",
                        B,
                        "PROVEN"),
                of(
                        "no field terminator in the middle",
                        Bytes.remove(A, title + 23, 1),
                        "COMPLETE",
                        B,
                        "PROVEN"),
                of(
                        "no terminator behind the directory",
                        Bytes.remove(A, DIRECTORY_END, 1),
                        "COMPLETE",
                        B,
                        "PROVEN"),
                of(
                        "no record terminator at the end of input",
                        A,
                        "PROVEN",
                        Arrays.copyOf(B, SIZE - 1),
                        "TRUNCATED"),
                // Records that break off.
                of("cut in the leader", Arrays.copyOf(A, 23), "NO_LEADER", B, "PROVEN"),
                of("cut behind the leader", leader, "TRUNCATED", B, "PROVEN"),
                of("cut in the directory", Arrays.copyOf(A, 40), "TRUNCATED", B, "PROVEN"),
                of("cut in the data", Arrays.copyOf(A, title), "TRUNCATED", B, "PROVEN"),
                of(
                        "leaders only, then one cut in the data",
                        leader,
                        "-",
                        leader,
                        "TRUNCATED",
                        Arrays.copyOf(A, title),
                        "TRUNCATED",
                        B,
                        "PROVEN"),
                of("a leader at the end", A, "PROVEN", leader, "TRUNCATED"),
                of("part of a leader at the end", A, "PROVEN", Arrays.copyOf(B, 20), "NO_LEADER"),
                // Filler and other bytes between records.
                of(
                        "newlines",
                        A,
                        "PROVEN",
                        Bytes.latin1("\n"),
                        "FILLER",
                        B,
                        "PROVEN",
                        Bytes.latin1("\r\n"),
                        "FILLER"),
                of(
                        "NUL, 0x1A and spaces",
                        Bytes.of(0, 0, 0x1A),
                        "FILLER",
                        A,
                        "PROVEN",
                        Bytes.latin1("   "),
                        "FILLER"),
                of(
                        "a byte order mark",
                        Bytes.of(0xEF, 0xBB, 0xBF),
                        "FILLER",
                        A,
                        "PROVEN",
                        B,
                        "PROVEN"),
                of("5000 spaces", A, "PROVEN", Bytes.repeat(' ', 5000), "FILLER", B, "PROVEN"),
                of(
                        "filler behind a lying length",
                        Bytes.with(A, 0, "99999"),
                        "COMPLETE",
                        Bytes.repeat('\n', 50),
                        "FILLER",
                        B,
                        "PROVEN"),
                of(
                        "much filler behind a lying length",
                        Bytes.with(A, 0, "99999"),
                        "COMPLETE",
                        Bytes.repeat(0, 9000),
                        "FILLER",
                        B,
                        "PROVEN"),
                of(
                        "filler behind a missing terminator",
                        Bytes.remove(A, SIZE - 2, 1),
                        "NO_FIELD_TERMINATOR",
                        Bytes.latin1("\n"),
                        "FILLER",
                        B,
                        "PROVEN"),
                of("nothing but filler", Bytes.latin1("\r\n \n"), "FILLER"),
                of(
                        "other bytes between",
                        A,
                        "PROVEN",
                        Bytes.latin1("<garbage/>"),
                        "NO_LEADER",
                        B,
                        "PROVEN"),
                of(
                        "other bytes before and behind",
                        Bytes.latin1("x"),
                        "NO_LEADER",
                        A,
                        "PROVEN",
                        Bytes.latin1("y"),
                        "NO_LEADER"),
                of(
                        "filler next to other bytes",
                        Bytes.latin1("\n\n"),
                        "-",
                        Bytes.latin1("junk"),
                        "-",
                        Bytes.latin1("\n\n"),
                        "NO_LEADER",
                        A,
                        "PROVEN"),
                of(
                        "stray terminators between",
                        A,
                        "PROVEN",
                        Bytes.of(0x1E, 0x1D, 0x1D),
                        "NO_LEADER",
                        B,
                        "PROVEN"),
                of("a line of text", Bytes.latin1("This is not MARC at all.\n"), "NO_LEADER"),
                // Terminators inside data.
                of(
                        "a stray field terminator",
                        withData(title, Bytes.of(0x1E)),
                        "COMPLETE",
                        B,
                        "PROVEN"),
                of(
                        "a stray record terminator",
                        withData(title, Bytes.of(0x1D)),
                        "COMPLETE",
                        B,
                        "PROVEN"),
                of("both, stray", strayInTitle, "COMPLETE", B, "PROVEN"),
                of("both, stray, in the last field", strayInLast, "COMPLETE", B, "PROVEN"),
                of(
                        "both, stray, in the last field of the last record",
                        A,
                        "PROVEN",
                        strayInLast,
                        "COMPLETE"),
                of(
                        "both, stray, and a length that lies",
                        Bytes.with(strayInTitle, 0, "00000"),
                        "COMPLETE",
                        B,
                        "PROVEN"),
                of(
                        "one stray, a length that lies, and other bytes with terminators behind",
                        Bytes.with(withData(title, Bytes.of(0x1E)), 0, "00000"),
                        "COMPLETE",
                        Bytes.concat(Bytes.latin1("junk"), stray),
                        "NO_LEADER",
                        B,
                        "PROVEN"),
                of(
                        "a control character in the leader",
                        Bytes.with(Bytes.with(A, 0, "99999"), 7, "\u0000"),
                        "NO_LEADER",
                        B,
                        "PROVEN"),
                // Leaders that lie about more than one thing.
                of(
                        "neither length nor base address",
                        Bytes.with(Bytes.with(A, 0, "?????"), 12, "?????"),
                        "NO_LEADER",
                        B,
                        "PROVEN"),
                of(
                        "a proof needs no indicator count and entry map",
                        Bytes.with(Bytes.with(A, 10, "  "), 20, "    "),
                        "PROVEN",
                        B,
                        "PROVEN"),
                of("a leader as text in a field", withData(title, leader), "PROVEN", B, "PROVEN"));
    }

    /** The record A with more bytes in its data; leader and directory tell the truth. */
    private static byte[] withData(int at, byte[] more) {
        RecordBuilder builder = new RecordBuilder();
        int start = DIRECTORY_END + 1;
        for (int entry = 24; entry < DIRECTORY_END; entry += 12) {
            int length = number(entry + 3, 4);
            byte[] value = Arrays.copyOfRange(A, start, start + length - 1);
            boolean here = at >= start && at < start + length;
            String tag = new String(A, entry, 3, StandardCharsets.US_ASCII);
            builder.field(tag, here ? Bytes.insert(value, at - start, more) : value);
            start += length;
        }
        return builder.build();
    }

    private static int number(int at, int digits) {
        return Integer.parseInt(new String(A, at, digits, StandardCharsets.US_ASCII));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputs")
    void theSameForEveryWindowScannerAndSource(String name, byte[] input, List<String> expected) {
        for (Framed.Way way : Framed.Way.all()) {
            assertEquals(
                    expected, Framed.lines(input, way, Framed.MAX_RECORD), () -> name + ", " + way);
        }
    }

    @Test
    void aCutAtAnyByteCostsNoRecordBefore() {
        byte[] both = Bytes.concat(A, B);
        for (int cut = 0; cut <= both.length; cut++) {
            byte[] input = Arrays.copyOf(both, cut);
            List<String> lines =
                    Framed.lines(input, new Framed.Way(64, true, 0), Framed.MAX_RECORD);
            assertEquals(lines, Framed.lines(input));
            int rest = cut < SIZE ? cut : cut - SIZE;
            List<String> expected = new ArrayList<>();
            if (cut >= SIZE) {
                expected.add(Framed.line(0, SIZE, "PROVEN"));
            }
            if (rest > 0) {
                String what = rest < 24 ? "NO_LEADER" : rest < SIZE ? "TRUNCATED" : "PROVEN";
                expected.add(Framed.line(cut - rest, rest, what));
            }
            assertEquals(expected, lines, "cut at " + cut);
        }
    }

    @Test
    void aDamagedByteOfOneRecordNeverDisturbsItsNeighbours() {
        Random random = new Random(3);
        byte[] middle = RecordBuilder.numbered(3);
        byte[] tempting = Bytes.latin1("\u001D\u001E\u001F 0129az\u0000\u00E9\n");
        for (int at = 0; at < SIZE; at++) {
            byte[] one = {tempting[random.nextInt(tempting.length)]};
            List<byte[]> damaged =
                    List.of(
                            Bytes.remove(middle, at, 1),
                            Bytes.insert(middle, at, one),
                            Bytes.insert(Bytes.remove(middle, at, 1), at, one));
            for (byte[] record : damaged) {
                byte[] input = Bytes.concat(A, record, B);
                List<String> lines = Framed.lines(input);
                String where = "at %d, 0x%02X: %s".formatted(at, one[0], lines);
                assertEquals(Framed.line(0, SIZE, "PROVEN"), lines.getFirst(), where);
                assertEquals(
                        Framed.line(SIZE + record.length, SIZE, "PROVEN"), lines.getLast(), where);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void randomBytesAreAccountedForAlikeWithEveryWindow(int seed) {
        byte[] input = new byte[1 << 20];
        new Random(seed).nextBytes(input);
        if (seed % 2 == 0) { // among bytes that mean something, leaders come about by chance
            byte[] alphabet = Bytes.latin1("\u001D\u001E0000022245 a");
            for (int i = 0; i < input.length; i++) {
                input[i] = alphabet[(input[i] & 0xFF) % alphabet.length];
            }
        }
        List<String> lines = Framed.lines(input);
        for (int window : new int[] {100, 5000, 300_000}) {
            Framed.Way way = new Framed.Way(window, false, 0);
            assertEquals(lines, Framed.lines(input, way, Framed.MAX_RECORD), way.toString());
        }
        assertTrue(seed % 2 == 1 || lines.size() > 10, "leaders among the bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7, 8, 9, 10})
    void damagedFilesAreFramedAlikeWithEveryWindow(int seed) {
        Random random = new Random(seed);
        byte[] input = new byte[0];
        for (int i = 0; i < 200; i++) {
            byte[] record = RecordBuilder.numbered(i);
            if (random.nextInt(4) == 0) { // not plausible, but provable
                record = Bytes.with(Bytes.with(record, 10, "  "), 20, "    ");
            }
            for (int damage = random.nextInt(4); damage > 0; damage--) {
                int at = random.nextInt(record.length - 40);
                record =
                        switch (random.nextInt(5)) {
                            case 0 -> Bytes.remove(record, at, 1 + random.nextInt(40));
                            case 1 -> Bytes.insert(record, at, Bytes.of(0x1C + random.nextInt(4)));
                            case 2 -> Bytes.insert(record, at, Arrays.copyOf(record, 30));
                            case 3 -> Bytes.with(record, at, "" + random.nextInt(10));
                            default -> Bytes.insert(record, 0, Bytes.latin1(" \n\u0000x"));
                        };
            }
            input = Bytes.concat(input, record);
        }
        List<String> lines = Framed.lines(input);
        for (Framed.Way way : Framed.Way.all()) {
            assertEquals(lines, Framed.lines(input, way, Framed.MAX_RECORD), way.toString());
        }
    }

    static Stream<Arguments> monotonousInputs() {
        int size = 1 << 20;
        byte[] leader = Bytes.latin1("99999nam a2299999 a 4500");
        byte[] digits = Bytes.repeat('2', size);
        byte[] leaders = new byte[size / 24 * 24];
        for (int i = 0; i < leaders.length; i++) {
            leaders[i] = leader[i % 24];
        }
        return Stream.of(
                Arguments.of("0x1E", Bytes.repeat(0x1E, size), "0+1048576 NO_LEADER"),
                Arguments.of("0x1D", Bytes.repeat(0x1D, size), "0+1048576 NO_LEADER"),
                Arguments.of("0xFF", Bytes.repeat(0xFF, size), "0+1048576 NO_LEADER"),
                Arguments.of("NUL", Bytes.repeat(0, size), "0+1048576 FILLER"),
                Arguments.of(
                        "a leader, then 0x1E",
                        Bytes.concat(leader, Bytes.repeat(0x1E, size)),
                        "0+1048600 TRUNCATED"),
                Arguments.of(
                        "a leader, then 0x1D",
                        Bytes.concat(leader, Bytes.repeat(0x1D, size)),
                        "0+99999 NO_FIELD_TERMINATOR, 99999+948601 NO_LEADER"),
                Arguments.of("leaders of 99999", leaders, "0+1048560 TRUNCATED"),
                Arguments.of("digits", digits, "0+1048576 NO_LEADER"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("monotonousInputs")
    void aMegabyteOfOneThingEnds(String name, byte[] input, String expected) {
        for (int window : new int[] {100, 1 << 20}) {
            Framed.Way way = new Framed.Way(window, false, 0);
            assertEquals(
                    List.of(expected.split(", ")),
                    Framed.lines(input, way, Framed.MAX_RECORD),
                    () -> name + ", " + way);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000", "99999"})
    void recordsLargerThanALeaderCanStateAreWhole(String stated) {
        RecordBuilder builder = new RecordBuilder();
        for (int i = 0; i < 300; i++) {
            builder.field("500", Bytes.repeat('a' + i % 26, 9000));
        }
        byte[] large = Bytes.with(builder.build(), 0, stated);
        byte[] input = Bytes.concat(A, large, B);
        for (int window : new int[] {64, 4096, 1 << 20, 1 << 22}) {
            assertEquals(
                    List.of(
                            Framed.line(0, SIZE, "PROVEN"),
                            Framed.line(SIZE, large.length, "COMPLETE"),
                            Framed.line(SIZE + large.length, SIZE, "PROVEN")),
                    Framed.lines(input, new Framed.Way(window, false, 0), Framed.MAX_RECORD));
        }
    }

    @Test
    void aLeaderWithoutAnEndWithinTheLargestSizeBeginsNoRecord() {
        int most = 1000;
        byte[] endless =
                Bytes.concat(Arrays.copyOf(Bytes.with(A, 0, "99999"), 60), Bytes.repeat('x', 5000));
        byte[] input = Bytes.concat(A, endless, B);
        List<String> expected =
                List.of(
                        Framed.line(0, SIZE, "PROVEN"),
                        Framed.line(SIZE, most - 23, "NO_END"),
                        Framed.line(SIZE + most - 23, 5060 - most + 23, "NO_LEADER"),
                        Framed.line(SIZE + 5060, SIZE, "PROVEN"));
        for (Framed.Way way : Framed.Way.all()) {
            assertEquals(expected, Framed.lines(input, way, most), way.toString());
        }
    }

    @Test
    void aRecordLargerThanAllowedIsNoneEvenInOrder() {
        byte[] input = Bytes.concat(A, B);
        for (Framed.Way way : Framed.Way.all()) {
            assertEquals(
                    List.of(Framed.line(0, SIZE, "PROVEN"), Framed.line(SIZE, SIZE, "PROVEN")),
                    Framed.lines(input, way, SIZE));
            List<String> lines = Framed.lines(input, way, SIZE - 1);
            assertEquals(Framed.line(0, SIZE - 24, "NO_END"), lines.getFirst());
            assertTrue(lines.stream().noneMatch(line -> line.endsWith("PROVEN")), "" + lines);
        }
    }

    @Test
    void behindOtherBytesTheProofAloneMakesNoRecord() {
        byte[] provable = Bytes.with(Bytes.with(A, 10, "  "), 20, "    ");
        for (int junk = 1; junk < 130; junk++) {
            byte[] input = Bytes.concat(A, Bytes.repeat('x', junk), provable, B);
            List<String> expected =
                    List.of(
                            Framed.line(0, SIZE, "PROVEN"),
                            Framed.line(SIZE, junk + SIZE, "NO_LEADER"),
                            Framed.line(2 * SIZE + junk, SIZE, "PROVEN"));
            for (int window : new int[] {1, 7, 64, 100, 1 << 20}) {
                assertEquals(
                        expected,
                        Framed.lines(input, new Framed.Way(window, true, 0), Framed.MAX_RECORD));
            }
        }
    }

    @Test
    void noRecordIsSmallerThanALeader() {
        // The first 24 bytes look like a leader, and so do those from the sixth on.
        byte[] record =
                Bytes.concat(
                        Bytes.latin1("00200221a 2200145 a 4500"),
                        Bytes.repeat('0', 120),
                        Bytes.of(0x1E, 0x1E, 0x1D));
        record = Bytes.with(record, 5, "22");
        byte[] input = Bytes.concat(Bytes.latin1("12345"), record, A);
        for (String line : Framed.lines(input)) {
            String length = line.substring(line.indexOf('+') + 1, line.indexOf(' '));
            assertTrue(Integer.parseInt(length) >= 24 || line.endsWith("NO_LEADER"), line);
        }
    }

    @Test
    void aSourceThatFailsOnceGoesOnWhereItWas() throws IOException {
        byte[] input = Bytes.concat(A, B, RecordBuilder.numbered(3), RecordBuilder.numbered(4));
        for (int untilFailure = 2; untilFailure < input.length; untilFailure += 13) {
            AwkwardStream stream = new AwkwardStream(input, 50, untilFailure);
            try (Window window = new Window(Sources.ofStream(stream, "name"), 128)) {
                Framer framer = new Framer(window, new JavaScanner(), Framed.MAX_RECORD);
                long accounted = 0;
                int failures = 0;
                while (accounted < input.length) {
                    try {
                        assertEquals(Framer.Outcome.RECORD, framer.next());
                        assertEquals(accounted, framer.inputOffset());
                        assertEquals(Ending.PROVEN, framer.ending());
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
                assertEquals(Framer.Outcome.NOT_YET, framer.next());
                chunks.chunk().put(0, input[i]);
                chunks.supply(1);
                if (i == SIZE - 1 || i == 2 * SIZE - 1) {
                    assertEquals(Framer.Outcome.RECORD, framer.next());
                }
            }
            assertEquals(Framer.Outcome.NOT_YET, framer.next());
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
            assertEquals(Framer.Outcome.AGAIN, framer.next());
            assertEquals(Framer.Outcome.RECORD, framer.next());
            assertEquals(input.length, framer.length());
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
