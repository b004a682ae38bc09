package org.panamarc.internal.scan;

import java.io.IOException;
import org.panamarc.internal.framing.Framer;
import org.panamarc.internal.kernel.Scanner;
import org.panamarc.internal.kernel.StructuralIndex;
import org.panamarc.internal.source.Source;
import org.panamarc.internal.source.Window;

/**
 * Divides an input into ranges ended by the field terminator 0x1E, whatever they are. An
 * unterminated rest is the last range. Ranges may be of any size: none is kept in memory whole. Not
 * thread-safe.
 */
final class TerminatorFramer {
    private static final int MAX_BYTES_PER_CALL = 32 << 20;

    private final Window window;
    private final Scanner scanner;
    private final StructuralIndex index = new StructuralIndex();
    private int next; // index of the next position
    private long start; // offset in the input of the range at hand
    private long length; // of the range found last, with its terminator

    /** A scanner of the window's input, from the window's start. */
    TerminatorFramer(Window window, Scanner scanner) {
        this.window = window;
        this.scanner = scanner;
    }

    /**
     * Goes to the next range.
     *
     * @return RECORD for a range, or END, NEED_INPUT or PAUSED
     * @throws IOException if the source fails
     */
    Framer.Outcome next() throws IOException {
        start += length;
        length = 0;
        int patience = MAX_BYTES_PER_CALL;
        while (next == index.count) {
            long end = window.inputOffset() + window.length();
            if (window.ended()) {
                length = end - start;
                return length > 0 ? Framer.Outcome.RECORD : Framer.Outcome.END;
            }
            int got = window.refill(window.length());
            scanner.scan(window.memory(), window.length(), Scanner.FIELD_TERMINATOR, index);
            next = 0;
            if (got == Source.NEED_INPUT) {
                return Framer.Outcome.NEED_INPUT;
            }
            patience -= got;
            if (patience <= 0 && next == index.count) {
                return Framer.Outcome.PAUSED;
            }
        }
        length = window.inputOffset() + index.positions[next++] + 1 - start;
        return Framer.Outcome.RECORD;
    }

    /** Offset in the input of the range found last. */
    long start() {
        return start;
    }

    /** Its length in bytes, its terminator included. */
    long length() {
        return length;
    }
}
