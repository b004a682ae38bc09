package org.panamarc.internal.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.panamarc.internal.layout.Tags;

/** Bytes on their way out. Not thread-safe. */
final class OutputBuffer {
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private byte[] bytes = new byte[1 << 19];
    private int end;

    /**
     * Makes room for more bytes, which may then be put without asking.
     *
     * @throws OutOfMemoryError if all of them would be more than an array can have
     */
    void reserve(long more) {
        if (more > bytes.length - end) {
            long wanted = Math.max(end + more, bytes.length + (bytes.length >> 1));
            if (end + more > LARGEST) {
                throw new OutOfMemoryError("a batch of more than 2 GiB in its new format");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, LARGEST));
        }
    }

    /** Puts a byte, for which there is room. */
    void put(int b) {
        bytes[end++] = (byte) b;
    }

    /** Puts bytes, for which there is room. */
    void put(byte[] from) {
        System.arraycopy(from, 0, bytes, end, from.length);
        end += from.length;
    }

    /** Puts {@code from[start, stop)}, for which there is room. */
    void put(byte[] from, int start, int stop) {
        System.arraycopy(from, start, bytes, end, stop - start);
        end += stop - start;
    }

    /** Puts the three characters of a tag that is not odd; there is room. */
    void putTag(int tag) {
        end = Tags.put(tag, bytes, end);
    }

    /** The array that bytes are put into, from {@link #end} on, where there is room. */
    byte[] bytes() {
        return bytes;
    }

    /** Offset of the first free byte. */
    int end() {
        return end;
    }

    /** Says up to where bytes were put. */
    void end(int offset) {
        end = offset;
    }

    /** Writes the bytes from an offset on to a stream, and empties this. */
    void writeTo(OutputStream target, int from) throws IOException {
        target.write(bytes, from, end - from);
        end = 0;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
