package org.panamarc.internal.scan;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.panamarc.ReadOptions;
import org.panamarc.internal.framing.Framer;
import org.panamarc.internal.framing.FramerPosition;
import org.panamarc.internal.framing.Run;
import org.panamarc.internal.kernel.Scanner;
import org.panamarc.internal.kernel.Scanners;
import org.panamarc.internal.source.DeferredFailure;
import org.panamarc.internal.source.Source;
import org.panamarc.internal.source.Window;

/**
 * A source with the window and the framer that move through it. All that read or scan one of these
 * share its position. Not thread-safe, but for {@link #interrupt}.
 */
public final class FramedInput implements Closeable {
    private final Source source;
    private final Arena arena = Arena.ofShared();
    private final Window window;
    private final Scanner scanner;
    private final Framer framer;
    private final @Nullable Run run; // where C scans
    private final DeferredFailure failure = new DeferredFailure();
    private long end;

    /**
     * A range of a source that is at the range's start.
     *
     * @param source closed with this
     */
    public FramedInput(Source source, ReadOptions options, InputRange range) {
        this(source, options, range, Scanners::fastest);
    }

    /**
     * The same with another scanner.
     *
     * @param scannerOf makes it; what memory it needs is of the arena, which closes with this
     */
    public FramedInput(
            Source source,
            ReadOptions options,
            InputRange range,
            Function<Arena, Scanner> scannerOf) {
        this.source = source;
        this.window = new Window(source, options.windowBytes());
        this.scanner = scannerOf.apply(arena);
        this.framer = new Framer(window, scanner, options.maxRecordBytes());
        this.run = scannedInC() ? new Run() : null;
        this.end = range.end();
        if (!range.isWhole()) {
            goTo(range.place(), end);
        }
    }

    /**
     * Goes on elsewhere in the input. A failure that was kept is dropped.
     *
     * @param place the place of a framer
     * @param end offset in the input after a record, where reading ends, or {@link
     *     InputRange#TO_THE_END}
     */
    public void goTo(FramerPosition place, long end) {
        framer.goTo(place, end - place.offset());
        this.end = end;
        failure.clear();
    }

    /**
     * Goes to the next record or skipped range.
     *
     * @param someFound whether the caller has something to return; where the source fails then,
     *     that is the end for now, and the next call throws
     * @throws IOException if the source fails
     */
    public Framer.Outcome next(boolean someFound) throws IOException {
        failure.throwKept();
        try {
            return framer.next();
        } catch (IOException e) {
            failure.keep(e, someFound);
            return Framer.Outcome.END;
        }
    }

    /**
     * Goes to the end of the next records that are in order, many at a time, where C does that.
     * What the framer found last is the last one then.
     *
     * @param mostRecords how many, at most
     * @param mostBytes bytes of records after which it goes no further
     * @param stop offset in the input at or after which no record begins
     * @return how many; where it is 0, {@link #next} says what comes next
     */
    public int nextRun(long mostRecords, long mostBytes, long stop) {
        return run == null ? 0 : run.frame(framer, mostRecords, mostBytes, stop);
    }

    /** The framer, which knows what was found last. */
    public Framer framer() {
        return framer;
    }

    /** Whether the input is scanned in C, so that the native library may be used. */
    public boolean scannedInC() {
        return scanner.isNative();
    }

    /** Offset in the input where reading ends. */
    public long end() {
        return end;
    }

    /** Offset in the input up to which everything is framed. */
    public long position() {
        return framer.position();
    }

    /** Where the next record or skipped range begins. */
    public FramerPosition place() {
        return framer.place();
    }

    /** What the input is called. */
    public String name() {
        return source.name();
    }

    /** Offset in the input where it ends, as far as that is known. */
    long knownSize() {
        return window.inputOffset() + window.length() + source.remaining();
    }

    Source source() {
        return source;
    }

    /** A framer of the same window that divides it at each field terminator 0x1E. */
    TerminatorFramer terminatorFramer() {
        return new TerminatorFramer(window, scanner);
    }

    /** Wakes a thread that waits for the source, as far as that can be done. */
    public void interrupt() throws IOException {
        source.interrupt();
    }

    @Override
    public void close() throws IOException {
        try (window) {
            arena.close();
        }
    }
}
