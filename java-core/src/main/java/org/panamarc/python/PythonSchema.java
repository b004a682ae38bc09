package org.panamarc.python;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.panamarc.internal.schema.CompiledSchema;
import org.panamarc.internal.schema.SchemaCompiler;
import org.panamarc.internal.schema.SchemaTally;
import org.panamarc.schema.SchemaRule;

/** A schema that Python checks records against. Safe for any number of threads. */
public final class PythonSchema {
    /** Counts of the batches that Python has. Used by one thread at a time. */
    public static final class Tally {
        private final SchemaTally tally;

        private Tally(CompiledSchema schema, int examples) {
            this.tally = new SchemaTally(schema, examples);
        }

        /**
         * Checks the records of a batch.
         *
         * @param address of the packed batch in memory that Python owns and keeps while this runs
         * @param length of the batch in bytes
         * @throws org.panamarc.schema.SchemaException if a pattern takes too much on a value
         */
        public void add(long address, int length) {
            tally.add(PythonColumns.view(address, length));
        }

        /** The counts, as {@link SchemaTally#asJson} has them. */
        public String asJson() {
            return tally.asJson();
        }
    }

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
     */
    public Tally tally(int examples) {
        return new Tally(schema, examples);
    }

    /**
     * The issues of the first record of a batch, as {@link SchemaTally#asJson(java.util.List)} has
     * them; parameters and exceptions as for {@link Tally#add}.
     */
    public String check(long address, int length) {
        return SchemaTally.asJson(schema.check(PythonColumns.view(address, length), 0));
    }
}
