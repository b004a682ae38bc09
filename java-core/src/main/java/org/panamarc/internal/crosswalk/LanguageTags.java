package org.panamarc.internal.crosswalk;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Codes of languages of MARC (ISO 639-2, bibliographic) as tags of BCP 47: {@code en}, {@code grc}.
 */
final class LanguageTags {
    private static final Map<String, String> TAGS = tags();

    private LanguageTags() {}

    private static Map<String, String> tags() {
        Map<String, String> tags = new HashMap<>();
        for (String two : Locale.getISOLanguages()) {
            tags.putIfAbsent(Locale.of(two).getISO3Language(), two);
        }
        // Where the bibliographic code is another than the terminological one, which Java has.
        for (String pair :
                ("alb:sq arm:hy baq:eu bur:my chi:zh cze:cs dut:nl fre:fr geo:ka ger:de gre:el "
                                + "ice:is mac:mk mao:mi may:ms per:fa rum:ro slo:sk tib:bo wel:cy")
                        .split(" ", -1)) {
            tags.put(pair.substring(0, 3), pair.substring(4));
        }
        return tags;
    }

    /** The tag of a language; the code itself where there is none of two letters. */
    static String of(String code) {
        return TAGS.getOrDefault(code, code);
    }
}
