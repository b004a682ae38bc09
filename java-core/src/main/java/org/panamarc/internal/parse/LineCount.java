package org.panamarc.internal.parse;

import org.panamarc.internal.kernel.ByteSearch;

/**
 * Counts the lines of a document whose bytes come in chunks. A line ends with a line feed, a
 * carriage return, or both (XML 1.0, section 2.11). Not thread-safe.
 */
final class LineCount {
    private byte[] chunk = {};
    private long lines; // that ended before the chunk
    private long bytes; // of the chunk's first line that came before it
    private boolean returned; // whether the byte before the chunk is a carriage return
    private long nextLines; // the same three of the next chunk
    private long nextBytes;
    private boolean nextReturned;

    /** Goes on with the next chunk, which must not change until the one after it. */
    void next(byte[] next, int length) {
        lines = nextLines;
        bytes = nextBytes;
        returned = nextReturned;
        chunk = next;
        if (length > 0) {
            nextLines = line(length) - 1;
            nextBytes = column(length) - 1;
            nextReturned = next[length - 1] == '\r';
        }
    }

    /** Goes on with a chunk that begins at a place of the one before, and holds its rest. */
    void move(int at, byte[] next) {
        long line = line(at);
        long column = column(at);
        returned = at == 0 ? returned : chunk[at - 1] == '\r';
        lines = line - 1;
        bytes = column - 1;
        chunk = next;
    }

    /** The line in which a place of the chunk is, the first being 1. */
    long line(int at) {
        return 1 + lines + ended(at);
    }

    /** The number of a byte of the chunk in its line, the first being 1. */
    long column(int at) {
        for (int i = at; i > 0; i--) {
            if (chunk[i - 1] == '\n' || chunk[i - 1] == '\r') {
                return at - i + 1L;
            }
        }
        return bytes + at + 1;
    }

    /** How many lines end in the chunk before a place. */
    private int ended(int at) {
        int ended = 0;
        for (int i = find('\n', 0, at); i < at; i = find('\n', i + 1, at)) {
            ended += (i == 0 ? returned : chunk[i - 1] == '\r') ? 0 : 1;
        }
        for (int i = find('\r', 0, at); i < at; i = find('\r', i + 1, at)) {
            ended++;
        }
        return ended;
    }

    private int find(char sought, int from, int to) {
        return ByteSearch.indexOf(sought, chunk, from, to);
    }
}
