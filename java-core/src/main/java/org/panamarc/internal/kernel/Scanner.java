package org.panamarc.internal.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Finds the structural bytes of a window. Every implementation gives the same answer, but for what
 * is not checked by all of them.
 *
 * <p>A scanner may keep scratch memory between calls, so it belongs to one reader at a time; its
 * native memory, if any, lives as long as the arena it was made with.
 */
public interface Scanner {
    /** 0x1D, which ends a record (MARC 21 Record Structure, "Record terminator"). */
    int RECORD_TERMINATOR = 1;

    /** 0x1E, which ends the directory and each field. */
    int FIELD_TERMINATOR = 2;

    /** 0x1F, which begins each subfield. */
    int SUBFIELD_DELIMITER = 4;

    /**
     * Replaces the content of {@code index} by the offsets of the wanted bytes in {@code
     * window[0..length)}, ascending, and by the maps of bytes of 0x80 and above, of subfield
     * delimiters without a code, of escape sequences and of what may not be UTF-8. The last of
     * these may be set where all is UTF-8.
     *
     * @param window private memory, native or not, never a mapped file
     * @param length in bytes, up to the window's size
     * @param kinds the constants above, OR-ed
     */
    void scan(MemorySegment window, int length, int kinds, StructuralIndex index);

    /** Whether it is in C, so that the native library may be used. */
    boolean isNative();

    /** What runs, for people: {@code "native avx2"} or {@code "java"}. */
    String name();
}
