package org.panamarc.internal.source;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Bytes that are in memory, or in a mapped file.
 *
 * <p>Bytes leave it by a copy made by Java, never by a pointer: where a mapped file has been cut
 * short, that copy fails with an error that can be caught, while native code would end the process.
 */
public final class SegmentSource implements Source {
    private final MemorySegment segment;
    private final LongSupplier present;
    private final String name;
    private final Closeable owner;
    private long position; // offset in the segment of the next byte

    /**
     * A source of a segment's bytes.
     *
     * @param owner closed with this source; it frees the segment's memory
     */
    public SegmentSource(MemorySegment segment, String name, Closeable owner) {
        this(segment, segment::byteSize, name, owner);
    }

    /**
     * A source of a segment's bytes that another process may take away.
     *
     * @param present how many bytes from the segment's start are there now
     * @param owner closed with this source; it frees the segment's memory
     */
    SegmentSource(MemorySegment segment, LongSupplier present, String name, Closeable owner) {
        this.segment = segment;
        this.present = present;
        this.name = name;
        this.owner = owner;
    }

    @Override
    public Source another() {
        return new SegmentSource(segment, present, name, () -> {});
    }

    @Override
    public void goTo(long offset) {
        position = offset;
    }

    @Override
    public int read(MemorySegment target, long offset, int length) throws IOException {
        if (remaining() == 0) {
            return END;
        }
        int size = (int) Math.min(remaining(), Objects.checkIndex(length, Integer.MAX_VALUE));
        boolean copied = copy(target, offset, size);
        // Looked at afterwards: what was beyond the end in its last page has come as zeros.
        long there = present.getAsLong() - position;
        if (there <= 0) {
            throw cutShort(position + there);
        }
        if (there < size) {
            size = (int) there;
        }
        if (!copied && !copy(target, offset, size)) {
            throw new IOException(SourceMessages.unreadable(name, position, position + size));
        }
        position += size;
        return size;
    }

    private IOException cutShort(long end) {
        return new IOException(SourceMessages.cutShort(name, end, segment.byteSize()));
    }

    /** Copies the next bytes; false where some of them are gone. */
    private boolean copy(MemorySegment target, long offset, int size) {
        try {
            MemorySegment.copy(segment, position, target, offset, size);
            // The JVM may report a fault of the copy a little later; it does so in a native call.
            Thread.holdsLock(this);
            return true;
        } catch (InternalError e) {
            return false;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long remaining() {
        return Math.max(0, segment.byteSize() - position);
    }

    @Override
    public void close() throws IOException {
        owner.close();
    }
}
