package org.panamarc.internal.scan;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.panamarc.MarcFormat;
import org.panamarc.ReadOptions;
import org.panamarc.internal.detect.FormatDetector;
import org.panamarc.internal.framing.Framer;
import org.panamarc.internal.source.Source;

/**
 * Splits an input into ranges of about the same size, each of which begins after a record, by
 * framing it as reading does. Not thread-safe.
 */
public final class Splitter implements Closeable {
    /** Bytes after which {@link #advance} returns: some milliseconds. */
    private static final long MAX_BYTES_PER_CALL = 32 << 20;

    private final FramedInput input;
    private final Framer framer;
    private final int wanted;
    private final long size;
    private final List<InputRange> ranges = new ArrayList<>();
    private long start; // of the range at hand
    private long firstNumber = 1;
    private long number = 1; // of the next record

    /**
     * A splitter of a source.
     *
     * @param source keeps its position
     * @param wanted how many ranges
     * @throws UnsupportedOperationException if the source is read only from its start, or in
     *     another format
     */
    public Splitter(Source source, ReadOptions options, int wanted) {
        this(divisible(source, options), wanted, options);
    }

    /**
     * A source of the same input, which can be read from any place.
     *
     * @throws UnsupportedOperationException if the source is read only from its start, or in
     *     another format
     */
    public static Source divisible(Source source, ReadOptions options) {
        MarcFormat format = FormatDetector.of(source, options);
        if (format != null && format != MarcFormat.ISO_2709) {
            throw new UnsupportedOperationException(
                    "%s: it is read as %s, and only ISO 2709 can be split"
                            .formatted(source.name(), format.text()));
        }
        Source another = source.another();
        if (another == null) {
            throw new UnsupportedOperationException(
                    source.name()
                            + ": compressed, or no regular file: it is read from its start and"
                            + " cannot be split");
        }
        return another;
    }

    private Splitter(Source source, int wanted, ReadOptions options) {
        this.wanted = wanted;
        this.size = source.remaining();
        this.input = new FramedInput(source, options, InputRange.whole(1));
        this.framer = input.framer();
    }

    /**
     * Goes on for some milliseconds.
     *
     * @return whether that was not enough
     * @throws IOException if the source fails; the next call tries again
     */
    public boolean advance() throws IOException {
        long enough = framer.position() + MAX_BYTES_PER_CALL;
        while (ranges.size() < wanted && framer.position() < enough) {
            int run =
                    input.nextRun(
                            Long.MAX_VALUE, share(ranges.size() + 1) - framer.position(), size);
            if (run > 0) {
                number += run;
                cutAfter(framer.position());
                continue;
            }
            switch (framer.next()) {
                case RECORD -> {
                    number++;
                    cutAfter(framer.position());
                }
                case END -> {
                    while (ranges.size() < wanted) {
                        cut(size);
                    }
                }
                case SKIPPED, PAUSED, NEED_INPUT -> {}
            }
        }
        return ranges.size() < wanted;
    }

    /** Ends ranges that have reached their share; the last one ends with the input. */
    private void cutAfter(long position) {
        while (ranges.size() < wanted - 1 && position >= share(ranges.size() + 1)) {
            cut(position);
        }
    }

    /** Where a number of first ranges should end. */
    private long share(int first) {
        return (long) ((double) size / wanted * first);
    }

    private void cut(long end) {
        ranges.add(new InputRange(start, firstNumber, end));
        start = end;
        firstNumber = number;
    }

    /** The ranges, once there is nothing left to do; some may be empty. */
    public List<InputRange> ranges() {
        return List.copyOf(ranges);
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
