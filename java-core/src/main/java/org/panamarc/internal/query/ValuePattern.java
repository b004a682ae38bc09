package org.panamarc.internal.query;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;

/**
 * A regular expression that is looked for in values, as {@link RecordFilter} has them. Belongs to
 * one thread at a time.
 */
public final class ValuePattern {
    private final RequiredLiteral literal;
    private final BoundedText text;
    private final Matcher matcher;

    /**
     * A pattern.
     *
     * @throws IllegalArgumentException if it is no regular expression
     */
    public ValuePattern(String pattern) {
        this.text = new BoundedText(pattern);
        this.matcher = RecordFilter.pattern(pattern).matcher(text);
        this.literal = RequiredLiteral.of(pattern);
    }

    /**
     * Whether the pattern is found in a value of UTF-8.
     *
     * @throws IllegalArgumentException if it takes too much time or memory
     */
    public boolean isIn(byte[] bytes, int from, int to) {
        return literal.isIn(bytes, from, to) && (literal.isWhole() || finds(bytes, from, to));
    }

    private boolean finds(byte[] bytes, int from, int to) {
        text.set(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        try {
            return matcher.reset().find();
        } catch (StackOverflowError e) {
            throw text.tooMuch("more memory than there is for calls");
        }
    }
}
