package org.panamarc.internal.query;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A spec as it was read: what is asked for, not how it is found. Its text is a spec that reads as
 * an equal one.
 *
 * @param tag three characters, each a wildcard if it is a dot; empty in a term that leaves out the
 *     tag, and so is about the field at hand, or with an index about fields of the same tag
 * @param index which of the fields with this tag; null for all
 * @param indicators two indicators, each a wildcard if it is a dot; empty where none are asked for
 * @param parts what of each field: several only where all are subfields
 */
record Spec(String tag, @Nullable Range index, String indicators, List<Part> parts)
        implements Term {
    /** The tag that is the leader. */
    static final String LEADER = "LDR";

    /** What a part is. */
    enum Kind {
        /** The field's text. */
        FIELD,
        /** One indicator. */
        INDICATOR,
        /** Subfields with a code, or with one of a range. */
        SUBFIELDS,
        /** In a term: the subfield at hand or, with an index, one with the same code. */
        SAME_SUBFIELDS
    }

    /**
     * What of a field is asked for.
     *
     * @param first the number of the indicator, or the first code of subfields; else 0
     * @param last the last code of subfields; else the same as {@code first}
     * @param index which of the subfields of a field; null for all
     * @param characters which characters of each value; null for all
     * @param conditions what must all hold
     */
    record Part(
            Kind kind,
            char first,
            char last,
            @Nullable Range index,
            @Nullable Range characters,
            List<SubSpec> conditions) {
        /** Whether this is all subfields with one code, unconditionally. */
        boolean isPlainCode() {
            return kind == Kind.SUBFIELDS
                    && first == last
                    && index == null
                    && characters == null
                    && conditions.isEmpty();
        }

        @Override
        public String toString() {
            String what =
                    switch (kind) {
                        case FIELD, SAME_SUBFIELDS -> "";
                        case INDICATOR -> "^" + first;
                        case SUBFIELDS -> first == last ? "$" + first : "$" + first + "-" + last;
                    };
            return what
                    + inBrackets(index)
                    + (characters == null ? "" : "/" + characters)
                    + conditions.stream().map(SubSpec::toString).collect(Collectors.joining());
        }
    }

    /**
     * One pair of braces.
     *
     * @param alternatives one of which must hold
     */
    record SubSpec(List<Comparison> alternatives) {
        @Override
        public String toString() {
            return alternatives.stream()
                    .map(Comparison::toString)
                    .collect(Collectors.joining("|", "{", "}"));
        }
    }

    /**
     * Two terms and what must hold between them.
     *
     * @param left null for the value at hand
     */
    record Comparison(@Nullable Term left, Operator operator, Term right) {
        @Override
        public String toString() {
            return (left == null ? "" : left) + operator.sign() + right;
        }
    }

    private static String inBrackets(@Nullable Range index) {
        return index == null ? "" : "[" + index + "]";
    }

    /** Whether this is the leader. */
    boolean isLeader() {
        return tag.equals(LEADER);
    }

    @Override
    public String toString() {
        if (!indicators.isEmpty()) {
            String codes =
                    parts.stream()
                            .filter(part -> part.kind() == Kind.SUBFIELDS)
                            .map(part -> String.valueOf(part.first()))
                            .collect(Collectors.joining());
            return tag + " " + indicators.replace(' ', '#') + (codes.isEmpty() ? "" : "$" + codes);
        }
        return tag
                + inBrackets(index)
                + parts.stream().map(Part::toString).collect(Collectors.joining());
    }
}
