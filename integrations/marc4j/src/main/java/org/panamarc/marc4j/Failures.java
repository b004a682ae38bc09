package org.panamarc.marc4j;

import java.io.IOException;
import org.marc4j.MarcException;

/** Inputs and outputs that fail, as marc4j has it. */
final class Failures {
    private Failures() {}

    /**
     * The exception of marc4j for one of an input or output.
     *
     * @param name of the input or output, with which the message begins
     */
    static MarcException of(String name, IOException cause) {
        String message = String.valueOf(cause.getMessage());
        boolean named = message.startsWith(name);
        return new MarcException(named ? message : "%s: %s".formatted(name, message), cause);
    }
}
