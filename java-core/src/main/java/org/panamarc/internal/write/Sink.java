package org.panamarc.internal.write;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** What output is written to. Not thread-safe. */
public interface Sink extends Closeable {
    /** What messages call it. */
    String name();

    /** Where the bytes go; it need not be closed. */
    OutputStream stream();

    /**
     * Says that all has been written. After this, nothing is.
     *
     * @throws IOException if it could not be
     */
    void commit() throws IOException;

    /** Gives up what has not been committed. Doing so twice is allowed. */
    @Override
    void close() throws IOException;
}
