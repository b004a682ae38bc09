package org.panamarc.internal.batch;

import java.util.Arrays;
import org.panamarc.internal.frame.Marc;

/**
 * The values of one kind for every record of a batch, as one text that Python splits in C.
 *
 * <p>Records are joined by 0x1D. A record's first value stands as it is, or 0x1E where there is
 * none; all its values stand each with an 0x1E behind it. Mutable and used once; not thread-safe.
 */
public final class Column implements Finder.Sink {
    private final boolean all;
    private byte[] text = new byte[16 * 1024];
    private int size;
    private int values; // found so far
    private boolean splittable = true;
    private boolean suspect; // whether the record at hand may hold terminators in its data

    private Column(boolean all) {
        this.all = all;
    }

    /**
     * Looks values up in every record.
     *
     * @param all whether all values of a record are wanted, or its first
     */
    public static Column of(BatchView batch, Finder finder, boolean all) {
        Column column = new Column(all);
        for (int i = 0; i < batch.records(); i++) {
            if (i > 0) {
                column.append(Marc.RECORD_TERMINATOR);
            }
            int before = column.values;
            column.suspect = batch.hasDefects(i);
            finder.find(batch, i, column);
            if (!all && column.values == before) {
                column.append(Marc.FIELD_TERMINATOR);
            }
        }
        return column;
    }

    @Override
    public boolean value(byte[] bytes, int from, int to) {
        append(bytes, from, to);
        if (all) {
            append(Marc.FIELD_TERMINATOR);
        }
        values++;
        return all;
    }

    private void append(byte value) {
        reserve(1);
        text[size++] = value;
    }

    private void append(byte[] bytes, int from, int to) {
        reserve(to - from);
        for (int i = from; suspect && i < to; i++) {
            splittable &= bytes[i] != Marc.RECORD_TERMINATOR && bytes[i] != Marc.FIELD_TERMINATOR;
        }
        System.arraycopy(bytes, from, text, size, to - from);
        size += to - from;
    }

    private void reserve(int more) {
        if (more > text.length - size) {
            text = Arrays.copyOf(text, Math.max(size + more, text.length * 2));
        }
    }

    /** Whether no value holds a byte that joins values, so that the text can be split again. */
    public boolean splittable() {
        return splittable;
    }

    /** The text as UTF-8, in the first {@link #size} bytes. */
    public byte[] text() {
        return text;
    }

    /** Its size in bytes. */
    public int size() {
        return size;
    }
}
