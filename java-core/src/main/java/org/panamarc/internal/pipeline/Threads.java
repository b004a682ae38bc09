package org.panamarc.internal.pipeline;

import org.jspecify.annotations.Nullable;

/** How many threads to use. */
public final class Threads {
    /** The environment variable that says so where a call does not. */
    public static final String VARIABLE = "PANAMARC_NUM_THREADS";

    /** The most that can be asked for. */
    public static final int MOST = 256;

    private Threads() {}

    /**
     * How many threads to use.
     *
     * @param asked 0 where the environment decides
     * @throws IllegalArgumentException if the environment says something else than a number
     */
    public static int number(int asked) {
        return asked > 0 ? asked : parse(System.getenv(VARIABLE));
    }

    /** The number that the variable's text says; 1 where it is not set, or empty. */
    static int parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return 1;
        }
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= 1 && number <= MOST) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "%s is %s; expected a whole number from 1 to %d".formatted(VARIABLE, text, MOST));
    }
}
