package org.panamarc.internal.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.query.Spec.Kind;
import org.panamarc.internal.query.Spec.Part;
import org.panamarc.internal.query.Spec.SubSpec;

/**
 * Reads specs: MARCspec 0.16beta, and a few forms of our own ({@code docs/marcspec.md} defines
 * both). Used for one spec.
 */
final class SpecParser {
    private static final String TAG_PARTS = "\"[\", \"/\", \"$\", \"^\", \"{\"";
    private static final String ONLY_THERE =
            "the end: a spec with indicators after a blank has only codes after them";

    private final SpecText text;

    private SpecParser(String text) {
        this.text = new SpecText(text);
    }

    /**
     * Reads a spec.
     *
     * @throws IllegalArgumentException if it is not one; the message says where
     */
    static Spec parse(String text) {
        return new SpecParser(text).spec();
    }

    private Spec spec() {
        String tag = tag(text);
        if (text.peek() == ' ') {
            return withIndicators(tag);
        }
        if (text.peek() == '$' && !tag.equals(Spec.LEADER)) {
            List<Part> codes = codesAtTheEnd(false);
            if (!codes.isEmpty()) {
                return new Spec(tag, null, "", codes);
            }
        }
        Range index = text.index();
        List<Part> parts = new ArrayList<>();
        parts.add(part(tag, text.peek() == '$' || text.peek() == '^'));
        while (parts.getFirst().kind() == Kind.SUBFIELDS && text.peek() == '$') {
            parts.add(part(tag, true));
        }
        if (!text.isAtEnd()) {
            throw text.error(expectedAfter(tag, index, parts.getLast()));
        }
        return new Spec(tag, index, "", List.copyOf(parts));
    }

    private Part part(String tag, boolean marked) {
        Part part =
                marked
                        ? marked(text, tag.equals(Spec.LEADER))
                        : plain(Kind.FIELD, null, text.characters());
        Outer outer = new Outer(part.kind(), part.characters() != null, tag.equals(Spec.LEADER));
        return withConditions(part, new SubSpecParser(text).conditions(outer));
    }

    private static String expectedAfter(String tag, @Nullable Range index, Part part) {
        if (!part.conditions().isEmpty()) {
            return part.kind() == Kind.SUBFIELDS ? "\"$\", \"{\" or the end" : "\"{\" or the end";
        }
        if (part.characters() != null) {
            return part.kind() == Kind.SUBFIELDS ? "\"$\", \"{\" or the end" : "\"{\" or the end";
        }
        return switch (part.kind()) {
            case INDICATOR -> "\"{\" or the end";
            case SUBFIELDS ->
                    (part.index() == null ? "\"[\", " : "") + "\"/\", \"$\", \"{\" or the end";
            default ->
                    (index != null
                                    ? TAG_PARTS.substring(5)
                                    : tag.equals(Spec.LEADER) ? "\"[\", \"/\", \"{\"" : TAG_PARTS)
                            + " or the end";
        };
    }

    /** Takes {@code 12} or {@code 12$ab} after a tag. */
    private Spec withIndicators(String tag) {
        if (tag.equals(Spec.LEADER)) {
            throw text.error(noneInLeader("indicators"));
        }
        text.next();
        StringBuilder indicators = new StringBuilder();
        for (int i = 0; i < 2; i++) {
            char c = text.peek();
            if (!isTagCharacter(c) && c != '#' && c != '|') {
                throw text.error("an indicator: a letter, a digit, \"#\" for a blank or \".\"");
            }
            indicators.append(c == '#' ? ' ' : c);
            text.next();
        }
        List<Part> parts = List.of(plain(Kind.FIELD, null, null));
        if (text.peek() == '$') {
            parts = codesAtTheEnd(true);
        }
        if (!text.isAtEnd()) {
            throw text.error(text.peek() == '$' ? ONLY_THERE : "\"$\" or the end");
        }
        return new Spec(tag, null, indicators.toString(), parts);
    }

