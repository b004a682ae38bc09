package org.panamarc.internal.kernel;

import java.lang.foreign.Arena;
import java.util.List;
import org.panamarc.internal.ffi.Tiers;
import org.panamarc.internal.ffi.Tiers.Refusal;
import org.panamarc.internal.ffi.Tiers.Tier;

/**
 * Chooses the scanner: the native library's best tier where it is there, else the one in Java; or
 * what {@link Tiers the settings} ask for.
 */
public final class Scanners {
    private Scanners() {}

    /**
     * The fastest scanner of this machine, or what the settings ask for instead.
     *
     * @param arena owns the scratch memory that a native scanner needs
     * @throws IllegalArgumentException if the settings ask for one that this machine cannot run
     */
    public static Scanner fastest(Arena arena) {
        return fastest(true, arena);
    }

    /**
     * The fastest scanner for framing alone: the maps of an index that it fills say nothing.
     *
     * @param arena as for {@link #fastest}
     * @throws IllegalArgumentException as {@link #fastest} does
     */
    public static Scanner forFraming(Arena arena) {
        return fastest(false, arena);
    }

    private static Scanner fastest(boolean mapped, Arena arena) {
        // No switch over types, which makes its classes when it runs first: 10 ms of every start.
        if (Tiers.chosen() instanceof Tier tier) {
            return new NativeScanner(tier.number(), mapped, arena);
        }
        check();
        return new JavaScanner();
    }

    /**
     * The name of the scanner that {@link #fastest} gives.
     *
     * @throws IllegalArgumentException as {@link #fastest} does
     */
    public static String fastestName() {
        try (Arena arena = Arena.ofConfined()) {
            return fastest(arena).name();
        }
    }

    /** Why it is that one, in one sentence; empty where the fastest one runs unasked. */
    public static String reason() {
        return Tiers.chosen().reason();
    }

    /** The names of the native tiers that this machine runs, slowest first. */
    public static List<String> tiers() {
        return Tiers.runnable();
    }

    /**
     * Makes sure that a scanner can be had.
     *
     * @throws IllegalArgumentException as {@link #fastest} does
     */
    public static void check() {
        if (Tiers.chosen() instanceof Refusal refusal) {
            throw new IllegalArgumentException(refusal.reason());
        }
    }

    /** Why no scanner can be had, in one sentence; empty where one can. */
    public static String refusal() {
        return Tiers.chosen() instanceof Refusal refusal ? refusal.reason() : "";
    }
}
