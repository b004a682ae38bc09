package org.panamarc.internal.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What of a schema is not checked as it is written: each kind with its first place. */
final class SchemaNotes {
    /** A kind's first place, and how many there are. */
    private record Places(String first, int number) {}

    private final Map<String, Places> kinds = new LinkedHashMap<>();

    /** Takes note of something at a path. */
    void add(String path, String what) {
        kinds.merge(what, new Places(path, 1), (a, b) -> new Places(a.first, a.number + 1));
    }

    /** The notes, a sentence each. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        kinds.forEach((what, places) -> {
            String more = places.number > 2 ? "%,d others".formatted(places.number - 1) : "1 other";
            sentences.add(
                    places.first + ": " + what + (places.number > 1 ? " (and " + more + ")" : ""));
        });
        return sentences;
    }
}
