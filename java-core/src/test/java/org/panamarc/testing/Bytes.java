package org.panamarc.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Puts bytes together and takes them apart. */
public final class Bytes {
    private Bytes() {}

    /** The bytes with these values, 0 to 255. */
    public static byte[] of(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** The bytes of a text of the characters 0 to 255. */
    public static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** As many times the same byte. */
    public static byte[] repeat(int value, int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** All parts, one after the other. */
    public static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** A copy with other bytes from an offset on. */
    public static byte[] with(byte[] bytes, int at, String latin1) {
        byte[] copy = bytes.clone();
        byte[] other = latin1(latin1);
        System.arraycopy(other, 0, copy, at, other.length);
        return copy;
    }

    /** A copy with more bytes at an offset. */
    public static byte[] insert(byte[] bytes, int at, byte[] more) {
        return concat(Arrays.copyOf(bytes, at), more, Arrays.copyOfRange(bytes, at, bytes.length));
    }

    /** A copy without {@code bytes[at, at + count)}. */
    public static byte[] remove(byte[] bytes, int at, int count) {
        return concat(
                Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + count, bytes.length));
    }

    /** The offset of the first occurrence of a text; there must be one. */
    public static int indexOf(byte[] bytes, String latin1) {
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(latin1);
        if (at < 0) {
            throw new AssertionError("the bytes do not hold '" + latin1 + "'");
        }
        return at;
    }
}
