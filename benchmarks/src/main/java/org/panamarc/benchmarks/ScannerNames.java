package org.panamarc.benchmarks;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.panamarc.internal.ffi.NativeLibrary;
import org.panamarc.internal.ffi.generated.panamarc_h;
import org.panamarc.internal.kernel.JavaScanner;
import org.panamarc.internal.kernel.NativeScanner;
import org.panamarc.internal.kernel.Scanner;

/** The scanners that this machine runs, by name: the one in Java, and the native tiers. */
final class ScannerNames {
    private static final String JAVA = "java";

    private ScannerNames() {}

    /** The one in Java, then the tiers, slowest first. */
    static List<String> all() {
        List<String> names = new ArrayList<>(List.of(JAVA));
        for (int tier : tiers()) {
            names.add(name(tier));
        }
        return names;
    }

    /**
     * A scanner.
     *
     * @param arena owns its scratch memory
     * @throws IllegalArgumentException if this machine runs none of that name
     */
    static Scanner scanner(String name, Arena arena) {
        if (name.equals(JAVA)) {
            return new JavaScanner();
        }
        for (int tier : tiers()) {
            if (name(tier).equals(name)) {
                return new NativeScanner(tier, true, arena);
            }
        }
        throw new IllegalArgumentException(
                "this machine runs no scanner " + name + "; it runs " + String.join(", ", all()));
    }

    private static List<Integer> tiers() {
        List<Integer> tiers = new ArrayList<>();
        if (NativeLibrary.status().loaded()) {
            for (int tier = 0; tier < panamarc_h.panamarc_tier_count(); tier++) {
                if (panamarc_h.panamarc_tier_supported(tier) == 1) {
                    tiers.add(tier);
                }
            }
        }
        return tiers;
    }

    private static String name(int tier) {
        return panamarc_h.panamarc_tier_name(tier).getString(0);
    }
}
