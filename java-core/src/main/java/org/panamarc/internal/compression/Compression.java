package org.panamarc.internal.compression;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.jspecify.annotations.Nullable;

/** The ways of compressing that are read and written. */
public enum Compression {
    /** RFC 1952. */
    GZIP(".gz") {
        @Override
        boolean begins(byte[] first) {
            return first.length >= 2 && first[0] == 0x1F && first[1] == (byte) 0x8B;
        }

        @Override
        InputStream opened(InputStream packed) throws IOException {
            return new GZIPInputStream(packed, BUFFER);
        }

        @Override
        public OutputStream compressed(OutputStream plain) throws IOException {
            return new GZIPOutputStream(plain, BUFFER);
        }
    },

    /** What the program bzip2 writes. */
    BZIP2(".bz2") {
        @Override
        boolean begins(byte[] first) {
            return Bzip2Members.begins(first);
        }

        @Override
        InputStream opened(InputStream packed) {
            return new Bzip2Members(packed);
        }

        @Override
        public OutputStream compressed(OutputStream plain) throws IOException {
            return new BZip2CompressorOutputStream(new BufferedOutputStream(plain, BUFFER));
        }
    },

    /** RFC 8878. */
    ZSTANDARD(".zst") {
        @Override
        boolean begins(byte[] first) {
            if (first.length < 4 || first[2] != (byte) (first[0] == 0x28 ? 0x2F : 0x4D)) {
                return false;
            }
            // A frame of data, or one that is skipped, with which files in parallel parts begin.
            return first[0] == 0x28
                    ? first[1] == (byte) 0xB5 && first[3] == (byte) 0xFD
                    : (first[0] & 0xF0) == 0x50 && first[1] == 0x2A && first[3] == 0x18;
        }

        @Override
        InputStream opened(InputStream packed) throws IOException {
            return CodecUnavailableException.unless(
                    "Zstandard cannot be read", () -> new ZstdInputStreamNoFinalizer(packed));
        }

        @Override
        public OutputStream compressed(OutputStream plain) throws IOException {
            return CodecUnavailableException.unless(
                    "Zstandard cannot be written",
                    () -> new ZstdOutputStreamNoFinalizer(plain).setChecksum(true));
        }
    };

    /** How many of an input's first bytes decide which compression it has. */
    public static final int FIRST = 4;

    private static final int BUFFER = 1 << 16;

    private final String suffix;

    Compression(String suffix) {
        this.suffix = suffix;
    }

    abstract boolean begins(byte[] first);

    /** A stream of what is compressed in another; what it throws need not make sense to a user. */
    abstract InputStream opened(InputStream packed) throws IOException;

    /**
     * As what an input begins; null if it is not compressed.
     *
     * @param first its first {@link #FIRST} bytes, or all where it has fewer
     */
    public static @Nullable Compression of(byte[] first) {
        for (Compression compression : values()) {
            if (compression.begins(first)) {
                return compression;
            }
        }
        return null;
    }

    /** What the suffix of a file's name asks for; null if that is nothing. */
    public static @Nullable Compression bySuffix(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (Compression compression : values()) {
            if (lower.endsWith(compression.suffix)) {
                return compression;
            }
        }
        return null;
    }

    /**
     * What is compressed in a stream, all members or frames of it; bytes after the last one that
     * begin none are padding, and not read.
     *
     * @param packed closed with the stream
     * @throws IOException if the header of gzip is broken, or this cannot be read here at all
     */
    public InputStream decompressed(InputStream packed) throws IOException {
        return new Decompressed(this, packed);
    }

    /**
     * A stream that compresses.
     *
     * @param plain closed with the stream
     * @throws IOException if it cannot be written, or not in this way on this machine
     */
    public abstract OutputStream compressed(OutputStream plain) throws IOException;
}
