package org.panamarc.internal.write;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A caller's stream, which is flushed, but never closed. */
public final class StreamSink implements Sink {
    private static final int BUFFER = 1 << 16;

    private final OutputStream stream;
    private final String name;

    /**
     * A sink for a stream.
     *
     * @param name what to call it in messages
     */
    public StreamSink(OutputStream stream, String name) {
        this.stream = new BufferedOutputStream(stream, BUFFER);
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public OutputStream stream() {
        return stream;
    }

    @Override
    public void commit() throws IOException {
        stream.flush();
    }

    @Override
    public void close() {}
}