    /**
     * Takes {@code $} with letters and digits, or with one other character, where nothing follows.
     *
     * @param only whether anything else is an error
     * @return the different codes, or none, and nothing taken, where it is something else
     */
    private List<Part> codesAtTheEnd(boolean only) {
        String codes = text.rest().substring(1);
        boolean several = !codes.isEmpty() && codes.chars().allMatch(SpecParser::isLetterOrDigit);
        boolean one = codes.length() == 1 && isMark(codes.charAt(0));
        if (!several && !one) {
            if (only) {
                throw wrongCodes(codes);
            }
            return List.of();
        }
        text.take("$" + codes);
        return codes.chars()
                .distinct()
                .mapToObj(c -> code((char) c, (char) c, null, null))
                .toList();
    }

    private IllegalArgumentException wrongCodes(String codes) {
        text.next();
        if (codes.isEmpty() || !isMark(codes.charAt(0))) {
            return text.error("subfield codes: letters and digits, or one other sign");
        }
        boolean several = isLetterOrDigit(text.peek());
        do {
            text.next();
        } while (several && isLetterOrDigit(text.peek()));
        return text.error(ONLY_THERE);
    }

    /** Takes a tag. */
    static String tag(SpecText text) {
        StringBuilder tag = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            if (!isTagCharacter(text.peek())) {
                throw text.error("a tag: three letters, digits or \".\"");
            }
            tag.append(text.next());
        }
        return tag.toString();
    }

    /** Takes an indicator or subfields, of which the first character is next. */
    static Part marked(SpecText text, boolean leader) {
        int start = text.at();
        if (leader) {
            throw text.error(noneInLeader(text.peek() == '^' ? "indicators" : "subfields"));
        }
        if (text.next() == '^') {
            char number = text.peek();
            if (number != '1' && number != '2') {
                throw text.errorFrom(start, "^1 or ^2");
            }
            text.next();
            return new Part(Kind.INDICATOR, number, number, null, null, List.of());
        }
        char first = code(text);
        char last = text.peek() == '-' ? lastCode(text, first) : first;
        return code(first, last, text.index(), text.characters());
    }

    private static char code(SpecText text) {
        char code = text.peek();
        if (code <= ' ' || code > '~' || code == '|') {
            throw text.error("a subfield code");
        }
        return text.next();
    }

    private static char lastCode(SpecText text, char first) {
        int start = text.at() - 1;
        text.next();
        char last = text.peek();
        IntPredicate same = isDigit(first) ? SpecParser::isDigit : SpecParser::isLowerLetter;
        if (!same.test(first) || !same.test(last) || last < first) {
            throw text.errorFrom(
                    start, "a range of small letters or of digits, the first not after the last");
        }
        return text.next();
    }

    /** A part that is neither an indicator nor subfields by code. */
    static Part plain(Kind kind, @Nullable Range index, @Nullable Range characters) {
        return new Part(kind, '\0', '\0', index, characters, List.of());
    }

    private static Part code(
            char first, char last, @Nullable Range index, @Nullable Range characters) {
        return new Part(Kind.SUBFIELDS, first, last, index, characters, List.of());
    }

    /** A part, on these conditions. */
    static Part withConditions(Part part, List<SubSpec> conditions) {
        return new Part(
                part.kind(),
                part.first(),
                part.last(),
                part.index(),
                part.characters(),
                conditions);
    }

    /** What is expected where the leader is asked for what it does not have. */
    private static String noneInLeader(String what) {
        return "no " + what + ": the leader has none";
    }

    /** Whether a character may be in a tag. */
    static boolean isTagCharacter(char c) {
        return c == '.' || isLetterOrDigit(c);
    }

    private static boolean isLetterOrDigit(int c) {
        return isDigit(c) || isLowerLetter(c) || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLowerLetter(int c) {
        return c >= 'a' && c <= 'z';
    }

    /** Whether a character is a code that nothing may follow. */
    private static boolean isMark(char c) {
        return c > ' ' && c <= '~' && c != '$' && c != '/';
    }

    /**
     * What a sub-spec is written after.
     *
     * @param hasCharacters whether characters are asked for
     */
    record Outer(Kind kind, boolean hasCharacters, boolean isLeader) {}
}
