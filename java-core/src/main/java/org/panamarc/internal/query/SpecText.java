package org.panamarc.internal.query;

import org.jspecify.annotations.Nullable;

/** The text of a spec, read from its start to its end. Mutable; not thread-safe. */
final class SpecText {
    private static final int MOST_DIGITS = 9;

    private final String text;
    private int at;

    SpecText(String text) {
        this.text = text;
    }

    /** The offset of the next character. */
    int at() {
        return at;
    }

    /** Whether nothing is left. */
    boolean isAtEnd() {
        return at == text.length();
    }

    /** The next character, or NUL at the end. */
    char peek() {
        return isAtEnd() ? 0 : text.charAt(at);
    }

    /** The code point that is next; for a text that is not at its end. */
    int codePoint() {
        return text.codePointAt(at);
    }

    /** What is left. */
    String rest() {
        return text.substring(at);
    }

    /** Takes the next character, which must be there. */
    char next() {
        return text.charAt(at++);
    }

    /** Takes a string if it is next. */
    boolean take(String expected) {
        boolean found = text.startsWith(expected, at);
        at += found ? expected.length() : 0;
        return found;
    }

    /** Takes a position or a range: {@code n}, {@code n-m}, {@code n-#}, {@code #}, {@code #-n}. */
    Range range() {
        int start = at;
        int first = position();
        if (peek() != '-') {
            return first < 0 ? Range.LAST : new Range(first, first, false);
        }
        at++;
        int last = position();
        if (first < 0) {
            return new Range(0, Math.max(last, 0), true);
        }
        if (last >= 0 && last < first) {
            throw error(start, at, "a range that does not end before it starts");
        }
        return new Range(first, last < 0 ? Range.END : last, false);
    }

    /** Takes {@code [range]} if a bracket is next. */
    @Nullable Range index() {
        if (!take("[")) {
            return null;
        }
        Range index = range();
        if (!take("]")) {
            throw error("\"]\"");
        }
        return index;
    }

    /** Takes {@code /range} if a slash is next. */
    @Nullable Range characters() {
        return take("/") ? range() : null;
    }

    /** Takes a number, or {@code #}, which is -1. */
    private int position() {
        if (take("#")) {
            return -1;
        }
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw error("a number or \"#\"");
        }
        if (at - start > MOST_DIGITS) {
            throw error(start, at, "a number of at most 9 digits");
        }
        return Integer.parseInt(text.substring(start, at));
    }

    /** An error at the next character. */
    IllegalArgumentException error(String expected) {
        return errorFrom(at, expected);
    }

    /** An error in what was taken from an offset on, and the next character. */
    IllegalArgumentException errorFrom(int start, String expected) {
        return error(start, isAtEnd() ? at : text.offsetByCodePoints(at, 1), expected);
    }

    private IllegalArgumentException error(int from, int to, String expected) {
        String found = from == to ? "the end" : '"' + text.substring(from, to) + '"';
        return new IllegalArgumentException(
                "%s: position %d: found %s, expected %s"
                        .formatted(text, text.codePointCount(0, from), found, expected));
    }
}
