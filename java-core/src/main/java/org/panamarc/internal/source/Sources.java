package org.panamarc.internal.source;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPInputStream;

/** Finds out how bytes are to be read, namely whether they are compressed. */
public final class Sources {
    /** The first two bytes of a gzip member (RFC 1952, section 2.3.1). */
    private static final short GZIP_MAGIC = (short) 0x8B1F;

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int GZIP_BUFFER = 64 * 1024;

    private Sources() {}

    /**
     * Bytes in memory, decompressed if they begin as gzip does.
     *
     * @param owner closed with the source; it frees the segment's memory
     * @throws IOException if the gzip header is broken
     */
    public static Source ofSegment(MemorySegment segment, String name, Closeable owner)
            throws IOException {
        SegmentSource plain = new SegmentSource(segment, name, owner);
        if (segment.byteSize() < 2 || firstShort(segment, name) != GZIP_MAGIC) {
            return plain;
        }
        return new StreamSource(
                new GZIPInputStream(new SourceInputStream(plain), GZIP_BUFFER), name);
    }

    /** Read as all bytes are, since those of a mapped file may be gone by now. */
    private static short firstShort(MemorySegment segment, String name) throws IOException {
        MemorySegment first = MemorySegment.ofArray(new byte[2]);
        new SegmentSource(segment, name, () -> {}).read(first, 0, 2);
        return first.get(SHORT, 0);
    }

    /**
     * The bytes of a stream, decompressed if they begin as gzip does.
     *
     * @param stream closed with the source
     * @throws IOException if its first bytes cannot be read
     */
    public static Source ofStream(InputStream stream, String name) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(stream, GZIP_BUFFER);
        buffered.mark(2);
        byte[] first = buffered.readNBytes(2);
        buffered.reset();
        boolean gzip =
                first.length == 2
                        && ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getShort()
                                == GZIP_MAGIC;
        return new StreamSource(gzip ? new GZIPInputStream(buffered, GZIP_BUFFER) : buffered, name);
    }
}
