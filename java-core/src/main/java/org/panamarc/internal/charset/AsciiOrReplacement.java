package org.panamarc.internal.charset;

import java.io.ByteArrayOutputStream;

/** Bytes of a character set that is not decoded: ASCII stays, each other byte is U+FFFD. */
public final class AsciiOrReplacement {
    private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

    private AsciiOrReplacement() {}

    /** The readable part of {@code bytes[from, to)} as UTF-8. */
    public static byte[] toUtf8(byte[] bytes, int from, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(to - from + 16);
        for (int i = from; i < to; i++) {
            if (bytes[i] >= 0) {
                out.write(bytes[i]);
            } else {
                out.writeBytes(REPLACEMENT);
            }
        }
        return out.toByteArray();
    }
}
