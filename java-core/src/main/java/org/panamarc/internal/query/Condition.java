package org.panamarc.internal.query;

import java.util.Arrays;
import java.util.List;
import org.panamarc.internal.query.ValueSelector.Sink;

/** One pair of braces: alternatives, one of which must hold. Immutable. */
record Condition(List<Compared> alternatives) {
    /** Finds the values of a term. */
    @FunctionalInterface
    interface TermValues {
        /** Hands each value to the sink; returns whether the sink wants more. */
        boolean find(Hand hand, Sink sink);
    }

    /** Whether one of the alternatives holds. */
    boolean holds(Hand hand) {
        for (Compared compared : alternatives) {
            if (compared.holds(hand)) {
                return true;
            }
        }
        return false;
    }

    /** Two terms and what must hold between them. */
    record Compared(TermValues left, Operator operator, TermValues right) {
        boolean holds(Hand hand) {
            if (operator == Operator.EXISTS || operator == Operator.EXISTS_NOT) {
                boolean found = isAny(right, hand);
                return found != operator.denies() && isAny(left, hand);
            }
            LeftValues values = new LeftValues(hand);
            left.find(hand, values);
            return values.any && values.met != operator.denies();
        }

        private static boolean isAny(TermValues values, Hand hand) {
            return !values.find(hand, (bytes, from, to) -> false);
        }

        /** Compares each left value with the right ones, until one is met. */
        private final class LeftValues implements Sink {
            private final Hand hand;
            private boolean any;
            private boolean met;

            LeftValues(Hand hand) {
                this.hand = hand;
            }

            @Override
            public boolean value(byte[] bytes, int from, int to) {
                any = true;
                met =
                        !right.find(
                                hand,
                                (other, start, end) -> !meets(bytes, from, to, other, start, end));
                return !met;
            }
        }

        private boolean meets(byte[] bytes, int from, int to, byte[] other, int start, int end) {
            boolean equal = operator == Operator.EQUAL || operator == Operator.UNEQUAL;
            return equal
                    ? Arrays.equals(bytes, from, to, other, start, end)
                    : includes(bytes, from, to, other, start, end);
        }

        /** Whether a text includes another; as both are UTF-8, it does so at a character. */
        private static boolean includes(
                byte[] bytes, int from, int to, byte[] other, int start, int end) {
            int size = end - start;
            for (int at = from; size <= to - at; at++) {
                if (Arrays.equals(bytes, at, at + size, other, start, end)) {
                    return true;
                }
            }
            return false;
        }
    }
}
