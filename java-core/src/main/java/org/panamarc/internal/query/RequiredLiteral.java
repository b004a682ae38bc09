package org.panamarc.internal.query;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.panamarc.internal.kernel.ByteSearch;

/**
 * A text that is in all that a regular expression matches, as far as that shows without compiling
 * it: so that most values need not be made a string. Immutable.
 */
final class RequiredLiteral {
    private static final String ENDS_TEXT = ".^$+\\"; // the last one as a boundary's
    private static final char WORD_BOUNDARY = 'b';

    private static final String ANY_CASE = "(?i)";
    private static final byte LOWER = 'a' - 'A';

    private final byte[] text; // UTF-8; in lower case where case does not matter
    private final boolean whole;
    private final boolean anyCase;

    private RequiredLiteral(String text, boolean whole, boolean anyCase) {
        this.text = text.getBytes(StandardCharsets.UTF_8);
        this.whole = whole;
        this.anyCase = anyCase;
    }

    /**
     * The longest such text of a pattern, which may be empty.
     *
     * @param pattern a regular expression that can be compiled without {@code CASE_INSENSITIVE}
     */
    static RequiredLiteral of(String pattern) {
        if (pattern.startsWith(ANY_CASE)) {
            String rest = of(pattern.substring(ANY_CASE.length())).text();
            boolean plain = rest.chars().allMatch(c -> c < 0x80);
            return new RequiredLiteral(plain ? rest.toLowerCase(Locale.ROOT) : "", false, true);
        }
        boolean hard = pattern.indexOf('|') >= 0 || pattern.chars().anyMatch(c -> isSurrogate(c));
        String longest = hard ? "" : longest(pattern);
        return new RequiredLiteral(longest, longest.equals(pattern), false);
    }

    private String text() {
        return new String(text, StandardCharsets.UTF_8);
    }

    private static boolean isSurrogate(int character) {
        return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    }

    /** Of a concatenation up to its first group, class or escape of a letter but b. */
    private static String longest(String pattern) {
        String longest = "";
        StringBuilder run = new StringBuilder();
        for (int i = 0; i < pattern.length() && isRead(pattern, i); i++) {
            char character = pattern.charAt(i);
            if (character == '\\' && pattern.charAt(i + 1) != WORD_BOUNDARY) {
                i++;
                run.append(pattern.charAt(i));
                continue;
            }
            boolean optional = character == '*' || character == '?' || character == '{';
            if (optional && !run.isEmpty()) {
                run.setLength(run.length() - 1);
            }
            if (character == '\\') {
                i++;
            }
            if (optional || ENDS_TEXT.indexOf(character) >= 0) {
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
        char next = at + 1 < pattern.length() ? pattern.charAt(at + 1) : 'A';
        return next == WORD_BOUNDARY || !Character.isLetterOrDigit(next);
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
        if (anyCase) {
            return isInAnyCase(bytes, from, to);
        }
        int last = to - text.length;
        for (int at = next(bytes, from, last); at <= last; at = next(bytes, at + 1, last)) {
            if (Arrays.equals(bytes, at, at + text.length, text, 0, text.length)) {
                return true;
            }
        }
        return false;
    }

    /** A value that is not all ASCII may have a letter that is the same in another case. */
    private boolean isInAnyCase(byte[] bytes, int from, int to) {
        int at = from; // of what may be the text, of which some bytes were found
        int found = 0;
        boolean ascii = true;
        for (int i = from; i < to; i++) {
            ascii &= bytes[i] >= 0;
        }
        while (ascii && found < text.length && at + found < to) {
            if (lower(bytes[at + found]) == text[found]) {
                found++;
            } else {
                at++;
                found = 0;
            }
        }
        return !ascii || found == text.length;
    }

    private static byte lower(byte value) {
        return value >= 'A' && value <= 'Z' ? (byte) (value + LOWER) : value;
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
