package org.panamarc.internal.query;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.query.Spec.Comparison;
import org.panamarc.internal.query.Spec.Kind;
import org.panamarc.internal.query.Spec.Part;
import org.panamarc.internal.query.Spec.SubSpec;

/**
 * The values of a spec in a record of strings, by the rules of {@code docs/marcspec.md} and no
 * others: lists of everything, nothing in place, nothing left out early.
 *
 * @param fields tag, indicators and subfields of each, or a control field's data
 */
record NaiveValues(String leader, List<NaiveField> fields) {
    /**
     * A field.
     *
     * @param value with {@code $} as the subfield delimiter; without one it is a control field
     */
    record NaiveField(String tag, String value) {
        boolean isControl() {
            return value.indexOf('$') < 0;
        }

        List<String> subfields() {
            return isControl()
                    ? List.of()
                    : List.of(value.substring(value.indexOf('$') + 1).split("\\$", -1));
        }
    }

    /**
     * What a sub-spec is about.
     *
     * @param field null for the leader
     * @param subfields null where the value is not of a subfield
     * @param whole what positions count in; empty where there are none
     */
    private record AtHand(
            String tag,
            @Nullable NaiveField field,
            @Nullable Part subfields,
            String whole,
            String value) {}

    /** All values of a spec without indicators after a blank. */
    List<String> values(Spec spec) {
        return values(spec, null);
    }

    private List<String> values(Spec spec, @Nullable AtHand hand) {
        String tag = hand != null && spec.tag().isEmpty() ? hand.tag : spec.tag();
        List<String> values = new ArrayList<>();
        if (tag.equals("LDR")) {
            for (String text : chosen(List.of(leader), spec.index())) {
                take(spec.parts().getFirst(), tag, null, null, text, text, values);
            }
            return values;
        }
        AtHand same = hand != null && spec.index() == null && tag.equals(hand.tag) ? hand : null;
        List<NaiveField> from =
                same != null && same.field != null
                        ? List.of(same.field)
                        : chosen(
                                fields.stream().filter(field -> field.tag.matches(tag)).toList(),
                                spec.index());
        for (NaiveField field : from) {
            for (Part part : spec.parts()) {
                inField(part, tag, field, same, values);
            }
        }
        return values;
    }

    private void inField(
            Part part, String tag, NaiveField field, @Nullable AtHand hand, List<String> values) {
        Part outer = hand == null ? null : hand.subfields;
        switch (part.kind()) {
            case FIELD -> {
                if (field.isControl()) {
                    take(part, tag, field, null, field.value, field.value, values);
                } else if (part.characters() == null) {
                    String joined =
                            String.join(
                                    " ",
                                    field.subfields().stream().map(s -> s.substring(1)).toList());
                    take(part, tag, field, null, "", joined, values);
                }
            }
            case INDICATOR -> {
                if (!field.isControl()) {
                    String value = field.value.substring(part.first() - '1', part.first() - '0');
                    take(part, tag, field, null, "", value, values);
                }
            }
            case SAME_SUBFIELDS, SUBFIELDS -> {
                Part named = part.kind() == Kind.SUBFIELDS || outer == null ? part : outer;
                boolean same =
                        outer != null
                                && part.index() == null
                                && named.first() == outer.first()
                                && named.last() == outer.last();
                List<String> all =
                        field.subfields().stream()
                                .filter(s ->
                                        s.charAt(0) >= named.first() && s.charAt(0) <= named.last())
                                .map(s -> s.substring(1))
                                .toList();
                List<String> texts =
                        same && hand != null ? List.of(hand.whole) : chosen(all, part.index());
                for (String text : texts) {
                    take(part, tag, field, named, text, text, values);
                }
            }
        }
    }

    /** Adds the wanted characters of a text, if the conditions hold. */
    private void take(
            Part part,
            String tag,
            @Nullable NaiveField field,
            @Nullable Part subfields,
            String whole,
            String text,
            List<String> values) {
        String value = text;
        if (part.characters() != null) {
            List<String> characters = text.codePoints().mapToObj(Character::toString).toList();
            value = String.join("", chosen(characters, part.characters()));
            if (value.isEmpty()) {
                return;
            }
        }
        AtHand own = new AtHand(tag, field, subfields, whole, value);
        if (part.conditions().stream().allMatch(subSpec -> holds(subSpec, own))) {
            values.add(value);
        }
    }

    private boolean holds(SubSpec subSpec, AtHand hand) {
        return subSpec.alternatives().stream().anyMatch(one -> holds(one, hand));
    }

    private boolean holds(Comparison comparison, AtHand hand) {
        Term term = comparison.left();
        List<String> left = term == null ? List.of(hand.value) : of(term, hand);
        List<String> right = of(comparison.right(), hand);
        return !left.isEmpty()
                && switch (comparison.operator()) {
                    case EQUAL -> left.stream().anyMatch(right::contains);
                    case UNEQUAL -> left.stream().noneMatch(right::contains);
                    case INCLUDES ->
                            left.stream().anyMatch(l -> right.stream().anyMatch(l::contains));
                    case INCLUDES_NOT ->
                            left.stream().noneMatch(l -> right.stream().anyMatch(l::contains));
                    case EXISTS -> !right.isEmpty();
                    case EXISTS_NOT -> right.isEmpty();
                };
    }

    private List<String> of(Term term, AtHand hand) {
        return switch (term) {
            case Term.Text text -> List.of(text.text());
            case Spec spec -> values(spec, hand);
        };
    }

    private static <T> List<T> chosen(List<T> all, @Nullable Range range) {
        return IntStream.range(0, all.size())
                .filter(i -> range == null || isIn(range.fromEnd() ? all.size() - 1 - i : i, range))
                .mapToObj(all::get)
                .toList();
    }

    private static boolean isIn(int position, Range range) {
        return position >= range.first() && position <= range.last();
    }
}
