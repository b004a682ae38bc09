package org.panamarc.internal.batch;

import java.util.Arrays;
import org.panamarc.internal.frame.Marc;

/**
 * The values of one spec for every record of a batch, as one text that Python splits in C.
 *
 * <p>Records are joined by 0x1D. A record's first value stands as it is, or 0x1E where there is
 * none; all its values stand each behind an 0x1E. Mutable and used once; not thread-safe.
 */
public final class Column {
    private byte[] text = new byte[16 * 1024];
    private int size;
    private int values; // found so far
    private boolean splittable = true;
    private boolean suspect; // whether the record at hand may hold terminators in its data

    private Column() {}

    /**
     * Looks a spec up in every record.
     *
     * @param all whether all values of a record are wanted, or its first
     */
    public static Column of(BatchView batch, ValueSpec spec, boolean all) {
        Column column = new Column();
        for (int i = 0; i < batch.records(); i++) {
            if (i > 0) {
                column.append(Marc.RECORD_TERMINATOR);
            }
            int before = column.values;
            column.suspect = batch.hasDefects(i);
            spec.find(
                    batch,
                    i,
                    (bytes, from, to) -> {
                        if (all) {
                            column.append(Marc.FIELD_TERMINATOR);
                        }
                        column.append(bytes, from, to);
                        column.values++;
                        return all;
                    });
            if (!all && column.values == before) {
                column.append(Marc.FIELD_TERMINATOR);
            }
        }
        return column;
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
