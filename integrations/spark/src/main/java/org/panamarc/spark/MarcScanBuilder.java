package org.panamarc.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;
import org.panamarc.columns.RecordCondition;

/** Takes from Spark what of a table a query needs. Used by one thread. */
final class MarcScanBuilder
        implements ScanBuilder,
                SupportsPushDownRequiredColumns,
                SupportsPushDownV2Filters,
                SupportsPushDownLimit {
    private final MarcOptions options;
    private final List<RecordCondition> conditions = new ArrayList<>();
    private final List<Predicate> pushed = new ArrayList<>();
    private StructType needed;
    private long limit = MarcScan.NO_LIMIT;

    MarcScanBuilder(StructType schema, MarcOptions options) {
        this.needed = schema;
        this.options = options;
        RecordCondition where = options.where();
        if (where != null) {
            conditions.add(where);
        }
    }

    @Override
    public void pruneColumns(StructType required) {
        needed = required;
    }

    /**
     * Takes conditions on records.
     *
     * <p>None where a value that does not fit its column is an error, as that would be lost with
     * the records left out.
     *
     * @return those that Spark has to try itself: which do not say the same of all rows of a record
     */
    @Override
    public Predicate[] pushPredicates(Predicate[] predicates) {
        if (options.table().mayFail()) {
            return predicates;
        }
        Predicates translation = new Predicates(options.table());
        List<Predicate> left = new ArrayList<>();
        for (Predicate predicate : predicates) {
            Bounds bounds = translation.bounds(predicate);
            RecordCondition condition = bounds.whenTrue();
            if (condition != null) {
                conditions.add(condition);
                pushed.add(predicate);
            }
            if (condition == null || !bounds.exact()) {
                left.add(predicate);
            }
        }
        return left.toArray(Predicate[]::new);
    }

    @Override
    public Predicate[] pushedPredicates() {
        return pushed.toArray(Predicate[]::new);
    }

    @Override
    public boolean pushLimit(int rows) {
        limit = rows;
        return true;
    }

    /** Each task stops there; Spark cuts what they give together. */
    @Override
    public boolean isPartiallyPushed() {
        return true;
    }

    @Override
    public Scan build() {
        RecordCondition all =
                conditions.size() > 1
                        ? new RecordCondition.All(conditions)
                        : conditions.isEmpty() ? null : conditions.getFirst();
        return new MarcScan(
                options, needed, all, limit, pushed.stream().map(Predicate::toString).toList());
    }
}
