package org.panamarc.internal.query;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.framing.Leaders;
import org.panamarc.internal.layout.BatchView;

/** Stretches of values in UTF-8: characters, subfields, texts of whole fields. */
public final class Values {
    private Values() {}

    /** The offset after a number of characters of UTF-8, or {@code to}. */
    public static int skip(byte[] bytes, int from, int to, int characters) {
        int at = from;
        for (int i = 0; i < characters && at < to; i++) {
            at++;
            while (at < to && isInside(bytes[at])) {
                at++;
            }
        }
        return at;
    }

    /** The offset a number of characters before the end, or {@code from}. */
    private static int back(byte[] bytes, int from, int to, int characters) {
        int at = to;
        for (int i = 0; i < characters && at > from; i++) {
            at--;
            while (at > from && isInside(bytes[at])) {
                at--;
            }
        }
        return at;
    }

    private static boolean isInside(byte value) {
        return (value & 0xC0) == 0x80;
    }

    /** The offset of the first of these characters. */
    static int begin(@Nullable Range characters, byte[] bytes, int from, int to) {
        if (characters == null) {
            return from;
        }
        return characters.fromEnd()
                ? back(bytes, from, to, characters.last() + 1)
                : skip(bytes, from, to, characters.first());
    }

    /**
     * The offset after the last of these characters.
     *
     * @param begin as {@link #begin} gives it
     */
    static int end(@Nullable Range characters, byte[] bytes, int begin, int to) {
        if (characters == null || characters.fromEnd() || characters.last() == Range.END) {
            return to;
        }
        return skip(bytes, begin, to, characters.last() - characters.first() + 1);
    }

    /** Hands the leader to a sink, as {@link Leaders#text} has it. */
    public static boolean leader(BatchView batch, int record, ValueSelector.Sink sink) {
        byte[] bytes = batch.memory();
        int at = batch.rawStart(record);
        for (int i = at; i < at + Iso2709.LEADER; i++) {
            if (bytes[i] < 0) {
                byte[] text =
                        Leaders.text(bytes, at, at + batch.rawLength(record))
                                .getBytes(StandardCharsets.UTF_8);
                return sink.value(text, 0, text.length);
            }
        }
        return sink.value(bytes, at, at + Iso2709.LEADER);
    }

    /**
     * Hands a data field's subfield values, joined by a space, to a sink; nothing where the field
     * has no subfields.
     */
    static boolean joined(byte[] bytes, int from, int to, ValueSelector.Sink sink) {
        byte[] text = new byte[to - from + 1];
        int size = 0;
        int at = ValueSelectors.delimiter(bytes, from, to);
        while (at < to) {
            int end = ValueSelectors.delimiter(bytes, at + 1, to);
            if (at + 1 < end) {
                int value = skip(bytes, at + 1, end, 1); // a code may have several bytes
                text[size++] = ' ';
                System.arraycopy(bytes, value, text, size, end - value);
                size += end - value;
            }
            at = end;
        }
        return size == 0 || sink.value(text, 1, size);
    }
}
