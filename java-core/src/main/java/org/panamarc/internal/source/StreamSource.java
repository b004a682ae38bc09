package org.panamarc.internal.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.compression.Compression;

/** Bytes of an input stream, such as the content of a compressed file. */
public final class StreamSource implements Source {
    private static final int CHUNK = 64 * 1024;

    private final InputStream stream;
    private final Closeable input;
    private final String name;
    private final long start; // offset in the input of what the stream gives first
    private final byte[] chunk = new byte[CHUNK];
    private boolean begun;
    private @Nullable IOException failure;

    /**
     * A source of what the stream still has.
     *
     * @param stream closed with this source
     * @param input where the stream's bytes come from, if a read may have to wait for them; closed
     *     to end such a read
     */
    public StreamSource(InputStream stream, Closeable input, String name) {
        this(stream, input, name, 0);
    }

    /**
     * A source of what the stream still has, which is not the start of the input.
     *
     * @param start offset in the input of the stream's next byte; other parameters as before
     */
    public StreamSource(InputStream stream, Closeable input, String name, long start) {
        this.stream = stream;
        this.input = input;
        this.name = name;
        this.start = start;
    }

    /**
     * A source of what is compressed in a stream. Parameters as for the constructor.
     *
     * @throws IOException if the header of gzip is broken, or this cannot be decompressed here
     */
    static StreamSource decompressed(
            Compression compression, InputStream stream, Closeable input, String name)
            throws IOException {
        try {
            return new StreamSource(compression.decompressed(stream), input, name);
        } catch (IOException e) {
            throw named(e, name);
        }
    }

    /** Where it is already, before anything is read. */
    @Override
    public void goTo(long offset) {
        if (begun || offset != start) {
            throw new UnsupportedOperationException(name + " is read only once");
        }
    }

    @Override
    public int read(MemorySegment target, long offset, int length) throws IOException {
        begun = true;
        throwFailure();
        int total = 0;
        try {
            do {
                int size = stream.read(chunk, 0, Math.min(length - total, CHUNK));
                if (size <= 0) {
                    break;
                }
                MemorySegment.copy(chunk, 0, target, ValueLayout.JAVA_BYTE, offset + total, size);
                total += size;
                // More only while it is there, so that a slow pipe's records are not held back.
            } while (total < length && stream.available() > 0);
        } catch (IOException e) {
            failure = named(e, name);
            if (total == 0) {
                throwFailure();
            }
        }
        return total == 0 ? END : total;
    }

    /** A stream over a mapped file has the name in its messages already. */
    private static IOException named(IOException e, String name) {
        String message = String.valueOf(e.getMessage());
        return message.startsWith(name + ": ") ? e : new IOException(name + ": " + message, e);
    }

    /**
     * What was read before a failure is given first; the failure comes with the next call, once.
     */
    private void throwFailure() throws IOException {
        IOException thrown = failure;
        failure = null;
        if (thrown != null) {
            throw thrown;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void interrupt() throws IOException {
        input.close();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
