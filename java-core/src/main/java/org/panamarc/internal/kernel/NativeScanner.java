package org.panamarc.internal.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.panamarc.internal.ffi.generated.panamarc_h;

/**
 * The scanner in C, called through the generated bindings.
 *
 * <p>A window is scanned in blocks, so that the native array of positions stays in the second-level
 * cache and is small even where every byte is structural.
 */
public final class NativeScanner implements Scanner {
    /** Each block fills whole words of the map of high bytes, and one of notes. */
    private static final int BLOCK = 64 * 1024;

    private final int tier;
    private final boolean mapped;
    private final MemorySegment positions;
    private final MemorySegment highBytes;
    private final MemorySegment notes;

    /**
     * A scanner of the given tier, which this CPU supports.
     *
     * @param mapped whether it makes the maps of an index, or gives its positions alone
     * @param arena owns the scratch memory; the scanner must not be used once it is closed
     */
    public NativeScanner(int tier, boolean mapped, Arena arena) {
        this.tier = tier;
        this.mapped = mapped;
        this.positions = arena.allocate(JAVA_INT, BLOCK + panamarc_h.PANAMARC_SCAN_SLACK());
        this.highBytes = mapped ? arena.allocate(JAVA_LONG, BLOCK / 4096) : MemorySegment.NULL;
        this.notes = mapped ? arena.allocate(JAVA_LONG, 1) : MemorySegment.NULL;
    }

    @Override
    public void scan(MemorySegment window, int length, int kinds, StructuralIndex index) {
        index.reset(length);
        for (int from = 0; from < length; from += BLOCK) {
            int size = Math.min(BLOCK, length - from);
            int found =
                    (int)
                            panamarc_h.panamarc_scan(
                                    tier,
                                    window.asSlice(from, size),
                                    size,
                                    kinds,
                                    positions,
                                    highBytes,
                                    notes);
            index.reserve(found);
            copyShifted(found, from, index);
            if (mapped) {
                copyMaps(window, from, size, index);
            }
        }
    }

    private void copyMaps(MemorySegment window, int from, int size, StructuralIndex index) {
        MemorySegment.copy(
                highBytes,
                JAVA_LONG,
                0,
                index.highBytes,
                from >>> 12,
                StructuralIndex.highWords(size));
        index.note(from, notes.get(JAVA_LONG, 0));
        if (from != 0) { // C sees one block only
            byte before = window.get(JAVA_BYTE, from - 1);
            index.noteMissingCode(before, window.get(JAVA_BYTE, from), from);
        }
    }

    /** Appends the block's positions, counted from the window's start. */
    private void copyShifted(int found, int from, StructuralIndex index) {
        int start = index.count;
        MemorySegment.copy(positions, JAVA_INT, 0, index.positions, start, found);
        if (from != 0) {
            int[] all = index.positions;
            for (int i = start; i < start + found; i++) {
                all[i] += from;
            }
        }
        index.count = start + found;
    }

    @Override
    public boolean isNative() {
        return true;
    }

    @Override
    public String name() {
        return "native " + panamarc_h.panamarc_tier_name(tier).getString(0);
    }
}
