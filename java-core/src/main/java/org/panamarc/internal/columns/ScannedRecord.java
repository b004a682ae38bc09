package org.panamarc.internal.columns;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.panamarc.columns.ColumnValueException;
import org.panamarc.internal.layout.BatchView;

/** The record whose values are put into columns, for errors that name it. Not thread-safe. */
final class ScannedRecord {
    private @Nullable BatchView batch;
    private int record;

    /** Takes up a record. */
    void set(BatchView view, int index) {
        batch = view;
        record = index;
    }

    /** Drops what was taken up, so that its batch can be collected. */
    void clear() {
        batch = null;
    }

    /** An exception for a value of the record that does not fit its column. */
    ColumnValueException misfit(
            String column, String spec, byte[] bytes, int from, int to, String expected) {
        if (batch == null) {
            throw new IllegalStateException("no record");
        }
        return new ColumnValueException(
                batch.source(),
                batch.number(record),
                batch.inputStart(record),
                column,
                spec,
                new String(bytes, from, to - from, StandardCharsets.UTF_8),
                expected);
    }
}
