package org.panamarc;

/** A stylesheet cannot be compiled. */
public final class StylesheetException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String file;
    private final int line;
    private final String problem;

    /**
     * An exception.
     *
     * @param file the path of the stylesheet, or of one that it includes or imports
     * @param line counted from 1; 0 where it is not known
     * @param problem what is wrong there, in words
     */
    public StylesheetException(String file, int line, String problem, Throwable cause) {
        super(file + (line == 0 ? "" : ", line " + line) + ": " + problem, cause);
        this.file = file;
        this.line = line;
        this.problem = problem;
    }

    /** The path of the stylesheet, or of one that it includes or imports. */
    public String file() {
        return file;
    }

    /** The line, counted from 1; 0 where it is not known. */
    public int line() {
        return line;
    }

    /** What is wrong there, in words. */
    public String problem() {
        return problem;
    }
}
