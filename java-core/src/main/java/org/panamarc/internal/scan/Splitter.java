package org.panamarc.internal.scan;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.MarcFormat;
import org.panamarc.ReadOptions;
import org.panamarc.internal.compression.Compression;
import org.panamarc.internal.detect.FormatDetector;
import org.panamarc.internal.framing.Framer;
import org.panamarc.internal.source.Source;
import org.panamarc.internal.source.SourceMessages;
import org.panamarc.internal.source.StreamSource;

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
     * A splitter of a stream, which is read once.
     *
     * @param stream at its start; closed with this, or where this throws
     * @param name what to call it in messages
     * @param size bytes of it
     * @throws IOException if its first bytes cannot be read
     * @throws UnsupportedOperationException if it is compressed, or in another format
     */
    public static Splitter ofStream(
            InputStream stream, String name, long size, ReadOptions options, int wanted)
            throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(stream, 2 * FormatDetector.MOST);
        try {
            buffered.mark(FormatDetector.MOST);
            byte[] first = buffered.readNBytes(FormatDetector.MOST);
            buffered.reset();
            int looked = Math.min(first.length, Compression.FIRST);
            if (Compression.of(Arrays.copyOf(first, looked)) != null) {
                throw notDivisible(name);
            }
            checkFormat(name, FormatDetector.of(first, options));
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
        return new Splitter(new StreamSource(buffered, stream, name), size, wanted, options);
    }

    /**
     * A source of the same input, which can be read from any place.
     *
     * @throws UnsupportedOperationException if the source is read only from its start, or in
     *     another format
     */
    public static Source divisible(Source source, ReadOptions options) {
        checkFormat(source.name(), FormatDetector.of(source, options));
        Source another = source.another();
        if (another == null) {
            throw notDivisible(source.name());
        }
        return another;
    }

    private static void checkFormat(String name, @Nullable MarcFormat format) {
        if (format != null && format != MarcFormat.ISO_2709) {
            throw new UnsupportedOperationException(
                    "%s: it is read as %s, and only ISO 2709 can be split"
                            .formatted(name, format.text()));
        }
    }

    private static UnsupportedOperationException notDivisible(String name) {
        return new UnsupportedOperationException(
                name
                        + ": compressed, or no regular file: it is read from its start and cannot"
                        + " be split");
    }

    private Splitter(Source source, int wanted, ReadOptions options) {
        this(source, source.remaining(), wanted, options);
    }

    private Splitter(Source source, long size, int wanted, ReadOptions options) {
        this.wanted = wanted;
        this.size = size;
        this.input = new FramedInput(source, options, InputRange.whole(1));
        this.framer = input.framer();
    }

    /**
     * Goes on for some milliseconds.
     *
     * @return whether that was not enough
     * @throws IOException if the source fails, when the next call tries again; or if it does not
     *     have the size that was expected
     */
    public boolean advance() throws IOException {
        long enough = framer.position() + MAX_BYTES_PER_CALL;
        while (ranges.size() < wanted && framer.position() < enough) {
            int run =
                    input.nextRun(
                            Long.MAX_VALUE,
                            share(size, wanted, ranges.size() + 1) - framer.position(),
                            size);
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
                    if (framer.position() != size) {
                        throw new IOException(
                                SourceMessages.otherSize(input.name(), framer.position(), size));
                    }
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
        while (ranges.size() < wanted - 1 && position >= share(size, wanted, ranges.size() + 1)) {
            cut(position);
        }
    }

    /**
     * Checks how many parts an input is to be split into.
     *
     * @throws IllegalArgumentException if they are below 1
     */
    public static void check(int parts) {
        if (parts < 1) {
            throw new IllegalArgumentException("%d parts; expected 1 or more".formatted(parts));
        }
    }

    /** Where the first ones of a number of ranges of an input should end: in or after a record. */
    public static long share(long size, int ranges, int first) {
        return (long) ((double) size / ranges * first);
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
