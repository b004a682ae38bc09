package org.panamarc.spark;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.columns.RecordCondition;

/**
 * What is known of a predicate that is true, false or null of a row. Immutable.
 *
 * @param whenTrue holds for each record of whose rows it may be true; null where nothing is known
 * @param whenFalse holds for each record of whose rows it may be false; likewise
 * @param exact whether the conditions hold for no other records
 */
record Bounds(
        @Nullable RecordCondition whenTrue, @Nullable RecordCondition whenFalse, boolean exact) {
    static final Bounds UNKNOWN = new Bounds(null, null, false);

    /** Of a predicate that is true where one condition holds, and false where another does. */
    static Bounds exactly(RecordCondition whenTrue, RecordCondition whenFalse) {
        return new Bounds(whenTrue, whenFalse, true);
    }

    /** Of the opposite; the opposite of null is null. */
    Bounds not() {
        return new Bounds(/* whenTrue= */ whenFalse, /* whenFalse= */ whenTrue, exact);
    }

    Bounds and(Bounds other) {
        return new Bounds(
                both(whenTrue, other.whenTrue),
                either(whenFalse, other.whenFalse),
                exact && other.exact);
    }

    Bounds or(Bounds other) {
        return not().and(other.not()).not();
    }

    private static @Nullable RecordCondition both(
            @Nullable RecordCondition left, @Nullable RecordCondition right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        return new RecordCondition.All(List.of(left, right));
    }

    private static @Nullable RecordCondition either(
            @Nullable RecordCondition left, @Nullable RecordCondition right) {
        return left == null || right == null ? null : new RecordCondition.Any(List.of(left, right));
    }
}
