package org.panamarc.internal.schema;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.schema.SchemaException;
import org.panamarc.schema.SchemaIssue;
import org.panamarc.schema.SchemaRule;

/**
 * What the records of a batch break of a schema, by rule and place. Used again; not thread-safe.
 */
public final class BatchIssues {
    /** What is counted by itself. */
    record Key(SchemaRule rule, String place) {}

    /**
     * An issue that is kept.
     *
     * @param number counted in the batch, from 1
     */
    private record Example(long number, SchemaIssue issue) {}

    /** How often a rule is broken at a place. */
    static final class Row {
        private final List<Example> examples = new ArrayList<>();
        private final BitSet records = new BitSet(); // by their index in the batch
        private long times;

        /** How often. */
        long times() {
            return times;
        }

        /** In how many records. */
        int records() {
            return records.cardinality();
        }

        /** The issues that are kept, in the order of the batch. */
        List<SchemaIssue> examples() {
            return examples.stream()
                    .sorted(Comparator.comparingLong(Example::number))
                    .map(Example::issue)
                    .toList();
        }

        /** Counts what another row of the batch has, too. */
        void join(Row other) {
            times += other.times;
            records.or(other.records);
            examples.addAll(other.examples);
        }
    }

    private final RecordCheck check;
    private final int mostExamples;
    private final Map<Key, Row> rows = new LinkedHashMap<>();
    private int records;
    private int recordsWithIssues;
    private long issues;
    private @Nullable SchemaException thrown;

    /**
     * Of no batch.
     *
     * @param mostExamples how many issues of each row are kept
     */
    BatchIssues(CompiledSchema schema, int mostExamples) {
        this.check = new RecordCheck(schema);
        this.mostExamples = mostExamples;
    }

    /** Forgets what it has, and checks the records of a batch; nothing is thrown. */
    void find(BatchView batch) {
        rows.clear();
        recordsWithIssues = 0;
        issues = 0;
        thrown = null;
        try {
            for (records = 0; records < batch.records(); records++) {
                find(batch, records);
            }
        } catch (SchemaException e) {
            thrown = e;
        }
    }

    private void find(BatchView batch, int record) {
        long before = issues;
        check.check(
                batch,
                record,
                (rule, tag, place, found, expected) ->
                        add(batch, record, rule, tag, place, found, expected));
        recordsWithIssues += issues > before ? 1 : 0;
    }

    private void add(
            BatchView batch,
            int record,
            SchemaRule rule,
            String tag,
            String place,
            Supplier<String> found,
            String expected) {
        issues++;
        Row row = rows.computeIfAbsent(new Key(rule, place), key -> new Row());
        row.times++;
        row.records.set(record);
        if (row.examples.size() < mostExamples) {
            SchemaIssue issue =
                    RecordCheck.issueOf(batch, record, rule, tag, place, found, expected);
            row.examples.add(new Example(issues, issue));
        }
    }

    /** The rows, in the order of their first issues. */
    Map<Key, Row> rows() {
        return rows;
    }

    /** How many records were checked: all, or those before the one for which it was thrown. */
    public int records() {
        return records;
    }

    /** How many of them break a rule. */
    int recordsWithIssues() {
        return recordsWithIssues;
    }

    /** How often a rule is broken. */
    long issues() {
        return issues;
    }

    /** What was thrown, as a pattern takes too much time or memory on a value; or null. */
    @Nullable SchemaException thrown() {
        return thrown;
    }
}
