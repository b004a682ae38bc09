package org.panamarc.python;

import org.panamarc.internal.batch.BatchView;
import org.panamarc.internal.batch.Selection;

/** Which records Python wants: see {@link Selection}. Used by one thread at a time. */
public final class PythonSelection {
    private final Selection selection = new Selection();

    /** Without conditions. */
    public PythonSelection() {}

    /** Begins another set of conditions. Without any, all records are wanted. */
    public void addSet() {
        selection.addSet();
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
        selection.add(spec, pattern, none);
    }

    boolean wants(BatchView batch, int record) {
        return selection.wants(batch, record);
    }
}
