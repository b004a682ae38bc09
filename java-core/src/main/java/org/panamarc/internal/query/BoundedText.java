package org.panamarc.internal.query;

/**
 * A value that a regular expression is tried on, which refuses to be looked at for ever: some
 * expressions take a time that doubles with each character. Belongs to one thread.
 */
public final class BoundedText implements CharSequence {
    /** Characters that may be looked at in one value: a tenth of a second, about. */
    static final int MOST_STEPS = 20_000_000;

    /** A pattern takes too much time or memory on a value. */
    public static final class TooMuchException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        private TooMuchException(String message) {
            super(message);
        }
    }

    private final String pattern;
    private String text = "";
    private int steps;

    /**
     * A text for one pattern.
     *
     * @param pattern for errors
     */
    public BoundedText(String pattern) {
        this.pattern = pattern;
    }

    /** Takes up another value. */
    public void set(String value) {
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
     * @throws TooMuchException if too many were asked for
     */
    @Override
    public char charAt(int index) {
        if (++steps > MOST_STEPS) {
            throw tooMuch("more than %,d steps".formatted(MOST_STEPS));
        }
        return text.charAt(index);
    }

    /** An exception for a pattern that takes too much. */
    TooMuchException tooMuch(String what) {
        return new TooMuchException(
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
