package org.panamarc.query;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.MarcRecord;
import org.panamarc.internal.query.ValueSpec;

/**
 * Names values of a record: {@code 245$a}, {@code 008/7-10}, {@code 650[0]$a}, {@code
 * 856$u{^2=\0}}. The language is MARCspec 0.16beta, with a few short forms of our own, such as
 * {@code 245$ab} and {@code 856 40$u}; the page "MARCspec" of the documentation defines it.
 *
 * <p>A spec is read and compiled once. Immutable and safe for any number of threads. Two are equal
 * if they read alike, such as {@code 245$ab} and {@code 245$a$b}.
 */
public sealed interface MarcSpec permits ValueSpec {
    /**
     * Reads a spec.
     *
     * @throws IllegalArgumentException if it is not one; the message names the spec, the position
     *     of the character, counted from 0, what was found there and what was expected
     */
    static MarcSpec parse(String spec) {
        return ValueSpec.of(spec);
    }

    /** The first value that a record has, or null. */
    default @Nullable String first(MarcRecord record) {
        return record.value(this);
    }

    /**
     * All values that a record has, field by field in the order of the record, of each field in the
     * order that the spec asks; empty where there are none.
     */
    default List<String> values(MarcRecord record) {
        return record.values(this);
    }

    /** The spec as it was written. */
    @Override
    String toString();
}
