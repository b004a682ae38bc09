package org.panamarc.internal.source;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.panamarc.internal.compression.Compression;

/** Finds out how bytes are to be read, namely whether they are compressed. */
public final class Sources {
    private static final int BUFFER = 64 * 1024;

    private Sources() {}

    /**
     * Bytes in memory, decompressed if they are compressed.
     *
     * @param owner closed with the source; it frees the segment's memory
     * @throws IOException if the header of gzip is broken
     */
    public static Source ofSegment(MemorySegment segment, String name, Closeable owner)
            throws IOException {
        return ofSegment(segment, segment::byteSize, name, owner);
    }

    /**
     * The same of a mapped file, which another process may cut short.
     *
     * @param present how many bytes from the segment's start are there now
     */
    static Source ofSegment(
            MemorySegment segment, LongSupplier present, String name, Closeable owner)
            throws IOException {
        SegmentSource plain = new SegmentSource(segment, present, name, owner);
        // Read as all bytes are, since they may be gone by now.
        byte[] first = new byte[Compression.FIRST];
        int got =
                new SegmentSource(segment, present, name, () -> {})
                        .read(MemorySegment.ofArray(first), 0, first.length);
        Compression compression = Compression.of(Arrays.copyOf(first, Math.max(got, 0)));
        return compression == null
                ? plain
                : StreamSource.decompressed(
                        compression, new SourceInputStream(plain), () -> {}, name);
    }

    /**
     * The bytes of a stream, decompressed if they are compressed.
     *
     * @param stream closed with the source
     * @throws IOException if its first bytes cannot be read, or the header of gzip is broken
     */
    public static Source ofStream(InputStream stream, String name) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(stream, BUFFER);
        buffered.mark(Compression.FIRST);
        Compression compression = Compression.of(buffered.readNBytes(Compression.FIRST));
        buffered.reset();
        return compression == null
                ? new StreamSource(buffered, stream, name)
                : StreamSource.decompressed(compression, buffered, stream, name);
    }
}
