package org.panamarc.internal.query;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.panamarc.internal.layout.BatchView;

/**
 * Which records of a batch are wanted: those that fulfil all conditions of one of several sets.
 * Built, and then used by one thread at a time.
 *
 * <p>Patterns are Java's. Their classes of characters and what they take for the same letter in
 * another case are Unicode's, as records are in any script.
 */
public final class RecordFilter {
    private static final int FLAGS = Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;

    /** That a value of a spec matches, or that none does. */
    private static final class Condition implements ValueSelector.Sink {
        private final ValueSpec spec;
        private final ValuePattern pattern;
        private final boolean none;
        private boolean found;

        Condition(ValueSpec spec, ValuePattern pattern, boolean none) {
            this.spec = spec;
            this.pattern = pattern;
            this.none = none;
        }

        boolean holds(BatchView batch, int record) {
            found = false;
            spec.find(batch, record, this);
            return found != none;
        }

        @Override
        public boolean value(byte[] bytes, int from, int to) {
            found = pattern.isIn(bytes, from, to);
            return !found;
        }
    }

    private final List<List<Condition>> sets = new ArrayList<>();

    /** Begins another set. Without any, all records are wanted. */
    public void addSet() {
        sets.add(new ArrayList<>());
    }

    /**
     * Adds a condition to the set begun last.
     *
     * @param spec which values
     * @param pattern a regular expression, to be found in one of them
     * @param none whether it must not be found in any of them
     * @throws IllegalArgumentException if the spec is none, or the pattern no regular expression
     */
    public void add(String spec, String pattern, boolean none) {
        sets.getLast().add(new Condition(ValueSpec.of(spec), new ValuePattern(pattern), none));
    }

    /**
     * A regular expression as selections understand it.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Pattern pattern(String text) {
        return Pattern.compile(text, FLAGS);
    }

    /**
     * Whether a record is wanted.
     *
     * @throws IllegalArgumentException if a pattern takes too much time or memory on a value
     */
    public boolean wants(BatchView batch, int record) {
        for (List<Condition> conditions : sets) {
            if (holds(conditions, batch, record)) {
                return true;
            }
        }
        return sets.isEmpty();
    }

    private static boolean holds(List<Condition> conditions, BatchView batch, int record) {
        for (Condition condition : conditions) {
            if (!condition.holds(batch, record)) {
                return false;
            }
        }
        return true;
    }
}
