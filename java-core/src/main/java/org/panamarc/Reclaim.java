package org.panamarc;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;

/** Closes what belongs to objects that were dropped without being closed. */
final class Reclaim {
    private static final Cleaner CLEANER = Cleaner.create();

    private Reclaim() {}

    /**
     * Closes a resource once its owner has been dropped.
     *
     * @param resource must not refer to {@code owner}, which would keep that alive for ever
     */
    static void whenDropped(Object owner, Closeable resource) {
        CLEANER.register(
                owner,
                () -> {
                    try {
                        resource.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }
}
