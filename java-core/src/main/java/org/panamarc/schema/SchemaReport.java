package org.panamarc.schema;

import java.util.List;

/**
 * How the records of an input fit a schema.
 *
 * @param records how many were checked
 * @param recordsWithIssues how many of them break a rule
 * @param issues how often a rule is broken
 * @param rows the same for each rule and place, the most frequent first
 */
public record SchemaReport(long records, long recordsWithIssues, long issues, List<Row> rows) {
    /**
     * The place of a row for all places that came after the first {@link #MOST_PLACES}: a broken
     * file may have any number of them.
     */
    public static final String OTHER_PLACES = "others";

    /** How many places are counted by themselves. */
    public static final int MOST_PLACES = 10_000;

    /** A report whose rows do not change. */
    public SchemaReport {
        rows = List.copyOf(rows);
    }

    /** Whether no record breaks a rule. */
    public boolean isValid() {
        return issues == 0;
    }

    /**
     * How often a rule is broken at a place.
     *
     * @param rule which one
     * @param place what of the records, as {@link SchemaIssue#place} has it, or {@link
     *     #OTHER_PLACES}
     * @param times how often
     * @param records in how many records
     * @param examples the first of them
     */
    public record Row(
            SchemaRule rule, String place, long times, long records, List<SchemaIssue> examples) {
        /** A row whose examples do not change. */
        public Row {
            examples = List.copyOf(examples);
        }
    }
}
