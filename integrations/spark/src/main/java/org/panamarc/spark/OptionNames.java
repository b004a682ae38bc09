package org.panamarc.spark;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The names of options, of which none may be unknown. */
final class OptionNames {
    /** Of tables in a catalogue, which have properties that are no options of theirs. */
    private static final Set<String> OF_CATALOGUES =
            Set.of("provider", "location", "owner", "external", "comment", "is_managed_location");

    private OptionNames() {}

    /**
     * Checks names; those with a dot are other programs'.
     *
     * @param known in small letters
     * @return the options by name, whose case does not matter
     * @throws IllegalArgumentException if one is unknown
     */
    static Map<String, String> check(Map<String, String> given, Set<String> known) {
        for (String name : given.keySet()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!known.contains(lower) && !OF_CATALOGUES.contains(lower) && !lower.contains(".")) {
                throw new IllegalArgumentException(
                        "there is no option %s; expected one of %s"
                                .formatted(name, new TreeSet<>(known)));
            }
        }
        Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        options.putAll(given);
        return options;
    }
}
