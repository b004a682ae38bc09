package org.panamarc.internal.source;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A source of which some bytes were read already, and are to be read again. */
public final class PrefixedSource implements Source {
    private final byte[] prefix;
    private final int length;
    private final Source rest;
    private int position; // in the prefix, of the next byte

    /**
     * A source of both.
     *
     * @param prefix its first {@code length} bytes; not to be changed
     * @param rest where the source goes on; closed with this
     */
    public PrefixedSource(byte[] prefix, int length, Source rest) {
        this.prefix = prefix;
        this.length = length;
        this.rest = rest;
    }

    @Override
    public int read(MemorySegment target, long offset, int most) throws IOException {
        if (position == length) {
            return rest.read(target, offset, most);
        }
        int size = Math.min(most, length - position);
        MemorySegment.copy(prefix, position, target, ValueLayout.JAVA_BYTE, offset, size);
        position += size;
        return size;
    }

    @Override
    public String name() {
        return rest.name();
    }

    @Override
    public long remaining() {
        long left = rest.remaining();
        return left == Long.MAX_VALUE ? left : left + length - position;
    }

    @Override
    public void interrupt() throws IOException {
        rest.interrupt();
    }

    @Override
    public void close() throws IOException {
        rest.close();
    }
}
