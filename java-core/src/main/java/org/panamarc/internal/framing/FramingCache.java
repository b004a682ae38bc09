package org.panamarc.internal.framing;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a framer found in its window, in order, to be found again: records, and filler between them.
 * Mutable and reused.
 */
final class FramingCache {
    private int[] starts = new int[1024];
    private int[] lengths = new int[1024];
    private int[] firstTerminators = new int[1024];
    private @Nullable RecordEnding[] endings = new RecordEnding[1024];
    private int count;
    private int at; // the find taken last
    private boolean open;
    private long from;

    /**
     * Drops what was found and begins again.
     *
     * @param position offset in the input from where on finds are kept
     */
    void begin(long position) {
        count = 0;
        at = -1;
        open = true;
        from = position;
    }

    /** Whether there is everything since the beginning. */
    boolean open() {
        return open;
    }

    /** Forgets everything, as something cannot be kept, or the window moves. */
    void close() {
        open = false;
        count = 0;
        at = -1;
    }

    /** Goes back to the beginning; false where that is elsewhere, or there is not everything. */
    boolean rewind(long position) {
        at = -1;
        return open && from == position;
    }

    /**
     * Adds a find, which counts as taken.
     *
     * @param start offset in the window
     * @param firstTerminator the index of the first terminator at or after it
     * @param ending how a record's end was found; null for filler
     */
    void add(int start, int length, int firstTerminator, @Nullable RecordEnding ending) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
            firstTerminators = Arrays.copyOf(firstTerminators, 2 * count);
            endings = Arrays.copyOf(endings, 2 * count);
        }
        starts[count] = start;
        lengths[count] = length;
        firstTerminators[count] = firstTerminator;
        endings[count] = ending;
        at = count++;
    }

    /** Takes the next find; false where there is none. */
    boolean next() {
        if (at + 1 >= count) {
            return false;
        }
        at++;
        return true;
    }

    /** Where the find taken last begins: an offset in the window. */
    int start() {
        return starts[at];
    }

    /** Its length in bytes. */
    int length() {
        return lengths[at];
    }

    /** The index of the first terminator at or after its start. */
    int firstTerminator() {
        return firstTerminators[at];
    }

    /** How the record's end was found; null for filler. */
    @Nullable RecordEnding ending() {
        return endings[at];
    }
}
