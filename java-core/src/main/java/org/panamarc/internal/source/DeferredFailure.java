package org.panamarc.internal.source;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a source threw after something was found in the same call: it is thrown by the next call.
 * Not thread-safe.
 */
public final class DeferredFailure {
    private @Nullable IOException kept;

    /** Throws what was kept, once. */
    public void throwKept() throws IOException {
        IOException thrown = kept;
        kept = null;
        if (thrown != null) {
            throw thrown;
        }
    }

    /** Keeps what the source threw where something was found before, else throws it. */
    public void keep(IOException failure, boolean someFound) throws IOException {
        if (!someFound) {
            throw failure;
        }
        kept = failure;
    }

    /** Whether something is kept. */
    public boolean isKept() {
        return kept != null;
    }

    /** Drops what was kept. */
    public void clear() {
        kept = null;
    }
}
