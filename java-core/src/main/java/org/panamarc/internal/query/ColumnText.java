package org.panamarc.internal.query;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.layout.BatchView;

/**
 * The values of one kind for every record of a batch, as one text that Python splits in C.
 *
 * <p>First values: records are joined by 0x1D; each is its first value, or 0x1E where there is
 * none. All values: for each record one character whose code point is the number of its values;
 * then all values, each with an 0x1E after it. Mutable and reused; not thread-safe.
 */
public final class ColumnText implements ValueSelector.Sink {
    /** The next numbers are code points of surrogates, which no text holds by themselves. */
    private static final int MOST_COUNTED = Character.MIN_SURROGATE - 1;

    private static final byte[] NO_VALUE = {Iso2709.FIELD_TERMINATOR};

    private final ByteArrayOutputStream counts = new ByteArrayOutputStream();
    private byte[] text = new byte[16 * 1024];
    private int size;
    private boolean all;
    private int values; // of the record at hand
    private boolean splittable;
    private boolean suspect; // whether the record at hand may hold terminators in its data

    /**
     * Looks values up in every record of a batch, forgetting those of the last.
     *
     * @param every whether all values of a record are wanted, or its first
     */
    public void collect(BatchView batch, ValueSelector finder, boolean every) {
        counts.reset();
        size = 0;
        all = every;
        splittable = true;
        for (int i = 0; i < batch.records(); i++) {
            values = 0;
            suspect = batch.hasDefects(i);
            finder.find(batch, i, this);
            endRecord(i == batch.records() - 1);
        }
    }

    private void endRecord(boolean last) {
        if (all) {
            splittable &= values <= MOST_COUNTED;
            int counted = Math.min(values, MOST_COUNTED);
            counts.writeBytes(Character.toString(counted).getBytes(StandardCharsets.UTF_8));
            return;
        }
        if (values == 0) {
            append(NO_VALUE, 0, 1);
        }
        if (!last) {
            append(Iso2709.RECORD_TERMINATOR);
        }
    }

    @Override
    public boolean value(byte[] bytes, int from, int to) {
        for (int i = from; suspect && i < to; i++) {
            splittable &=
                    bytes[i] != Iso2709.RECORD_TERMINATOR && bytes[i] != Iso2709.FIELD_TERMINATOR;
        }
        append(bytes, from, to);
        values++;
        if (all) {
            append(Iso2709.FIELD_TERMINATOR);
        }
        return all;
    }

    private void append(byte[] bytes, int from, int to) {
        reserve(to - from);
        System.arraycopy(bytes, from, text, size, to - from);
        size += to - from;
    }

    private void append(byte value) {
        reserve(1);
        text[size++] = value;
    }

    private void reserve(int more) {
        if (more > text.length - size) {
            text = Arrays.copyOf(text, Math.max(size + more, text.length * 2));
        }
    }

    /**
     * Whether the text can be split again: no value holds a byte that joins values, and no record
     * has more of them than a character can state.
     */
    public boolean splittable() {
        return splittable;
    }

    /** The size of the text in bytes of UTF-8. */
    public int size() {
        return counts.size() + size;
    }

    /** Puts the text at the start of a buffer, which must have room for it. */
    public void writeTo(ByteBuffer target) {
        byte[] head = counts.toByteArray();
        target.put(0, head).put(head.length, text, 0, size);
    }
}
