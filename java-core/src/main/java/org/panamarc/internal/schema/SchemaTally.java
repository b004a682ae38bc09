package org.panamarc.internal.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.schema.SchemaException;
import org.panamarc.schema.SchemaIssue;
import org.panamarc.schema.SchemaReport;
import org.panamarc.schema.SchemaRule;

/**
 * Counts what records break of a schema, by rule and place. The threads that read check their
 * batches; what they found is counted in the order of the input, so that the counts, and which
 * issues are kept, do not depend on the batches.
 */
public final class SchemaTally {
    private static final class Row {
        private final List<SchemaIssue> examples = new ArrayList<>();
        private long times;
        private long records;
    }

    private final CompiledSchema schema;
    private final int mostExamples;
    private final Queue<BatchIssues> spares = new ConcurrentLinkedQueue<>();
    private final Map<BatchIssues.Key, Row> rows = new LinkedHashMap<>();
    private long records;
    private long recordsWithIssues;
    private long issues;

    /**
     * A tally of no records.
     *
     * @param mostExamples how many issues of each row are kept
     */
    public SchemaTally(CompiledSchema schema, int mostExamples) {
        this.schema = schema;
        this.mostExamples = mostExamples;
    }

    /** What the records of a batch break, to be counted. Safe for several threads. */
    public BatchIssues check(BatchView batch) {
        BatchIssues spare = spares.poll();
        BatchIssues found = spare == null ? new BatchIssues(schema, mostExamples) : spare;
        found.find(batch);
        return found;
    }

    /**
     * Counts what was found in the batch that comes next in the input. One thread at a time.
     *
     * @param found not to be used any more
     * @throws SchemaException if a pattern takes too much time or memory on a value; the records
     *     before are counted
     */
    public void add(BatchIssues found) {
        records += found.records();
        recordsWithIssues += found.recordsWithIssues();
        issues += found.issues();
        Map<SchemaRule, BatchIssues.Row> others = new LinkedHashMap<>();
        found.rows()
                .forEach((key, row) -> {
                    if (rows.size() < SchemaReport.MOST_PLACES || rows.containsKey(key)) {
                        add(key, row);
                    } else {
                        others.computeIfAbsent(key.rule(), rule -> new BatchIssues.Row()).join(row);
                    }
                });
        others.forEach(
                (rule, row) -> add(new BatchIssues.Key(rule, SchemaReport.OTHER_PLACES), row));
        SchemaException thrown = found.thrown();
        spares.add(found);
        if (thrown != null) {
            throw thrown;
        }
    }

    private void add(BatchIssues.Key key, BatchIssues.Row found) {
        Row row = rows.computeIfAbsent(key, one -> new Row());
        row.times += found.times();
        row.records += found.records();
        int missing = mostExamples - row.examples.size();
        if (missing > 0) {
            found.examples().stream().limit(missing).forEach(row.examples::add);
        }
    }

    /** What was counted so far. */
    public SchemaReport report() {
        List<SchemaReport.Row> found = new ArrayList<>();
        rows.forEach((key, row) ->
                found.add(
                        new SchemaReport.Row(
                                key.rule(), key.place(), row.times, row.records, row.examples)));
        found.sort(Comparator.comparingLong(SchemaReport.Row::times).reversed());
        return new SchemaReport(records, recordsWithIssues, issues, found);
    }
}
