package org.panamarc.internal.crosswalk;

import java.util.Locale;
import java.util.Set;

/**
 * A name in a citation.
 *
 * @param family of a person; the whole name where it has no parts
 * @param given empty where it has no parts
 * @param suffix such as Jr.; often empty
 * @param whole whether it has no parts: a body's, a meeting's, or one that is a forename alone
 */
record CitedName(String family, String given, String suffix, boolean whole) {
    private static final Set<String> SUFFIXES =
            Set.of("jr", "sr", "ii", "iii", "iv", "v", "junior", "senior");

    /** The name in a field X00, X10 or X11 (MARC 21 Appendix X, heading fields). */
    static CitedName of(SourceField field) {
        String name = CleanText.withoutPunctuation(field.first('a'));
        if (!field.tag().endsWith("00")) {
            return whole(field, name);
        }
        int comma = name.indexOf(',');
        if (field.indicator1() != '1' || comma <= 0) {
            String number = CleanText.withoutPunctuation(field.first('b'));
            return new CitedName((name + ' ' + number).strip(), "", "", true);
        }
        String given = name.substring(comma + 1).strip();
        String suffix = CleanText.withoutPunctuation(field.first('c'));
        int second = given.lastIndexOf(',');
        if (second > 0 && isSuffix(given.substring(second + 1))) {
            suffix = given.substring(second + 1).strip();
            given = given.substring(0, second).strip();
        }
        return new CitedName(
                name.substring(0, comma).strip(), given, isSuffix(suffix) ? suffix : "", false);
    }

    private static CitedName whole(SourceField field, String name) {
        StringBuilder all = new StringBuilder(name);
        if (field.tag().endsWith("10")) {
            for (Part part : field.parts()) {
                if (part.code() == 'b') {
                    all.append(". ").append(CleanText.withoutPunctuation(part.text()));
                }
            }
        }
        return new CitedName(all.toString(), "", "", true);
    }

    private static boolean isSuffix(String text) {
        String plain = text.replace(".", "").strip().toLowerCase(Locale.ROOT);
        return SUFFIXES.contains(plain);
    }
}
