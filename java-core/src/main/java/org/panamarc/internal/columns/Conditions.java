package org.panamarc.internal.columns;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.panamarc.columns.RecordCondition;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.RecordPredicate;
import org.panamarc.internal.query.RecordFilter;
import org.panamarc.internal.query.TagPattern;
import org.panamarc.internal.query.ValueSelector;
import org.panamarc.internal.query.ValueSpec;

/** Makes conditions that records can be tried against. */
final class Conditions {
    private Conditions() {}

    /**
     * A condition to try records against.
     *
     * @throws IllegalArgumentException if a spec, a tag, a pattern or a range cannot be read
     */
    static RecordPredicate of(RecordCondition condition) {
        return switch (condition) {
            case RecordCondition.RecordType type -> ofType(type.types());
            case RecordCondition.HasTag tag -> ofTag(TagPattern.of(tag.tag()));
            case RecordCondition.Matches matches -> ofPattern(matches);
            case RecordCondition.ValueMatches value ->
                    ValueConditions.matches(value.column(), value.pattern());
            case RecordCondition.ValueBetween value ->
                    ValueConditions.between(value.column(), value.from(), value.to());
            case RecordCondition.Years years -> new InYears(years.from(), years.to());
            case RecordCondition.All all ->
                    all(all.conditions().stream().map(Conditions::of).toList());
            case RecordCondition.Any any ->
                    any(any.conditions().stream().map(Conditions::of).toList());
            case RecordCondition.Not not -> {
                RecordPredicate other = of(not.condition());
                yield (batch, record) -> !other.test(batch, record);
            }
        };
    }

    private static RecordPredicate ofType(String types) {
        if (types.isEmpty()) {
            throw new IllegalArgumentException("no type of record; expected one character or more");
        }
        byte[] wanted = types.getBytes(StandardCharsets.UTF_8);
        return (batch, record) -> {
            byte type = RecordFacts.type(batch, record);
            for (byte one : wanted) {
                if (one == type) {
                    return true;
                }
            }
            return false;
        };
    }

    private static RecordPredicate ofTag(TagPattern tag) {
        return (batch, record) -> {
            int closing = batch.closingSlot(record);
            for (int slot = batch.firstSlot(record); slot < closing; slot++) {
                if (tag.matches(batch, slot)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static RecordPredicate ofPattern(RecordCondition.Matches matches) {
        RecordFilter filter = new RecordFilter();
        filter.addSet();
        filter.add(matches.spec(), matches.pattern(), false);
        return filter::wants;
    }

    private static RecordPredicate all(List<RecordPredicate> all) {
        return (batch, record) -> {
            for (RecordPredicate one : all) {
                if (!one.test(batch, record)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static RecordPredicate any(List<RecordPredicate> any) {
        return (batch, record) -> {
            for (RecordPredicate one : any) {
                if (one.test(batch, record)) {
                    return true;
                }
            }
            return false;
        };
    }

    /** Whether 008/07-10 (MARC 21 Bibliographic, field 008) is a year of a range. */
    private static final class InYears implements RecordPredicate, ValueSelector.Sink {
        private static final int DIGITS = 4;

        private final ValueSpec spec = ValueSpec.of("008/7-10");
        private final int first;
        private final int last;
        private boolean found;

        InYears(int first, int last) {
            if (last < first) {
                throw new IllegalArgumentException(
                        "the years end with %d, before they start with %d".formatted(last, first));
            }
            this.first = first;
            this.last = last;
        }

        @Override
        public boolean test(BatchView batch, int record) {
            found = false;
            spec.find(batch, record, this);
            return found;
        }

        @Override
        public boolean value(byte[] bytes, int from, int to) {
            int year = 0;
            for (int i = from; i < to; i++) {
                int digit = bytes[i] - '0';
                if (digit < 0 || digit > 9) {
                    return false;
                }
                year = 10 * year + digit;
            }
            found = to - from == DIGITS && year >= first && year <= last;
            return false;
        }
    }
}
