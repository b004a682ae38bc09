package org.panamarc.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.panamarc.internal.compression.Compression;

/** Bytes, compressed. */
public final class Packed {
    private Packed() {}

    /** A member or frame of these bytes. */
    public static byte[] by(Compression compression, byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packed = compression.compressed(out)) {
            packed.write(bytes);
        }
        return out.toByteArray();
    }
}
