package org.panamarc.index;

import java.io.IOException;

/** An index cannot be used, or not be made. The message names the file, and what to do. */
public final class IndexException extends IOException {
    private static final long serialVersionUID = 1;

    /** What is wrong. */
    public enum Kind {
        /** There is no index; perhaps its build did not end. */
        MISSING("missing"),
        /** The file, or how it is to be read, is not what the index was built of. */
        STALE("stale"),
        /** The index's own files are not as they were written. */
        DAMAGED("damaged"),
        /** A newer version of this library wrote the index. */
        NEWER("newer"),
        /** Another process, or another thread, is writing the index. */
        IN_USE("in use"),
        /** The file is of a kind that has no index. */
        UNSUPPORTED("unsupported");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** The kind in words, such as {@code in use}. */
        public String text() {
            return text;
        }
    }

    private final Kind kind;

    /** An exception of a kind. */
    public IndexException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** The same, with what was thrown before. */
    public IndexException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What is wrong. */
    public Kind kind() {
        return kind;
    }
}
