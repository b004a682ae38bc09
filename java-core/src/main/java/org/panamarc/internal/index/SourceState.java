package org.panamarc.internal.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/**
 * What a file of records was when it was indexed.
 *
 * @param size in bytes
 * @param modified when it was changed last, in nanoseconds since 1970
 * @param fingerprint of a sample of its bytes, in hexadecimal digits
 */
record SourceState(long size, long modified, String fingerprint) {
    /** Blocks of the sample: the first, the last, and others at equal distances between them. */
    private static final int BLOCKS = 64;

    private static final int BLOCK = 4096; // bytes
    private static final String ALGORITHM = "SHA-256";

    /** The state of a file now. */
    static SourceState of(Path file) throws IOException {
        long modified = Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
        long size = Files.size(file);
        return new SourceState(size, modified, fingerprint(file, size));
    }

    /**
     * The digest of a sample of a file's first bytes: of all of them where the blocks overlap.
     *
     * @param size how many bytes from the start count; fewer are there where the file was cut short
     */
    static String fingerprint(Path file, long size) throws IOException {
        MessageDigest digest = digest();
        ByteBuffer buffer = ByteBuffer.allocate(BLOCK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (size <= (long) BLOCKS * BLOCK) {
                for (long at = 0; at < size; at += BLOCK) {
                    add(channel, at, Math.min(BLOCK, size - at), buffer, digest);
                }
            } else {
                for (int i = 0; i < BLOCKS; i++) {
                    long at = (long) ((size - BLOCK) * (i / (BLOCKS - 1.0)));
                    add(channel, at, BLOCK, buffer, digest);
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(
            FileChannel channel, long at, long length, ByteBuffer buffer, MessageDigest digest)
            throws IOException {
        buffer.clear().limit((int) length);
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {
            // until the block is full, or the file ends
        }
        digest.update(buffer.flip());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance(ALGORITHM);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }
}
