package org.panamarc.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream as pipes and sockets are: it gives few bytes at a time, says that none are available,
 * and may fail on the way.
 */
public final class AwkwardStream extends InputStream {
    private final ByteArrayInputStream bytes;
    private final int atOnce;
    private int untilFailure;
    private boolean closed;

    /** A stream of these bytes, {@code atOnce} at a time. */
    public AwkwardStream(byte[] bytes, int atOnce) {
        this(bytes, atOnce, Integer.MAX_VALUE);
    }

    /** The same, which fails once after {@code untilFailure} bytes and then goes on. */
    public AwkwardStream(byte[] bytes, int atOnce, int untilFailure) {
        this.bytes = new ByteArrayInputStream(bytes);
        this.atOnce = atOnce;
        this.untilFailure = untilFailure;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (untilFailure == 0) {
            untilFailure = Integer.MAX_VALUE;
            throw new IOException("the line went dead");
        }
        int size = bytes.read(target, offset, Math.min(Math.min(length, atOnce), untilFailure));
        untilFailure -= Math.max(size, 0);
        return size;
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Whether it has been closed. */
    public boolean closed() {
        return closed;
    }
}
