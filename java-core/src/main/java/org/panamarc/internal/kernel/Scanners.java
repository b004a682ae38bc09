package org.panamarc.internal.kernel;

import java.lang.foreign.Arena;
import org.panamarc.internal.ffi.NativeLibrary;
import org.panamarc.internal.ffi.generated.panamarc_h;

/** Chooses the scanner: the native library's best tier where it is there, else the one in Java. */
public final class Scanners {
    private Scanners() {}

    /**
     * The fastest scanner of this machine.
     *
     * @param arena owns the scratch memory that a native scanner needs
     */
    public static Scanner fastest(Arena arena) {
        return NativeLibrary.status().loaded()
                ? new NativeScanner(panamarc_h.panamarc_best_tier(), arena)
                : new JavaScanner();
    }

    /** The name of the scanner that {@link #fastest} gives. */
    public static String fastestName() {
        try (Arena arena = Arena.ofConfined()) {
            return fastest(arena).name();
        }
    }

    /** Why no faster scanner is used, in one sentence; empty where the native one runs. */
    public static String reason() {
        return NativeLibrary.status().reason();
    }
}
