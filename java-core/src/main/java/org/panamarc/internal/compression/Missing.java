package org.panamarc.internal.compression;

import java.io.IOException;
import java.io.Serial;

/** The library for a compression does not run here. */
final class Missing extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    Missing(String what, Throwable cause) {
        super(what + " on this machine: " + cause, cause);
    }
}
