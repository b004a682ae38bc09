package org.panamarc.internal.crosswalk;

import java.util.ArrayList;
import java.util.List;

/**
 * What a rule asks of a field, in a table's words: {@code ind1=#3} for an indicator that is one of
 * these characters ({@code #} a blank), {@code $2=doi} for a subfield that begins with a text,
 * {@code !$3} for one that is missing. All of several must hold.
 */
sealed interface FieldCondition {
    /** Whether a field meets it. */
    boolean holds(SourceField field);

    /** An indicator is one of some characters. */
    record Indicator(boolean first, String allowed) implements FieldCondition {
        @Override
        public boolean holds(SourceField field) {
            return allowed.indexOf(first ? field.indicator1() : field.indicator2()) >= 0;
        }
    }

    /** A subfield begins with a text. */
    record Begins(char code, String text) implements FieldCondition {
        @Override
        public boolean holds(SourceField field) {
            return field.first(code).startsWith(text);
        }
    }

    /** There is no such subfield. */
    record Missing(char code) implements FieldCondition {
        @Override
        public boolean holds(SourceField field) {
            return !field.has(code);
        }
    }

    /** The conditions of a cell, {@code -} for none. */
    static List<FieldCondition> of(String cell) {
        List<FieldCondition> all = new ArrayList<>();
        if (cell.equals("-")) {
            return all;
        }
        for (String word : cell.split(" ", -1)) {
            if (word.startsWith("ind")) {
                String allowed = word.substring(5).replace('#', ' ');
                all.add(new Indicator(word.charAt(3) == '1', allowed));
            } else if (word.startsWith("!$")) {
                all.add(new Missing(word.charAt(2)));
            } else if (word.startsWith("$")) {
                all.add(new Begins(word.charAt(1), word.substring(3)));
            } else {
                throw new IllegalArgumentException(word);
            }
        }
        return all;
    }
}
