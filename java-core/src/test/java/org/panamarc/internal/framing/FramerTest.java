package org.panamarc.internal.framing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

class FramerTest {
    private static final byte[] A = RecordBuilder.numbered(1);
    private static final byte[] B = RecordBuilder.numbered(2);
    private static final int SIZE = A.length; // B's, too

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
                        "0+99999 NO_END, 99999+948601 NO_LEADER"),
                Arguments.of(
                        "a leader, then 0x1D",
                        Bytes.concat(leader, Bytes.repeat(0x1D, size)),
                        "0+99999 NO_FIELD_TERMINATOR, 99999+948601 NO_LEADER"),
                Arguments.of("leaders of 99999", leaders, "0+1048560 TRUNCATED"),
                Arguments.of("digits", digits, "0+1048576 NO_LEADER"));
    }

    @Test
    void moreTerminatorsThanARecordCanHaveBeginNone() {
        byte[] leader = Bytes.latin1("99999nam a2299999 a 4500");
        byte[] pair = Bytes.concat(Bytes.of(0x1E), Bytes.repeat('x', 9));
        byte[] pairs = new byte[10 * (RecordEndFinder.MOST_TERMINATORS + 5)];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = pair[i % 10];
        }
        byte[] input = Bytes.concat(leader, pairs, A, leader, Bytes.of(0x1E, 0x1D), pairs, B);
        int without = 24 + 10 * (RecordEndFinder.MOST_TERMINATORS - 1) + 1;
        int rest = 24 + pairs.length - without;
        int second = 24 + pairs.length + SIZE;
        List<String> expected =
                List.of(
                        Framed.line(0, without, "NO_END"),
                        Framed.line(without, rest, "NO_LEADER"),
                        Framed.line(second - SIZE, SIZE, "PROVEN"),
                        Framed.line(second, 26, "COMPLETE"),
                        Framed.line(second + 26, pairs.length, "NO_LEADER"),
                        Framed.line(second + 26 + pairs.length, SIZE, "PROVEN"));
        for (int window : new int[] {5000, 100_000, 1 << 20}) {
            for (int atOnce : new int[] {0, 3000}) {
                Framed.Way way = new Framed.Way(window, window == 5000, atOnce);
                assertEquals(expected, Framed.lines(input, way, Framed.MAX_RECORD), way::toString);
            }
        }
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
    void aRecordThatBeginsWhereALeaderWithoutAnEndIsGivenUpIsFound() {
        int most = 1000;
        for (int size = most - SIZE - 30; size < most + 30; size++) {
            byte[] endless = Bytes.concat(Arrays.copyOf(A, 24), Bytes.repeat('x', size - 24));
            byte[] input = Bytes.concat(Bytes.with(endless, 0, "99999"), B, A, A, A, A, A, A);
            for (int window : new int[] {64, 4096}) {
                List<String> lines = Framed.lines(input, new Framed.Way(window, false, 0), most);
                assertTrue(lines.contains(Framed.line(size, SIZE, "PROVEN")), "" + lines);
            }
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
    void afterOtherBytesTheProofAloneMakesNoRecord() {
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
}
