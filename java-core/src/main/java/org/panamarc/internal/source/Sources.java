package org.panamarc.internal.source;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongSupplier;

/** Finds out how bytes are to be read, namely whether they are compressed. */
public final class Sources {
    /** The first two bytes of a gzip member (RFC 1952, section 2.3.1). */
    private static final short GZIP_MAGIC = (short) 0x8B1F;

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int BUFFER = 64 * 1024;

    private Sources() {}

    /**
     * Bytes in memory, decompressed if they begin as gzip does.
     *
     * @param owner closed with the source; it frees the segment's memory
     * @throws IOException if the gzip header is broken
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
        MemorySegment first = MemorySegment.ofArray(new byte[2]);
        int got = new SegmentSource(segment, present, name, () -> {}).read(first, 0, 2);
        if (got < 2 || first.get(SHORT, 0) != GZIP_MAGIC) {
            return plain;
        }
        return StreamSource.inflated(new SourceInputStream(plain), () -> {}, name);
    }

    /**
     * The bytes of a stream, decompressed if they begin as gzip does.
     *
     * @param stream closed with the source
     * @throws IOException if its first bytes cannot be read
     */
    public static Source ofStream(InputStream stream, String name) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(stream, BUFFER);
        buffered.mark(2);
        byte[] first = buffered.readNBytes(2);
        buffered.reset();
        boolean gzip =
                first.length == 2
                        && ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getShort()
                                == GZIP_MAGIC;
        return gzip
                ? StreamSource.inflated(buffered, stream, name)
                : new StreamSource(buffered, stream, name);
    }
}
