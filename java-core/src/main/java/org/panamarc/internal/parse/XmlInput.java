package org.panamarc.internal.parse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an XML input in UTF-8, as they come. Those from a place on are kept, so that reading
 * can begin again there. Offsets count in UTF-8 from the first byte after a byte order mark. Not
 * thread-safe.
 */
final class XmlInput {
    /** More bytes than this are not kept: so much markup belongs to no record. */
    private static final int MOST_KEPT = 32 << 20;

    private final ByteArrayOutputStream first =
            new ByteArrayOutputStream(); // until the encoding is known
    private @Nullable XmlEncoding encoding; // null until it is known
    private final LineCount lines = new LineCount(); // since the library's misses some
    private byte[] kept = {};
    private int size; // bytes of it that are in use
    private long start; // offset of the first byte kept
    private long original; // bytes of the input before that one
    private long keepFrom; // offset from which bytes are kept when more come
    private long received; // bytes of the input so far

    /**
     * Takes more bytes of the input.
     *
     * @return them in UTF-8, or nothing until the encoding is known
     * @throws UnsupportedCharsetException for an encoding that is not read, with its name
     */
    byte[] add(byte[] bytes, int length) {
        received += length;
        if (encoding != null) {
            return keep(encoding.toUtf8(bytes, length));
        }
        first.write(bytes, 0, length);
        boolean more = XmlEncoding.needsMore(first.toByteArray(), first.size());
        return more ? new byte[0] : begin();
    }

    /** Says that no more bytes come, and gives what {@link #add} held back, as it does. */
    byte[] end() {
        return encoding == null && first.size() > 0 ? begin() : new byte[0];
    }

    private byte[] begin() {
        byte[] bytes = first.toByteArray();
        XmlEncoding found = XmlEncoding.of(bytes, Math.min(bytes.length, XmlEncoding.MOST));
        encoding = found;
        original = found.mark();
        byte[] document = Arrays.copyOfRange(bytes, found.mark(), bytes.length);
        return keep(found.toUtf8(document, document.length));
    }

    private byte[] keep(byte[] more) {
        int dropped = Math.clamp(keepFrom - start, 0, size);
        if (size - dropped > MOST_KEPT) {
            dropped = size;
        }
        int rest = size - dropped;
        int needed = rest + more.length;
        byte[] target = needed <= kept.length ? kept : new byte[needed + needed / 2];
        original += encoding().originalLength(kept, dropped);
        lines.move(dropped, target);
        System.arraycopy(kept, dropped, target, 0, rest);
        System.arraycopy(more, 0, target, rest, more.length);
        start += dropped;
        kept = target;
        size = needed;
        return more;
    }

    /** How the input is coded. Known once {@link #add} or {@link #end} gave bytes. */
    XmlEncoding encoding() {
        if (encoding == null) {
            throw new IllegalStateException("the encoding is not known");
        }
        return encoding;
    }

    /** Keeps the bytes from an offset on, which does not lie before an earlier one. */
    void keepFrom(long offset) {
        keepFrom = offset;
    }

    /** Bytes of the input so far. */
    long received() {
        return received;
    }

    /** Offset of the byte after the last. */
    long limit() {
        return start + size;
    }

    /** The bytes from an offset on. */
    byte[] from(long offset) {
        return Arrays.copyOfRange(kept, place(offset), size);
    }

    /** The offset in the input of an offset in UTF-8. */
    long original(long offset) {
        return original + encoding().originalLength(kept, place(offset));
    }

    /** The line of an offset, counted from 1. */
    long line(long offset) {
        return lines.line(place(offset));
    }

    /** The column of an offset in bytes, counted from 1. */
    long column(long offset) {
        return lines.column(place(offset));
    }

    /** An offset whose last 32 bits are these, as the library counts in an int. */
    long offset(int last32) {
        return start + (last32 - (int) start);
    }

    /** Whether these characters are at an offset; of a text that ends there, those that are. */
    boolean hasAt(long offset, String text) {
        int at = place(offset);
        int length = Math.min(text.length(), size - at);
        return new String(kept, at, length, StandardCharsets.ISO_8859_1)
                .equals(text.substring(0, length));
    }

    /** The byte at an offset, -1 after the last. */
    int at(long offset) {
        int at = place(offset);
        return at < size ? kept[at] & 0xFF : -1;
    }

    private int place(long offset) {
        return Math.clamp(offset - start, 0, size);
    }
}
