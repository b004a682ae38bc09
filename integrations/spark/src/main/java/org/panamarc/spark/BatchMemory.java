package org.panamarc.spark;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The memory of one batch after the other: each allocation takes the place of the one before, so
 * that the same pages are filled again. Freed by {@link #close}; any thread may use it, one at a
 * time, since Spark may read a partition by another thread than the one that closes it.
 */
final class BatchMemory implements Arena {
    private static final long LEAST = 1 << 20;

    private Arena arena = Arena.ofShared();
    private MemorySegment memory = MemorySegment.NULL;

    /**
     * Memory, whose content is whatever was there; what was allocated before may not be used any
     * longer.
     */
    @Override
    public MemorySegment allocate(long bytes, long alignment) {
        if (bytes > memory.byteSize()) {
            arena.close();
            arena = Arena.ofShared();
            memory = arena.allocate(Math.max(LEAST, bytes + bytes / 4), alignment);
        }
        return memory.asSlice(0, bytes);
    }

    @Override
    public MemorySegment.Scope scope() {
        return arena.scope();
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
