package org.panamarc.internal.compression;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What is compressed in a bzip2 file, member after member. The library would refuse what is after
 * the last one, and would lose what it has decompressed where a read fails.
 */
final class Bzip2Members extends InputStream {
    private static final int BUFFER = 1 << 16;
    private static final int HEADER = 4; // "BZh" and a digit for the size of blocks

    private final BufferedInputStream packed;
    private @Nullable BZip2CompressorInputStream member;
    private @Nullable Exception failure; // of which it does not recover
    private boolean ended;

    Bzip2Members(InputStream packed) {
        this.packed = new BufferedInputStream(packed, BUFFER);
    }

    /** Whether a member begins with these bytes. */
    static boolean begins(byte[] first) {
        return first.length >= HEADER
                && first[0] == 'B'
                && first[1] == 'Z'
                && first[2] == 'h'
                && first[3] >= '1'
                && first[3] <= '9';
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int size = 0;
        try {
            while (size < length && failure == null && !ended) {
                int b = member == null ? -1 : member.read();
                if (b >= 0) {
                    target[offset + size++] = (byte) b;
                } else if (size > 0 || !nextMember()) {
                    break;
                }
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
        if (size == 0 && failure != null) {
            throw failure instanceof IOException e ? e : new IOException(failure);
        }
        return size > 0 || length == 0 ? size : -1;
    }

    private boolean nextMember() throws IOException {
        packed.mark(HEADER);
        byte[] first = packed.readNBytes(HEADER);
        packed.reset();
        ended = !begins(first);
        if (!ended) {
            member = new BZip2CompressorInputStream(packed);
        }
        return !ended;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        packed.close();
    }
}
