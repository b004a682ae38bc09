package org.panamarc.python;

import java.io.Closeable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Off-heap memory for bytes that Python has, to be filled by Python part by part. Its reader owns
 * it and frees it; without a reader, {@link #close} does. Not thread-safe.
 */
public final class PythonMemory implements Closeable {
    private static final long PART = 1L << 30;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;

    /**
     * Memory of that size, all zeros.
     *
     * @param length in bytes
     */
    public PythonMemory(long length) {
        this.segment = arena.allocate(length);
    }

    /** Number of parts. */
    public int parts() {
        return (int) ((segment.byteSize() + PART - 1) / PART);
    }

    /** One part as a direct buffer of at most 1 GiB; it must not be touched after the close. */
    public ByteBuffer part(int index) {
        long start = index * PART;
        return segment.asSlice(start, Math.min(PART, segment.byteSize() - start)).asByteBuffer();
    }

    MemorySegment segment() {
        return segment.asReadOnly();
    }

    /** Frees the memory. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
