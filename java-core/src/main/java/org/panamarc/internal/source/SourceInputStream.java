package org.panamarc.internal.source;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;

/** Gives a source to a decompressor of the platform. */
final class SourceInputStream extends InputStream {
    private final Source source;
    private final byte[] single = new byte[1];

    SourceInputStream(Source source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return length == 0 ? 0 : source.read(MemorySegment.ofArray(target), offset, length);
    }

    /** Exact: the platform's gzip looks for a further member only where this is above 0. */
    @Override
    public int available() {
        return (int) Math.min(source.remaining(), Integer.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
