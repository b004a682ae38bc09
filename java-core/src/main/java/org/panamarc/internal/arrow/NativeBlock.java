package org.panamarc.internal.arrow;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.panamarc.internal.ffi.generated.panamarc_h;

/** A block of memory of the C library, taken range by range. Not thread-safe. */
final class NativeBlock {
    private static final int ALIGNMENT = 8;

    private final MemorySegment memory;
    private long end; // of what was taken

    /**
     * A block that is freed when its owners have given it up.
     *
     * @param owners how many there are
     * @throws OutOfMemoryError where there is no memory
     */
    @SuppressWarnings("restricted") // the library gave it that size
    NativeBlock(long size, long owners) {
        MemorySegment block = panamarc_h.panamarc_allocate(size, owners);
        if (block.equals(MemorySegment.NULL)) {
            throw new OutOfMemoryError("no memory for a block of %d bytes".formatted(size));
        }
        this.memory = block.reinterpret(size);
    }

    /** All of it. */
    MemorySegment memory() {
        return memory;
    }

    /** Gives up one ownership. */
    void free() {
        panamarc_h.panamarc_free(memory);
    }

    /** The next range, at a multiple of 8 bytes. */
    MemorySegment take(long size) {
        MemorySegment taken = memory.asSlice(end, size);
        end += room(size);
        return taken;
    }

    /** Bytes that a range takes. */
    static long room(long size) {
        return (size + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** Text in UTF-8, ended by 0. */
    MemorySegment takeText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        MemorySegment taken = take(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, taken, JAVA_BYTE, 0, bytes.length);
        taken.set(JAVA_BYTE, bytes.length, (byte) 0);
        return taken;
    }

    /** Bytes that {@link #takeText} takes. */
    static long roomOfText(String text) {
        return room(text.getBytes(StandardCharsets.UTF_8).length + 1L);
    }

    /** An array of pointers, to be set by {@link #setPointer}; NULL for none. */
    MemorySegment takePointers(int count) {
        return count == 0 ? MemorySegment.NULL : take(count * ADDRESS.byteSize());
    }

    /** Bytes that {@link #takePointers} takes. */
    static long roomOfPointers(int count) {
        return room(count * ADDRESS.byteSize());
    }

    /** Sets a pointer of an array. */
    static void setPointer(MemorySegment pointers, int index, MemorySegment target) {
        pointers.setAtIndex(ADDRESS, index, target);
    }
}
