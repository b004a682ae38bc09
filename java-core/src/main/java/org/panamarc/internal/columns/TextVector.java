package org.panamarc.internal.columns;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.panamarc.columns.ColumnField;

/** UTF-8 text, or bytes; the offsets have 32 bits: at most 2 GiB in a batch. */
final class TextVector extends Vector implements TextAppender {
    private int[] offsets = new int[256]; // one more than rows
    private byte[] text = new byte[4096];
    private int end; // of the text

    TextVector(ColumnField field) {
        super(field);
    }

    @Override
    public TextVector vector() {
        return this;
    }

    @Override
    void reset() {
        super.reset();
        end = 0;
    }

    @Override
    public void append(byte[] bytes, int from, int to) {
        extend(bytes, from, to);
        endText();
    }

    /** Adds text to the row that has not been ended yet. */
    void extend(byte[] bytes, int from, int to) {
        int size = to - from;
        if (size > text.length - end) {
            grow(size);
        }
        System.arraycopy(bytes, from, text, end, size);
        end += size;
    }

    private void grow(int size) {
        if (size > Integer.MAX_VALUE - 8 - end) {
            throw new IllegalStateException(
                    "column %s: more than 2 GiB of text in one batch; ask for fewer rows a batch"
                            .formatted(field().name()));
        }
        text = Arrays.copyOf(text, grown(text.length, end + size));
    }

    /** Ends the row that was extended. */
    void endText() {
        appendBlank();
        endRow();
    }

    /** Whether a row has this text. */
    boolean holds(int row, byte[] bytes, int from, int to) {
        return Arrays.equals(text, offsets[row], offsets[row + 1], bytes, from, to);
    }

    /** The index of a row's text in a dictionary. */
    int indexIn(DictionaryVector dictionary, int row) {
        return dictionary.index(text, offsets[row], offsets[row + 1]);
    }

    /** The hash of a row's text, as {@link DictionaryVector} has it. */
    int hash(int row) {
        return DictionaryVector.hash(text, offsets[row], offsets[row + 1]);
    }

    @Override
    void appendBlank() {
        int row = length();
        if (row + 1 == offsets.length) {
            offsets = Arrays.copyOf(offsets, grown(offsets.length, row + 2));
        }
        offsets[row + 1] = end;
    }

    @Override
    void appendValue(Vector other, int row) {
        TextVector from = (TextVector) other;
        append(from.text, from.offsets[row], from.offsets[row + 1]);
    }

    @Override
    List<Long> sizes() {
        return List.of(4L * (length() + 1), (long) end);
    }

    @Override
    void copy(int buffer, MemorySegment target) {
        if (buffer == 0) {
            MemorySegment.copy(offsets, 0, target, JAVA_INT, 0, length() + 1);
        } else {
            MemorySegment.copy(text, 0, target, JAVA_BYTE, 0, end);
        }
    }
}
