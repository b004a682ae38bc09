package org.panamarc.internal.parse;

import org.jspecify.annotations.Nullable;
import org.panamarc.Defect.Kind;

/**
 * The indicators, or the subfield codes, of a record that are not one character each. They are
 * noted once a record. Mutable, reused from record to record, not thread-safe.
 */
final class OddCharacters {
    private final Kind kind;
    private final String one;
    private final String several;
    private int number;
    private @Nullable String tag; // of the first
    private String description = ""; // of the first

    /**
     * None yet.
     *
     * @param one what to call one of them, and {@code several}, several
     */
    OddCharacters(Kind kind, String one, String several) {
        this.kind = kind;
        this.one = one;
        this.several = several;
    }

    /** The first character of a text; a blank where there is none. */
    static String first(@Nullable String text) {
        return text == null || text.isEmpty() ? " " : Character.toString(text.codePointAt(0));
    }

    /**
     * Counts one.
     *
     * @param place which it is, for a message
     * @param given null where the input has none
     */
    void add(String fieldTag, String place, @Nullable String given) {
        number++;
        if (number > 1) {
            return;
        }
        tag = fieldTag;
        String found = given == null ? "missing" : given.isEmpty() ? "empty" : "'" + given + "'";
        String first = first(given);
        String read = first.equals(" ") ? "a blank" : "'" + first + "'";
        description = "%s %s and is read as %s".formatted(place, found, read);
    }

    /** Takes note of those of a record, if there are any. */
    void note(RecordAssembler image) {
        if (number > 0) {
            String what = number == 1 ? "1 " + one + " is" : number + " " + several + " are";
            image.note(kind, tag, what + " not one character; " + description);
        }
    }

    /** Forgets all. */
    void clear() {
        number = 0;
    }
}
