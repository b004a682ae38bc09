package org.panamarc.internal.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.query.Spec.Comparison;
import org.panamarc.internal.query.Spec.Kind;
import org.panamarc.internal.query.Spec.Part;
import org.panamarc.internal.query.Spec.SubSpec;
import org.panamarc.internal.query.SpecParser.Outer;

/** Reads the sub-specs of a spec, the conditions in braces. Used for one spec. */
final class SubSpecParser {
    private static final int DEEPEST = 16; // levels of braces; each is a few calls
    private static final String TERM = "a tag, \"[\", \"/\", \"$\", \"^\" or \"\\\"";
    private static final String AN_OPERATOR = "\"=\", \"!=\", \"~\", \"!~\", \"!\", \"?\"";

    private final SpecText text;
    private int depth;

    SubSpecParser(SpecText text) {
        this.text = text;
    }

    /** Takes all sub-specs that are next. */
    List<SubSpec> conditions(Outer outer) {
        List<SubSpec> conditions = new ArrayList<>();
        while (text.peek() == '{') {
            if (depth == DEEPEST) {
                throw text.error("at most " + DEEPEST + " levels of braces");
            }
            text.next();
            depth++;
            conditions.add(subSpec(outer));
            depth--;
        }
        return List.copyOf(conditions);
    }

    private SubSpec subSpec(Outer outer) {
        List<Comparison> alternatives = new ArrayList<>();
        do {
            alternatives.add(comparison(outer));
        } while (text.take("|"));
        text.next(); // the brace that comparison has seen
        return new SubSpec(List.copyOf(alternatives));
    }

    private Comparison comparison(Outer outer) {
        Operator operator = operator();
        if (operator != null) {
            return new Comparison(null, operator, right(outer));
        }
        Term term = term(outer, TERM.replace(" or", ",") + " or an operator", true);
        operator = operator();
        if (operator != null) {
            return new Comparison(term, operator, right(outer));
        }
        endOf(term, AN_OPERATOR + ", ");
        return new Comparison(null, Operator.EXISTS, term);
    }

    private Term right(Outer outer) {
        Term term = term(outer, TERM, false);
        endOf(term, "");
        return term;
    }

    private void endOf(Term term, String operators) {
        if (text.peek() != '|' && text.peek() != '}') {
            throw text.error(more(term) + operators + "\"|\" or \"}\"");
        }
    }

    /** What may follow a term, but for operators. */
    private static String more(Term term) {
        if (!(term instanceof Spec spec)) {
            return "";
        }
        Part part = spec.parts().getFirst();
        if (part.kind() == Kind.INDICATOR
                || part.characters() != null
                || !part.conditions().isEmpty()) {
            return "\"{\", ";
        }
        if (part.kind() == Kind.FIELD && !spec.isLeader()) {
            return (spec.index() == null ? "\"[\", " : "") + "\"/\", \"$\", \"^\", \"{\", ";
        }
        return (part.index() == null ? "\"[\", " : "") + "\"/\", \"{\", ";
    }

    private @Nullable Operator operator() {
        if (text.take("!=")) {
            return Operator.UNEQUAL;
        }
        if (text.take("!~")) {
            return Operator.INCLUDES_NOT;
        }
        for (Operator operator : Operator.values()) {
            if (text.take(operator.sign())) {
                return operator;
            }
        }
        return null;
    }

    private Term term(Outer outer, String expected, boolean first) {
        char c = text.peek();
        if (c == '\\') {
            text.next();
            return new Term.Text(string(first));
        }
        if (c == '[' || c == '/' || c == '$' || c == '^') {
            return abbreviated(outer);
        }
        if (!SpecParser.isTagCharacter(c)) {
            throw text.error(expected);
        }
        String tag = SpecParser.tag(text);
        Range index = text.index();
        boolean leader = tag.equals(Spec.LEADER);
        return spec(tag, index, fieldPart(leader), leader);
    }

    /** Takes what follows a tag, or an index: an indicator, subfields, or characters. */
    private Part fieldPart(boolean leader) {
        return text.peek() == '$' || text.peek() == '^'
                ? SpecParser.marked(text, leader)
                : SpecParser.plain(Kind.FIELD, null, text.characters());
    }

    private Spec abbreviated(Outer outer) {
        char c = text.peek();
        if (c == '^' && outer.hasCharacters() && outer.kind() == Kind.FIELD && !outer.isLeader()) {
            throw text.error("no indicator: a field with character positions has none");
        }
        if (c == '/' && outer.kind() == Kind.INDICATOR) {
            throw text.error("no character position: an indicator is one character");
        }
        Range index = text.index();
        boolean marked = text.peek() == '$' || text.peek() == '^';
        boolean sameSubfields =
                !marked && (outer.kind() == Kind.SUBFIELDS || outer.kind() == Kind.SAME_SUBFIELDS);
        if (sameSubfields) {
            Part part = SpecParser.plain(Kind.SAME_SUBFIELDS, index, text.characters());
            return spec("", null, part, outer.isLeader());
        }
        return spec("", index, fieldPart(outer.isLeader()), outer.isLeader());
    }

    private Spec spec(String tag, @Nullable Range index, Part part, boolean leader) {
        Outer own = new Outer(part.kind(), part.characters() != null, leader);
        Part whole = SpecParser.withConditions(part, conditions(own));
        return new Spec(tag, index, "", List.of(whole));
    }

    /**
     * Takes a comparison string after its backslash.
     *
     * @param first whether an operator may end it
     */
    private String string(boolean first) {
        StringBuilder string = new StringBuilder();
        if (!first && text.take("=")) { // no operator can be here
            string.append('=');
        }
        while (!text.isAtEnd() && text.peek() != '|' && text.peek() != '}') {
            char c = text.peek();
            if (first && "!=~?".indexOf(c) >= 0) {
                break;
            }
            if (c == '\\') {
                text.next();
                string.append(escaped());
            } else {
                string.appendCodePoint(character());
            }
        }
        return string.toString();
    }

    /** Takes what is after a backslash; a backslash before any other character is one. */
    private char escaped() {
        char c = text.peek();
        if (c == 's') {
            text.next();
            return ' ';
        }
        if (c == '\\' || (c != 0 && Term.Text.ESCAPED.indexOf(c) >= 0)) {
            return text.next();
        }
        return '\\';
    }

    private int character() {
        int c = text.codePoint();
        if (c == ' ') {
            throw text.error("\"\\s\" for a blank");
        }
        if (Term.Text.ESCAPED.indexOf(c) >= 0) {
            throw text.error("\"\\" + (char) c + "\"");
        }
        if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
            throw text.error("a visible character");
        }
        text.take(Character.toString(c));
        return c;
    }
}
