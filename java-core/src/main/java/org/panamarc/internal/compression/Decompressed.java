package org.panamarc.internal.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What is compressed in a stream, whose faults are reported alike whatever library finds them: that
 * the data ends too early or is broken, which it stays; or what the packed stream itself throws,
 * which may be tried again.
 */
final class Decompressed extends InputStream {
    private final Packed packed;
    private final InputStream stream;
    private final byte[] single = new byte[1];
    private @Nullable IOException broken;
    private boolean padding; // is what is left

    Decompressed(Compression compression, InputStream packed) throws IOException {
        this.packed = new Packed(packed);
        try {
            this.stream = compression.opened(this.packed);
        } catch (CodecUnavailableException e) {
            throw e;
        } catch (IOException e) {
            throw asFault(e);
        }
    }

    /** The packed stream, which knows whether a fault is its own. */
    private static final class Packed extends FilterInputStream {
        private @Nullable IOException failure;
        private boolean ended;

        Packed(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                int b = in.read();
                ended |= b < 0;
                return b;
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                int size = in.read(target, offset, length);
                ended |= size < 0;
                return size;
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }

    @Override
    public int read() throws IOException {
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (broken != null) {
            throw broken;
        }
        if (padding) {
            return -1;
        }
        try {
            return stream.read(target, offset, length);
        } catch (IOException | RuntimeException e) {
            padding = isPadding(e);
            if (padding) {
                return -1;
            }
            throw asFault(e);
        }
    }

    /** Only where a frame should begin, and after the first one, is that said of Zstandard. */
    private static boolean isPadding(Exception e) {
        return e instanceof ZstdIOException fault
                && fault.getErrorCode() == Zstd.errPrefixUnknown();
    }

    @SuppressWarnings("ReferenceEquality") // that very failure, and no other
    private IOException asFault(Exception e) {
        IOException own = packed.failure;
        if (own != null && own == e) {
            return own;
        }
        broken =
                packed.ended
                        ? new EOFException("the compressed data ends too early")
                        : new IOException("the compressed data is broken: " + e.getMessage(), e);
        return broken;
    }

    @Override
    public int available() throws IOException {
        return stream.available();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
