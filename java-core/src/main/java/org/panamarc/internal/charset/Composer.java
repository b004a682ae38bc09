package org.panamarc.internal.charset;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * Brings values in UTF-8 into Unicode Normalization Form C (Unicode Standard Annex 15).
 *
 * <p>Indicators and subfield codes are no text: they stay as they are, and what is composed ends
 * and begins with them, so that a mark at the start of a subfield never joins its code.
 */
public final class Composer {
    private static final byte DELIMITER = 0x1F;

    private Composer() {}

    /**
     * Whether well-formed text is in NFC by its first bytes alone; false where that takes a look at
     * its characters. Characters below U+0300, from U+0400 to U+047F and from U+4000 to U+9FFF are
     * their own composed forms and join nothing that is before them.
     */
    public static boolean isSurely(byte[] utf8, int from, int to) {
        for (int i = Utf8.firstHigh(utf8, from, to); i < to; i = Utf8.firstHigh(utf8, i, to)) {
            int lead = utf8[i] & 0xFF;
            if (lead >= 0xCC && lead != 0xD0 && lead != 0xD1 && (lead < 0xE4 || lead > 0xE9)) {
                return false;
            }
            i += lead < 0xE0 ? 2 : 3;
        }
        return true;
    }

    /**
     * The value {@code utf8[from, to)} of a field in NFC, or null if it is so already.
     *
     * @param control whether the field is a control field, which is text from its start
     */
    public static byte @Nullable [] composed(byte[] utf8, int from, int to, boolean control) {
        if (isSurely(utf8, from, to)) {
            return null;
        }
        ByteArrayOutputStream out = null;
        int kept = from; // the bytes before it are in out
        int start = control ? from : next(utf8, next(utf8, from, to), to);
        while (true) {
            int stop = start;
            while (stop < to && utf8[stop] != DELIMITER) {
                stop++;
            }
            byte[] text = text(utf8, start, stop);
            if (text != null) {
                out = out == null ? new ByteArrayOutputStream(to - from) : out;
                out.write(utf8, kept, start - kept);
                out.writeBytes(text);
                kept = stop;
            }
            if (stop == to) {
                break;
            }
            start = next(utf8, stop + 1, to);
        }
        if (out == null) {
            return null;
        }
        out.write(utf8, kept, to - kept);
        return out.toByteArray();
    }

    /** The offset after the character at an offset that is an indicator or a subfield's code. */
    private static int next(byte[] utf8, int at, int to) {
        if (at == to || utf8[at] == DELIMITER) {
            return at;
        }
        int i = at + 1;
        while (i < to && (utf8[i] & 0xC0) == 0x80) {
            i++;
        }
        return i;
    }

    private static byte @Nullable [] text(byte[] utf8, int from, int to) {
        if (isSurely(utf8, from, to)) {
            return null;
        }
        String text = new String(utf8, from, to - from, StandardCharsets.UTF_8);
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        return composed.equals(text) ? null : composed.getBytes(StandardCharsets.UTF_8);
    }
}
