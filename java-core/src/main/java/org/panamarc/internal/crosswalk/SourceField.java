package org.panamarc.internal.crosswalk;

import java.util.List;

/**
 * A field of a record, as text.
 *
 * @param tag that of the field which an 880 is linked to, where it is one
 * @param indicator1 a blank where it is missing
 * @param indicator2 likewise
 * @param data of a control field, else empty
 * @param parts the subfields of a data field
 * @param linked whether it is an 880: the same in another script
 */
record SourceField(
        String tag,
        char indicator1,
        char indicator2,
        String data,
        List<Part> parts,
        boolean linked) {
    /** The first subfield with a code, or an empty text. */
    String first(char code) {
        for (Part part : parts) {
            if (part.code() == code) {
                return part.text();
            }
        }
        return "";
    }

    /** Whether it has a subfield with a code. */
    boolean has(char code) {
        return parts.stream().anyMatch(part -> part.code() == code);
    }

    /** Characters of a control field, or an empty text where it is shorter. */
    String characters(int from, int to) {
        return data.length() < to ? "" : data.substring(from, to);
    }
}
