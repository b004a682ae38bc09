package org.panamarc.spark;

import org.jspecify.annotations.Nullable;

/**
 * Errors of tasks, of a class that Spark has. The driver makes them again by a class loader that
 * does not know the jars which a session has added, and drops those that it cannot make.
 */
final class TaskErrors {
    private TaskErrors() {}

    /**
     * The same error with a message.
     *
     * @param error of any class; it does not cross to the driver
     */
    static IllegalArgumentException plain(RuntimeException error, @Nullable String message) {
        IllegalArgumentException plain = new IllegalArgumentException(message);
        plain.setStackTrace(error.getStackTrace());
        return plain;
    }
}
