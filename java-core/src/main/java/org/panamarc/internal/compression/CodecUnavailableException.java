package org.panamarc.internal.compression;

import java.io.IOException;
import java.io.Serial;

/** The library for a compression does not run here. */
final class CodecUnavailableException extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    /** What asks a library for something. */
    interface Request<T> {
        T made() throws IOException;
    }

    private CodecUnavailableException(String what, Throwable cause) {
        super(what + " on this machine: " + cause, cause);
    }

    /**
     * What a library gives.
     *
     * @param otherwise what cannot be done where it does not run
     */
    static <T> T unless(String otherwise, Request<T> request) throws IOException {
        try {
            return request.made();
        } catch (LinkageError | IllegalCallerException e) {
            throw new CodecUnavailableException(otherwise, e);
        }
    }
}
