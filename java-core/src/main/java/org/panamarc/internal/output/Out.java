package org.panamarc.internal.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.panamarc.internal.iso2709.Tags;

/** Bytes on their way out. Not thread-safe. */
final class Out {
    private static final int FULL = 1 << 18;

    private final OutputStream target;
    private byte[] bytes = new byte[2 * FULL];
    private int end;

    /** Bytes for a stream, which is not closed here. */
    Out(OutputStream target) {
        this.target = target;
    }

    /** Makes room for so many bytes, which may then be put without asking. */
    void reserve(long more) throws IOException {
        if (end >= FULL) {
            flush();
        }
        if (more > bytes.length - end) {
            bytes = Arrays.copyOf(bytes, Math.toIntExact(end + more + FULL));
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

    /** Hands everything to the stream. */
    void flush() throws IOException {
        target.write(bytes, 0, end);
        end = 0;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
