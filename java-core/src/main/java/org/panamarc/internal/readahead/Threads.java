package org.panamarc.internal.readahead;

import org.jspecify.annotations.Nullable;

/** How many threads to use. */
public final class Threads {
    /** The environment variable that says so where a call does not. */
    public static final String VARIABLE = "PANAMARC_NUM_THREADS";

    /** The most that can be asked for. */
    public static final int MOST = 256;

    private Threads() {}

    /**
     * How many threads read ahead.
     *
     * @param asked 0 where the environment decides; 1 where that says nothing
     * @throws IllegalArgumentException if the environment says something else than a number
     */
    public static int number(int asked) {
        return number(asked, 1);
    }

    /** The same for work on a whole input, for which all processors are taken by default. */
    public static int numberForAll(int asked) {
        return number(asked, Math.min(Runtime.getRuntime().availableProcessors(), MOST));
    }

    private static int number(int asked, int otherwise) {
        return asked > 0 ? asked : parse(System.getenv(VARIABLE), otherwise);
    }

    /** The number that {@link #VARIABLE}'s text says, at most {@link #MOST}. */
    static int parse(@Nullable String text, int otherwise) {
        return parse(VARIABLE, text, MOST, otherwise);
    }

    /**
     * The number that the text of an environment variable says.
     *
     * @param otherwise the answer where the variable is not set, or empty
     * @throws IllegalArgumentException if it is not a whole number from 1 to {@code most}
     */
    public static int parse(String variable, @Nullable String text, int most, int otherwise) {
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "%s is %s; expected a whole number from 1 to %d".formatted(variable, text, most));
    }
}
