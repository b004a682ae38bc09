package org.panamarc.internal.framing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.SkippedRange.Reason;
import org.panamarc.internal.kernel.JavaScanner;
import org.panamarc.internal.kernel.Scanners;
import org.panamarc.internal.source.Source;
import org.panamarc.internal.source.Sources;
import org.panamarc.internal.source.Window;
import org.panamarc.testing.AwkwardStream;

/**
 * What a framer makes of an input, one line for each record and skipped range; where C scans, C
 * frames the records in order.
 */
final class Framed {
    static final int MAX_RECORD = 16 << 20;
    private static final int[] WINDOWS = {1, 7, 64, 100, 4096, 1 << 20};

    private Framed() {}

    /** One way to read an input. */
    record Way(int window, boolean javaScanner, int atOnce) {
        static final Way LARGE = new Way(1 << 20, true, 0);

        /** Every window with both scanners, from memory and from a stream of small reads. */
        static List<Way> all() {
            List<Way> ways = new ArrayList<>();
            for (int window : WINDOWS) {
                ways.add(new Way(window, true, 0));
                ways.add(new Way(window, false, 0));
                ways.add(new Way(window, true, 3));
            }
            return ways;
        }

        private Source source(byte[] input) throws IOException {
            return atOnce == 0
                    ? Sources.ofSegment(MemorySegment.ofArray(input), "name", () -> {})
                    : Sources.ofStream(new AwkwardStream(input, atOnce), "name");
        }
    }

    /**
     * The lines, such as {@code 0+96 PROVEN} or {@code 96+1 FILLER}: stretches skipped one after
     * the other count as one, since the window may cut them. Fails where they leave out or repeat a
     * byte.
     */
    static List<String> lines(byte[] input, Way way, int maxRecord) {
        try (Arena arena = Arena.ofConfined();
                Window window = new Window(way.source(input), way.window())) {
            var scanner = way.javaScanner() ? new JavaScanner() : Scanners.fastest(arena);
            Framer framer = new Framer(window, scanner, maxRecord);
            Run run = scanner.isNative() ? new Run() : null;
            List<String> lines = new ArrayList<>();
            long accounted = 0;
            long skippedFrom = 0;
            boolean onlyFiller = true;
            while (true) {
                Framer.Outcome outcome = next(framer, run);
                if (outcome == Framer.Outcome.PAUSED) {
                    continue;
                }
                boolean between =
                        outcome == Framer.Outcome.SKIPPED
                                && framer.skippedReason() != Reason.NO_END;
                if (!between && skippedFrom < accounted) {
                    lines.add(
                            line(
                                    skippedFrom,
                                    accounted - skippedFrom,
                                    onlyFiller ? "FILLER" : "NO_LEADER"));
                }
                if (outcome == Framer.Outcome.END) {
                    if (accounted != input.length || framer.next() != Framer.Outcome.END) {
                        throw new AssertionError("not the end at " + accounted + ": " + lines);
                    }
                    return lines;
                }
                if (framer.inputOffset() != accounted || framer.length() <= 0) {
                    throw new AssertionError(
                            "at %d came %d+%d"
                                    .formatted(accounted, framer.inputOffset(), framer.length()));
                }
                if (!between) {
                    lines.add(
                            line(
                                    accounted,
                                    framer.length(),
                                    outcome == Framer.Outcome.RECORD
                                            ? framer.ending().name()
                                            : "NO_END"));
                } else {
                    boolean filler = framer.skippedReason() == Reason.FILLER;
                    onlyFiller = filler && (onlyFiller || skippedFrom == accounted);
                }
                accounted += framer.length();
                if (!between) {
                    skippedFrom = accounted;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next record in order, as C frames it, or what the framer finds. */
    private static Framer.Outcome next(Framer framer, @Nullable Run run) throws IOException {
        return run != null && run.frame(framer, 1, MAX_RECORD, Long.MAX_VALUE) == 1
                ? Framer.Outcome.RECORD
                : framer.next();
    }

    static List<String> lines(byte[] input) {
        return lines(input, Way.LARGE, MAX_RECORD);
    }

    static String line(long start, long length, String what) {
        return start + "+" + length + " " + what;
    }
}
