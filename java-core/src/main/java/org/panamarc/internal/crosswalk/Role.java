package org.panamarc.internal.crosswalk;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a name in a citation did, from {@code relators.tsv}.
 *
 * @param bibtex the field of BibTeX, or {@code -}
 * @param csl the variable of CSL, or {@code -}
 */
record Role(String bibtex, String csl) {
    static final Role AUTHOR = new Role("author", "author");
    private static final Map<String, Role> KNOWN = known();

    private static Map<String, Role> known() {
        Map<String, Role> known = new HashMap<>();
        for (List<String> cells : Table.rows("relators.tsv", 4)) {
            Role role = new Role(cells.get(2), cells.get(3));
            known.put(cells.get(0), role);
            for (String term : cells.get(1).split(",", -1)) {
                known.put(term.strip(), role);
            }
        }
        return known;
    }

    /**
     * The role of the name in a field: the first that the table knows of its $4 and $e (of a
     * meeting $j); without any the author's, but for bodies and meetings in 71X, of which it is not
     * known; null for no role in citations.
     */
    static @Nullable Role of(SourceField field) {
        boolean stated = false;
        char term = field.tag().endsWith("11") ? 'j' : 'e';
        for (Part part : field.parts()) {
            if (part.code() == '4' || part.code() == term) {
                stated = true;
                Role role = KNOWN.get(plain(part.text()));
                if (role != null) {
                    return role;
                }
            }
        }
        boolean isMain = field.tag().startsWith("1");
        return isMain || (!stated && field.tag().equals("700")) ? AUTHOR : null;
    }

    /** A term in small letters without punctuation; the code at the end of an address. */
    private static String plain(String relator) {
        String word = relator.substring(relator.lastIndexOf('/') + 1);
        return word.replaceAll("[.,;:\\[\\]()]", "").strip().toLowerCase(Locale.ROOT);
    }
}
