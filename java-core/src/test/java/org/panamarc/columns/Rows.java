package org.panamarc.columns;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a scan, value by value. */
public final class Rows {
    private Rows() {}

    /** All rows of a scan, which is closed. */
    public static List<List<@Nullable Object>> of(ColumnScan.Builder builder) throws IOException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (ColumnScan scan = builder.open()) {
            while (add(scan, rows)) {}
        }
        return rows;
    }

    /** Adds the rows of the next batch; false where there is none. */
    static boolean add(ColumnScan scan, List<List<@Nullable Object>> rows) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            ColumnBatch batch = scan.next(arena);
            for (int row = 0; batch != null && row < batch.rows(); row++) {
                List<@Nullable Object> values = new ArrayList<>();
                for (ColumnVector column : batch.columns()) {
                    values.add(column.get(row));
                }
                rows.add(values);
            }
            return batch != null;
        }
    }

    /** The values of one column. */
    static List<@Nullable Object> column(ColumnScan.Builder builder, Column column)
            throws IOException {
        List<@Nullable Object> values = new ArrayList<>();
        of(builder.column("it", column)).forEach(row -> values.add(row.getFirst()));
        return values;
    }
}
