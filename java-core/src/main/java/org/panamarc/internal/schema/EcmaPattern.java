package org.panamarc.internal.schema;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.panamarc.internal.query.BoundedText;

/**
 * A regular expression of ECMAScript with the flags {@code u} and {@code s}, as Avram has them, run
 * by Java's engine. Where the two languages write the same thing differently it is translated; what
 * only Java has is an error. Safe for any number of threads.
 *
 * <p>Short values, such as dates and languages, are the same in many records, so that the answers
 * for the last ones are kept.
 */
final class EcmaPattern {
    /** What ECMAScript's {@code \s} has besides Java's (ECMA-262, WhiteSpace, LineTerminator). */
    private static final String MORE_SPACES = "\\x0B\\x{A0}\\x{FEFF}\\x{2028}\\x{2029}\\p{Zs}";

    private static final String SAME_ESCAPES = "dDwWbBtnrfcxuk^$\\.*+?()[]{}|/-";

    private static final int KEPT_BITS = 8;

    private final JsonNode node;
    private final String text;
    private final Pattern pattern;

    // A value's number, as ShortValue has it, and whether it matches, in the lowest bit; 0 for
    // none.
    private final AtomicLongArray kept = new AtomicLongArray(1 << KEPT_BITS);

    private EcmaPattern(JsonNode node, String text, Pattern pattern) {
        this.node = node;
        this.text = text;
        this.pattern = pattern;
    }

    /** The expression of a place of the schema; an error where it is none. */
    static EcmaPattern of(JsonNode node) {
        String text = node.text();
        if (text.isEmpty()) {
            throw node.wrong("the regular expression is empty");
        }
        try {
            String translated = new Translation(text).toJava();
            return new EcmaPattern(node, text, Pattern.compile(translated, Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            throw node.wrong(
                    "'%s' is no regular expression: %s".formatted(text, e.getDescription()));
        }
    }

    /** Whether it is found in a value; an error where that takes too much time or memory. */
    boolean isIn(byte[] bytes, int from, int to) {
        if (to - from > ShortValue.MOST) {
            return finds(bytes, from, to);
        }
        long value = ShortValue.of(bytes, from, to);
        int slot = (int) ((value * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - KEPT_BITS));
        long known = kept.getPlain(slot);
        if (known >>> 1 != value) {
            known = (value << 1) | (finds(bytes, from, to) ? 1 : 0);
            kept.setPlain(slot, known);
        }
        return (known & 1) != 0;
    }

    private boolean finds(byte[] bytes, int from, int to) {
        BoundedText bounded = new BoundedText(text);
        bounded.set(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        try {
            return pattern.matcher(bounded).find();
        } catch (StackOverflowError e) {
            throw node.wrong(
                    "the regular expression '%s' takes more memory than there is for calls"
                            .formatted(text));
        } catch (BoundedText.TooMuchException e) {
            throw node.wrong(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String toString() {
        return text;
    }

    /** Makes Java's expression. Used once. */
    private static final class Translation {
        private final String text;
        private final StringBuilder java = new StringBuilder();
        private int at;
        private boolean inClass;
        private boolean quantified; // whether what is before is a quantifier

        Translation(String text) {
            this.text = text;
        }

        String toJava() {
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == '\\') {
                    escape();
                    quantified = false;
                } else if (inClass) {
                    ofClass(c);
                } else {
                    outside(c);
                }
            }
            return java.toString();
        }

        private void outside(char c) {
            boolean quantifies = c == '*' || c == '+' || c == '?' || c == '}';
            if (c == '+' && quantified) {
                throw wrong("a quantifier after a quantifier");
            }
            quantified = quantifies && !quantified;
            switch (c) {
                case '[' -> beginClass();
                case '(' -> group();
                case '$' -> put("\\z", 1); // Java's is also before a last line's end
                default -> put(String.valueOf(c), 1);
            }
        }

        private void beginClass() {
            if (text.startsWith("[^]", at)) {
                put("[\\x{0}-\\x{10FFFF}]", 3);
            } else if (text.startsWith("[]", at)) {
                put("(?!)", 2);
            } else {
                inClass = true;
                boolean none = text.startsWith("[^", at);
                put(none ? "[^" : "[", none ? 2 : 1);
            }
        }

        /** A character of a class, where Java has unions and intersections. */
        private void ofClass(char c) {
            inClass = c != ']';
            put((c == '[' || c == '&' || c == '^' ? "\\" : "") + c, 1);
        }

        private void group() {
            String rest = text.substring(at + 1);
            boolean known =
                    !rest.startsWith("?")
                            || rest.matches("(?s)\\?(:|=|!|<=|<!|<[A-Za-z][A-Za-z0-9]*>).*");
            if (!known) {
                throw wrong("a group that ECMAScript does not have");
            }
            int size = rest.startsWith("?") ? 2 : 1;
            put(text.substring(at, at + size), size);
        }

        private void escape() {
            if (at + 1 == text.length()) {
                throw wrong("a backslash at the end");
            }
            char c = text.charAt(at + 1);
            if (text.startsWith("u{", at + 1)) {
                put("\\x{", 3);
            } else if (c == 's') {
                put(inClass ? "\\s" + MORE_SPACES : "[\\s" + MORE_SPACES + "]", 2);
            } else if (c == 'S') {
                put("[^\\s" + MORE_SPACES + "]", 2);
            } else if (c == 'v') {
                put("\\x0B", 2);
            } else if (c == '0') {
                put("\\x00", 2);
            } else if (c == 'b' && inClass) {
                put("\\x08", 2);
            } else if (c == '/') {
                put("/", 2);
            } else if (c == 'p' || c == 'P' || (c >= '1' && c <= '9')) {
                put("\\" + c, 2);
            } else if (SAME_ESCAPES.indexOf(c) >= 0) {
                put("\\" + c, 2);
            } else {
                throw wrong("\\%c, which ECMAScript does not have".formatted(c));
            }
        }

        private void put(String translated, int size) {
            java.append(translated);
            at += size;
        }

        private PatternSyntaxException wrong(String what) {
            return new PatternSyntaxException(what, text, at);
        }
    }
}
