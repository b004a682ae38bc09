package org.panamarc.internal.query;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.panamarc.internal.kernel.ByteSearch;

/**
 * A text that is in all that a regular expression matches, as far as that shows without compiling
 * it: so that most values need not be made a string. Immutable.
 */
final class RequiredLiteral {
    private static final String ENDS_TEXT = ".^$";

    private final byte[] text; // UTF-8
    private final boolean whole;

    private RequiredLiteral(String text, boolean whole) {
        this.text = text.getBytes(StandardCharsets.UTF_8);
        this.whole = whole;
    }

    /**
     * The longest such text of a pattern, which may be empty.
     *
     * @param pattern a regular expression that can be compiled without {@code CASE_INSENSITIVE}
     */
    static RequiredLiteral of(String pattern) {
        boolean hard = pattern.indexOf('|') >= 0 || pattern.chars().anyMatch(c -> isSurrogate(c));
        String longest = hard ? "" : longest(pattern);
        return new RequiredLiteral(longest, longest.equals(pattern));
    }

    private static boolean isSurrogate(int character) {
        return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    }

    /** Of a concatenation up to its first group, class or escape of a letter. */
    private static String longest(String pattern) {
        String longest = "";
        StringBuilder run = new StringBuilder();
        for (int i = 0; i < pattern.length() && isRead(pattern, i); i++) {
            char character = pattern.charAt(i);
            if (character == '\\') {
                i++;
                run.append(pattern.charAt(i));
                continue;
            }
            boolean optional = character == '*' || character == '?' || character == '{';
            if (optional && !run.isEmpty()) {
                run.setLength(run.length() - 1);
            }
            if (optional || character == '+' || ENDS_TEXT.indexOf(character) >= 0) {
                longest = longer(longest, run);
                run.setLength(0);
            } else {
                run.append(character);
            }
            if (character == '{') {
                return longest;
            }
        }
        return longer(longest, run);
    }

    /** Whether the text goes on at a character; what it may end is known only if it does. */
    private static boolean isRead(String pattern, int at) {
        char character = pattern.charAt(at);
        if (character != '\\') {
            return character != '(' && character != '[';
        }
        return at + 1 < pattern.length() && !Character.isLetterOrDigit(pattern.charAt(at + 1));
    }

    private static String longer(String longest, StringBuilder run) {
        return run.length() > longest.length() ? run.toString() : longest;
    }

    /** Whether the pattern is this text, so that a value matches if it is in it. */
    boolean isWhole() {
        return whole;
    }

    /** Whether the text is in a value of UTF-8; if not, the pattern matches nothing in it. */
    boolean isIn(byte[] bytes, int from, int to) {
        if (text.length == 0) {
            return true;
        }
        int last = to - text.length;
        for (int at = next(bytes, from, last); at <= last; at = next(bytes, at + 1, last)) {
            if (Arrays.equals(bytes, at, at + text.length, text, 0, text.length)) {
                return true;
            }
        }
        return false;
    }

    /** The first offset up to {@code last} of the text's first byte, or one above that. */
    private int next(byte[] bytes, int from, int last) {
        if (text[0] >= 0) {
            return from > last ? from : ByteSearch.indexOf(text[0], bytes, from, last + 1);
        }
        int at = from;
        while (at <= last && bytes[at] != text[0]) {
            at++;
        }
        return at;
    }
}
