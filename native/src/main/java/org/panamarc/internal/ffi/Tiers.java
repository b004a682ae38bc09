package org.panamarc.internal.ffi;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.ffi.generated.panamarc_h;

/**
 * Which tier of the native library scans, decided once in a JVM.
 *
 * <p>It is the fastest that this machine runs, unless the system property {@code panamarc.native}
 * or the environment variable {@code PANAMARC_NATIVE} says something else than {@code on}: {@code
 * off} is for no native library at all, the name of a tier for that one. Case does not matter. A
 * property goes before its variable.
 */
public final class Tiers {
    /** The outcome. */
    public sealed interface Choice {
        /** Why, in one sentence; empty where the fastest tier runs unasked. */
        String reason();
    }

    /**
     * A tier runs.
     *
     * @param number its number in the library
     */
    public record Tier(int number, String reason) implements Choice {}

    /** The library is not used, so none runs. */
    public record NoTier(String reason) implements Choice {}

    /** What the setting names cannot run here; the reason says what can. */
    public record Refusal(String reason) implements Choice {}

    private static final class Holder {
        private static final Choice CHOICE =
                choose(Settings.ofThisProcess(), NativeLibrary.status());
    }

    private Tiers() {}

    /** What was chosen for this JVM; the first call loads the library. */
    public static Choice chosen() {
        return Holder.CHOICE;
    }

    /** The names of the tiers that this machine runs, slowest first; none without the library. */
    public static List<String> runnable() {
        return NativeLibrary.status().loaded() ? supported() : List.of();
    }

    /** As {@link #chosen}, with the given settings and library. */
    static Choice choose(Settings settings, NativeLibrary.Status library) {
        Settings.@Nullable Setting setting = NativeLibrary.use(settings);
        String wanted = setting == null ? "on" : setting.value();
        boolean named = !wanted.equalsIgnoreCase("on") && !wanted.equalsIgnoreCase("off");
        if (!library.loaded()) {
            return named
                    ? refusal(setting, " (" + library.reason() + ")", List.of())
                    : new NoTier(library.reason());
        }
        int best = panamarc_h.panamarc_best_tier();
        if (!named) {
            return new Tier(best, "");
        }
        for (int tier = 0; tier <= best; tier++) {
            if (isSupported(tier) && name(tier).equalsIgnoreCase(wanted)) {
                String advice =
                        tier == best ? "" : "; leave that out for the fastest, " + name(best);
                return new Tier(tier, "chosen by " + setting + advice);
            }
        }
        return refusal(setting, "", supported());
    }

    private static Refusal refusal(
            Settings.@Nullable Setting setting, String why, List<String> tiers) {
        List<String> values = new ArrayList<>(List.of("on", "off"));
        values.addAll(tiers);
        String last = values.removeLast();
        return new Refusal(
                "%s names no scanner that this machine can run%s; it can run %s or %s"
                        .formatted(setting, why, String.join(", ", values), last));
    }

    private static List<String> supported() {
        return IntStream.range(0, panamarc_h.panamarc_tier_count())
                .filter(Tiers::isSupported)
                .mapToObj(Tiers::name)
                .toList();
    }

    private static boolean isSupported(int tier) {
        return panamarc_h.panamarc_tier_supported(tier) == 1;
    }

    private static String name(int tier) {
        return panamarc_h.panamarc_tier_name(tier).getString(0);
    }
}
