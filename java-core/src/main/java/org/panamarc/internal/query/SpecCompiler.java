package org.panamarc.internal.query;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.query.Condition.Compared;
import org.panamarc.internal.query.Condition.TermValues;
import org.panamarc.internal.query.Spec.Comparison;
import org.panamarc.internal.query.Spec.Kind;
import org.panamarc.internal.query.Spec.Part;
import org.panamarc.internal.query.Spec.SubSpec;
import org.panamarc.internal.query.ValueSelector.Sink;

/**
 * Makes of a spec the plan that finds its values. What a term leaves out, or repeats without an
 * index of its own, is what is at hand where its sub-spec is decided: the field where it is the
 * tag, the subfield where it is the code, too.
 */
final class SpecCompiler {
    private SpecCompiler() {}

    /** Finds the values of a spec in a record. */
    @FunctionalInterface
    interface Plan {
        /** Hands each value to the sink; returns whether the sink wants more. */
        boolean find(BatchView batch, int record, Sink sink);
    }

    /**
     * What a sub-spec is about.
     *
     * @param tag of the field at hand, as the spec has it
     * @param subfields of which subfields the value at hand is one; null where it is not of one
     */
    private record Outer(String tag, @Nullable Part subfields) {
        boolean hasSubfields(Part part) {
            return subfields != null
                    && part.index() == null
                    && part.first() == subfields.first()
                    && part.last() == subfields.last();
        }
    }

    /** The plan of a spec that is not a term, without indicators after a blank. */
    static Plan compile(Spec spec) {
        if (spec.isLeader()) {
            return leader(spec.index(), spec.parts().getFirst());
        }
        return fields(spec.tag(), spec.index(), parts(spec.tag(), spec.parts()))::find;
    }

    private static Plan leader(@Nullable Range index, Part part) {
        if (index != null && index.begin(1) == index.end(1)) { // there is one leader
            return (batch, record, sink) -> true;
        }
        FoundValue found = found(part, new Outer(Spec.LEADER, null));
        return (batch, record, sink) ->
                Values.leader(
                        batch,
                        record,
                        (bytes, from, to) ->
                                found.take(batch, record, Hand.LEADER, bytes, from, to, sink));
    }

    private static RecordFields fields(String tag, @Nullable Range index, FieldParts parts) {
        return new RecordFields(new TagPattern(tag), index, parts);
    }

    private static FieldParts parts(String tag, List<Part> parts) {
        List<FieldParts> compiled = new ArrayList<>();
        for (Part part : parts) {
            compiled.add(part(tag, part));
        }
        return compiled.size() == 1
                ? compiled.getFirst()
                : new FieldParts.InOrder(List.copyOf(compiled));
    }

    private static FieldParts part(String tag, Part part) {
        FoundValue found = found(part, new Outer(tag, part.kind() == Kind.SUBFIELDS ? part : null));
        return switch (part.kind()) {
            case INDICATOR -> new FieldParts.Indicator(part.first() - '0', found);
            case SUBFIELDS ->
                    new FieldParts.Subfields(part.first(), part.last(), part.index(), found);
            case FIELD, SAME_SUBFIELDS -> new FieldParts.Whole(found);
        };
    }

    private static FoundValue found(Part part, Outer outer) {
        List<Condition> conditions = new ArrayList<>();
        for (SubSpec subSpec : part.conditions()) {
            List<Compared> alternatives = new ArrayList<>();
            for (Comparison comparison : subSpec.alternatives()) {
                alternatives.add(compared(comparison, outer));
            }
            conditions.add(new Condition(List.copyOf(alternatives)));
        }
        return new FoundValue(part.characters(), List.copyOf(conditions));
    }

    private static Compared compared(Comparison comparison, Outer outer) {
        Term left = comparison.left();
        return new Compared(
                left == null ? Hand::value : term(left, outer),
                comparison.operator(),
                term(comparison.right(), outer));
    }

    private static TermValues term(Term term, Outer outer) {
        return switch (term) {
            case Term.Text text -> text(text.text());
            case Spec spec -> term(spec, outer);
        };
    }

    private static TermValues text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return (hand, sink) -> sink.value(bytes, 0, bytes.length);
    }

    private static TermValues term(Spec spec, Outer outer) {
        String tag = spec.tag().isEmpty() ? outer.tag() : spec.tag();
        Part part = spec.parts().getFirst();
        if (tag.equals(Spec.LEADER)) {
            Plan plan = leader(spec.index(), part);
            return (hand, sink) -> plan.find(hand.batch(), hand.record(), sink);
        }
        if (spec.index() != null || !tag.equals(outer.tag())) {
            RecordFields fields = fields(tag, spec.index(), part(tag, part));
            return (hand, sink) -> fields.find(hand.batch(), hand.record(), sink);
        }
        return atHand(part, outer);
    }

    /** The values of a term that is about the field at hand. */
    private static TermValues atHand(Part part, Outer outer) {
        if (part.kind() == Kind.SAME_SUBFIELDS ? part.index() == null : outer.hasSubfields(part)) {
            FoundValue found = found(part, outer);
            return (hand, sink) -> hand.whole(found, sink);
        }
        FieldParts parts = part(outer.tag(), named(part, outer.subfields()));
        return (hand, sink) -> parts.find(hand.batch(), hand.record(), hand.slot(), sink);
    }

    /** A part with the codes of another, where it leaves them out. */
    private static Part named(Part part, @Nullable Part other) {
        return part.kind() == Kind.SAME_SUBFIELDS && other != null
                ? new Part(
                        Kind.SUBFIELDS,
                        other.first(),
                        other.last(),
                        part.index(),
                        part.characters(),
                        part.conditions())
                : part;
    }
}
