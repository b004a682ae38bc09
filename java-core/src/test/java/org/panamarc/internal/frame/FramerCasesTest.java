package org.panamarc.internal.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/** Named inputs, and what becomes of each part of them. */
class FramerCasesTest {
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
}
