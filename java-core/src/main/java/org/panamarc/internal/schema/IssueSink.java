package org.panamarc.internal.schema;

import java.util.function.Supplier;
import org.panamarc.schema.SchemaRule;

/** Takes what a record breaks. */
@FunctionalInterface
interface IssueSink {
    /**
     * Takes an issue; the parts are those of {@link org.panamarc.schema.SchemaIssue}.
     *
     * @param found is asked while this runs, and only where the issue is an example: most are not
     */
    void issue(SchemaRule rule, String tag, String place, Supplier<String> found, String expected);
}
