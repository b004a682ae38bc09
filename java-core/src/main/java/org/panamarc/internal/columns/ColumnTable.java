package org.panamarc.internal.columns;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.panamarc.columns.Column;
import org.panamarc.columns.ColumnField;
import org.panamarc.columns.ReadySet;
import org.panamarc.internal.layout.BatchView;

/**
 * The columns of a batch under construction: filled from a packed batch, then copied to memory of
 * their size. Reused from batch to batch; used by one thread at a time.
 */
public final class ColumnTable {
    private final RowFiller rows;
    private final List<Vector> filled;
    private final List<Vector> columns; // of these, those that are given
    private final ScannedRecord current;
    private int records;

    private ColumnTable(RowFiller rows, Predicate<String> given, ScannedRecord current) {
        this.rows = rows;
        this.filled = rows.columns();
        this.columns = filled.stream().filter(vector -> given.test(vector.field().name())).toList();
        this.current = current;
    }

    /**
     * A table with a row a record.
     *
     * @param columns by name, in their order
     * @param strict whether a record with defects of its content alone counts as broken
     * @throws IllegalArgumentException if a spec cannot be read
     */
    static ColumnTable ofRecords(Map<String, Column> columns, boolean strict) {
        ScannedRecord current = new ScannedRecord();
        return new ColumnTable(RecordRows.of(columns, current, strict), name -> true, current);
    }

    /**
     * A table of a ready set.
     *
     * @param given which columns are given, by name
     * @throws IllegalArgumentException as {@link #ofRecords}
     */
    static ColumnTable of(ReadySet set, Predicate<String> given) {
        ScannedRecord current = new ScannedRecord();
        return new ColumnTable(ReadyRows.of(set, current), given, current);
    }

    /**
     * Several tables of the same records, as {@link SeveralTables} has them.
     *
     * @param given which tables are given, by name
     * @throws IllegalArgumentException as {@link #ofRecords}
     */
    static ColumnTable of(List<ReadySet> sets, Predicate<String> given) {
        ScannedRecord current = new ScannedRecord();
        return new ColumnTable(new SeveralTables(sets, current), given, current);
    }

    /** The names and types of the columns. */
    public List<ColumnField> schema() {
        return columns.stream().map(Vector::field).toList();
    }

    /**
     * Replaces the rows by those of the records in a packed batch.
     *
     * @throws org.panamarc.columns.ColumnValueException if a value does not fit its column
     */
    public void fill(BatchView batch) {
        filled.forEach(Vector::reset);
        for (int record = 0; record < batch.records(); record++) {
            current.set(batch, record);
            rows.add(batch, record);
        }
        rows.endBatch();
        current.clear();
        records = batch.records();
    }

    /** Adds the rows of another table of the same definition. */
    void append(ColumnTable other) {
        for (int i = 0; i < filled.size(); i++) {
            Vector column = filled.get(i);
            for (int row = 0; row < other.rows(); row++) {
                column.appendFrom(other.filled.get(i), row);
            }
        }
        records += other.records;
    }

    /** The number of records that it was filled with. */
    int records() {
        return records;
    }

    /** The number of rows. */
    public int rows() {
        return filled.getFirst().length();
    }

    /** Where the columns are in memory that they are copied to. */
    public PlacedTable place() {
        PlacedVector.Placer placer = new PlacedVector.Placer();
        List<PlacedVector> placed = columns.stream().map(placer::place).toList();
        long body = placer.end();
        List<PlacedVector> whole = new ArrayList<>();
        for (int i = 0; i < placed.size(); i++) {
            whole.add(placer.placeDictionaries(placed.get(i), columns.get(i)));
        }
        return new PlacedTable(rows(), whole, body, placer.end());
    }

    /**
     * Copies the columns to memory.
     *
     * @param places as {@link #place} gave it, after the rows were filled
     * @param target at least as large as the table
     */
    public void copy(PlacedTable places, MemorySegment target) {
        for (int i = 0; i < columns.size(); i++) {
            copy(columns.get(i), places.columns().get(i), target);
        }
    }

    private static void copy(Vector vector, PlacedVector placed, MemorySegment target) {
        List<PlacedVector.Buffer> buffers = placed.buffers();
        vector.copyValidity(room(buffers.getFirst(), target));
        for (int i = 1; i < buffers.size(); i++) {
            vector.copy(i - 1, room(buffers.get(i), target));
        }
        List<Vector> children = vector.children();
        for (int i = 0; i < children.size(); i++) {
            copy(children.get(i), placed.children().get(i), target);
        }
        if (vector.dictionary() != null && placed.dictionary() != null) {
            copy(vector.dictionary(), placed.dictionary(), target);
        }
    }

    /** The memory of a buffer, what fills it up to the next one set to 0. */
    private static MemorySegment room(PlacedVector.Buffer buffer, MemorySegment target) {
        long end = buffer.at() + buffer.bytes();
        target.asSlice(end, buffer.next() - end).fill((byte) 0);
        return target.asSlice(buffer.at(), buffer.bytes());
    }
}
