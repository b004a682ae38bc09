package org.panamarc.python;

import java.util.regex.Matcher;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.query.RecordFilter;

/** Which records Python wants: see {@link RecordFilter}. Used by one thread at a time. */
public final class PythonSelection {
    private static final char VALUE_END = 0x1E;

    private final RecordFilter selection = new RecordFilter();

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

    /**
     * Where a regular expression matches in values.
     *
     * @param pattern the expression, as for {@link #add}
     * @param values each followed by 0x1E
     * @return a line for each value: the begin and the end of each match in Unicode characters,
     *     with blanks between; empty where there is none
     * @throws IllegalArgumentException if the pattern is no regular expression
     */
    public static String matches(String pattern, String values) {
        Matcher matcher = RecordFilter.pattern(pattern).matcher("");
        StringBuilder found = new StringBuilder();
        int begin = 0;
        for (int end = values.indexOf(VALUE_END);
                end >= 0;
                end = values.indexOf(VALUE_END, begin)) {
            append(matcher, values.substring(begin, end), found);
            begin = end + 1;
        }
        return found.toString();
    }

    private static void append(Matcher matcher, String value, StringBuilder found) {
        matcher.reset(value);
        while (matcher.find()) {
            found.append(value.codePointCount(0, matcher.start())).append(' ');
            found.append(value.codePointCount(0, matcher.end())).append(' ');
        }
        found.append('\n');
    }

    boolean wants(BatchView batch, int record) {
        return selection.wants(batch, record);
    }
}
