package org.panamarc.internal.source;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Bytes that stand in memory, or in a mapped file.
 *
 * <p>Bytes leave it by a copy made by Java, never by a pointer: where a mapped file has been cut
 * short, that copy fails with an error that can be caught, while native code would end the process.
 */
public final class SegmentSource implements Source {
    private final MemorySegment segment;
    private final String name;
    private final Closeable owner;
    private long position; // offset in the segment of the next byte

    /**
     * A source of the segment's bytes.
     *
     * @param owner closed with this source; it frees the segment's memory
     */
    public SegmentSource(MemorySegment segment, String name, Closeable owner) {
        this.segment = segment;
        this.name = name;
        this.owner = owner;
    }

    @Override
    public int read(MemorySegment target, long offset, int length) throws IOException {
        long left = segment.byteSize() - position;
        if (left == 0) {
            return END;
        }
        int size = (int) Math.min(left, Objects.checkIndex(length, Integer.MAX_VALUE));
        try {
            MemorySegment.copy(segment, position, target, offset, size);
            // The JVM may report a fault of the copy a little later; it does so in a native call.
            Thread.holdsLock(this);
        } catch (InternalError e) {
            throw new IOException(
                    name
                            + ": the file was cut short while it was read: bytes from "
                            + position
                            + " of "
                            + segment.byteSize()
                            + " are gone",
                    e);
        }
        position += size;
        return size;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long remaining() {
        return segment.byteSize() - position;
    }

    @Override
    public void close() throws IOException {
        owner.close();
    }
}
