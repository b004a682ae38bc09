package org.panamarc.internal.source;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Bytes that somebody else supplies, a chunk at a time: a Python file object's.
 *
 * <p>The supplier fills {@link #chunk} and calls {@link #supply}; {@link #read} takes from there
 * and answers {@link #NEED_INPUT} when a chunk is used up. So nobody waits for anybody here.
 */
public final class ChunkSource implements Source {
    private static final int CHUNK = 1 << 20;

    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    private final MemorySegment bytes = MemorySegment.ofBuffer(chunk);
    private final String name;
    private int position; // in the chunk, of the next byte
    private int limit; // bytes supplied in the chunk
    private boolean ended;

    /** A source without bytes yet. */
    public ChunkSource(String name) {
        this.name = name;
    }

    /** The direct buffer to fill from its start; valid as long as somebody refers to it. */
    public ByteBuffer chunk() {
        return chunk;
    }

    /**
     * States how many bytes are in the chunk now; 0 says that there will be no more.
     *
     * @throws IllegalArgumentException if they do not fit, or the last ones have not been read yet
     */
    public void supply(int length) {
        if (length < 0 || length > CHUNK || position != limit || ended) {
            throw new IllegalArgumentException(
                    "cannot take "
                            + length
                            + " bytes into a chunk of "
                            + CHUNK
                            + " bytes with "
                            + (limit - position)
                            + " unread"
                            + (ended ? ", after the end" : ""));
        }
        position = 0;
        limit = length;
        ended = length == 0;
    }

    @Override
    public int read(MemorySegment target, long offset, int length) {
        if (position == limit) {
            return ended ? END : NEED_INPUT;
        }
        int size = Math.min(length, limit - position);
        MemorySegment.copy(bytes, position, target, offset, size);
        position += size;
        return size;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        ended = true;
        position = 0;
        limit = 0;
    }
}
