package org.panamarc.internal.query;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.layout.BatchView;

/**
 * What is done with each value that was found: its characters are taken, and it is handed on if the
 * conditions hold. Immutable.
 */
final class FoundValue {
    private final @Nullable Range characters;
    private final List<Condition> conditions;

    FoundValue(@Nullable Range characters, List<Condition> conditions) {
        this.characters = characters;
        this.conditions = conditions;
    }

    /** Whether characters are asked for. */
    boolean hasCharacters() {
        return characters != null;
    }

    /**
     * Takes a value that has character positions. Where it has none of the characters asked for,
     * there is no value.
     *
     * @return whether the sink wants more
     */
    boolean take(
            BatchView batch,
            int record,
            int slot,
            byte[] bytes,
            int from,
            int to,
            ValueSelector.Sink sink) {
        int begin = Values.begin(characters, bytes, from, to);
        int end = Values.end(characters, bytes, begin, to);
        if (characters != null && begin == end) {
            return true;
        }
        if (!conditions.isEmpty()
                && !hold(new Hand(batch, record, slot, bytes, from, to, begin, end))) {
            return true;
        }
        return sink.value(bytes, begin, end);
    }

    /**
     * Takes a value that has no character positions: an indicator, or subfields joined.
     *
     * @return whether the sink wants more
     */
    boolean takeWhole(
            BatchView batch,
            int record,
            int slot,
            byte[] bytes,
            int from,
            int to,
            ValueSelector.Sink sink) {
        boolean wanted =
                conditions.isEmpty()
                        || hold(new Hand(batch, record, slot, bytes, from, from, from, to));
        return !wanted || sink.value(bytes, from, to);
    }

    private boolean hold(Hand hand) {
        for (Condition condition : conditions) {
            if (!condition.holds(hand)) {
                return false;
            }
        }
        return true;
    }
}
