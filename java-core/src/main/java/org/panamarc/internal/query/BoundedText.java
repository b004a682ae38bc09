package org.panamarc.internal.query;

/**
 * A value that a regular expression is tried on, which refuses to be looked at for ever: some
 * expressions take a time that doubles with each character. Belongs to one thread.
 */
final class BoundedText implements CharSequence {
    /** Characters that may be looked at in one value: a tenth of a second, about. */
    static final int MOST_STEPS = 20_000_000;

    private final String pattern;
    private String text = "";
    private int steps;

    /**
     * A text for one pattern.
     *
     * @param pattern for errors
     */
    BoundedText(String pattern) {
        this.pattern = pattern;
    }

    /** Takes up another value. */
    void set(String value) {
        text = value;
        steps = 0;
    }

    @Override
    public int length() {
        return text.length();
    }

    /**
     * A character.
     *
     * @throws IllegalArgumentException if too many were asked for
     */
    @Override
    public char charAt(int index) {
        if (++steps > MOST_STEPS) {
            throw tooMuch("more than %,d steps".formatted(MOST_STEPS));
        }
        return text.charAt(index);
    }

    /** An exception for a pattern that takes too much. */
    IllegalArgumentException tooMuch(String what) {
        return new IllegalArgumentException(
                "the regular expression '%s' takes %s on a value of %,d characters"
                        .formatted(pattern, what, text.length()));
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
