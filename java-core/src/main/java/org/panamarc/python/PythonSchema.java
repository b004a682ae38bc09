package org.panamarc.python;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.panamarc.internal.schema.CompiledSchema;
import org.panamarc.internal.schema.ReportJson;
import org.panamarc.internal.schema.SchemaCompiler;
import org.panamarc.schema.SchemaRule;

/** A schema that Python checks records against. Safe for any number of threads. */
public final class PythonSchema {
    private final CompiledSchema schema;

    private PythonSchema(CompiledSchema schema) {
        this.schema = schema;
    }

    /**
     * A schema.
     *
     * @param json its text
     * @param source what to call it in errors
     * @param ignored names of rules that are not checked, each followed by a blank
     * @throws org.panamarc.schema.SchemaException if it is no schema, or asks for what is not
     *     supported
     */
    public static PythonSchema of(String json, String source, String ignored) {
        Set<SchemaRule> rules =
                Stream.of(SchemaRule.values())
                        .filter(rule -> ignored.contains(rule.text() + " "))
                        .collect(Collectors.toUnmodifiableSet());
        return new PythonSchema(SchemaCompiler.compile(json, source).ignoring(rules));
    }

    /** The names of all rules, with blanks between. */
    public static String rules() {
        return Stream.of(SchemaRule.values())
                .map(SchemaRule::text)
                .collect(Collectors.joining(" "));
    }

    /** The title that the schema states; empty where there is none. */
    public String title() {
        String title = schema.title();
        return title == null ? "" : title;
    }

    /** What is not checked, or read in another way than it is written: a line each. */
    public String notes() {
        return String.join("\n", schema.notes());
    }

    /**
     * Begins to count.
     *
     * @param examples how many issues of each kind are kept
     * @param listsDefects whether defects of records are listed, too
     */
    public PythonValidation validation(int examples, boolean listsDefects) {
        return new PythonValidation(schema, examples, listsDefects);
    }

    /**
     * The issues of the first record of a batch, as {@link ReportJson} has them.
     *
     * @param address of the packed batch in memory that Python owns and keeps while this runs
     * @param length of the batch in bytes
     * @throws org.panamarc.schema.SchemaException if a pattern takes too much on a value
     */
    public String check(long address, int length) {
        return ReportJson.of(schema.check(PythonColumns.view(address, length), 0));
    }
}
