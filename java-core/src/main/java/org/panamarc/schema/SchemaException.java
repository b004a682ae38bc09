package org.panamarc.schema;

import org.jspecify.annotations.Nullable;

/** A schema cannot be read, or not be applied to a value. */
public final class SchemaException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String source;
    private final String path;
    private final String problem;

    /**
     * An exception.
     *
     * @param source what the schema is called
     * @param path where in its JSON, such as {@code $.fields.245.repeatable}
     * @param problem what is wrong there, in words
     */
    public SchemaException(String source, String path, String problem) {
        this(source, path, problem, null);
    }

    /** The same, with what was thrown before. */
    public SchemaException(String source, String path, String problem, @Nullable Throwable cause) {
        super(source + ": " + path + ": " + problem, cause);
        this.source = source;
        this.path = path;
        this.problem = problem;
    }

    /** What the schema is called: its path, or {@code <schema>}. */
    public String source() {
        return source;
    }

    /** Where in the schema's JSON, such as {@code $.fields.245.repeatable}. */
    public String path() {
        return path;
    }

    /** What is wrong there, in words. */
    public String problem() {
        return problem;
    }
}
