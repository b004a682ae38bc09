package org.panamarc.internal.columns;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.columns.Column;
import org.panamarc.columns.ColumnField;
import org.panamarc.columns.ColumnType;
import org.panamarc.internal.layout.BatchView;

/** Columns of what is known of a record as a whole. */
final class RecordFacts {
    private static final int TYPE_OF_RECORD = 6; // MARC 21 Leader

    private RecordFacts() {}

    /** A number of a record. */
    interface NumberOf {
        long of(BatchView batch, int record);
    }

    /** One of the numbers. */
    record Numbers(LongVector vector, NumberOf number) implements ColumnFiller {
        Numbers(String name, NumberOf number) {
            this(new LongVector(ColumnField.of(name, ColumnType.INT64, false)), number);
        }

        @Override
        public void add(BatchView batch, int record) {
            vector.append(number.of(batch, record));
        }
    }

    /** Text that has the same few values in a number of records. */
    static TextAppender text(String name, Column column) {
        return column.dictionary()
                ? new DictionaryVector(ColumnField.dictionary(name, false))
                : new TextVector(ColumnField.of(name, ColumnType.UTF8, false));
    }

    /** What the input is called. */
    static final class Sources implements ColumnFiller {
        private final TextAppender target;
        private @Nullable BatchView last; // so that the name is decoded once a batch
        private byte[] name = {};

        Sources(TextAppender target) {
            this.target = target;
        }

        @Override
        public Vector vector() {
            return target.vector();
        }

        @Override
        public void add(BatchView batch, int record) {
            if (record == 0 || last != batch) {
                last = batch;
                name = batch.source().getBytes(StandardCharsets.UTF_8);
            }
            target.append(name, 0, name.length);
        }
    }

    /** The character at leader/06, a blank for one that is not ASCII. */
    static final class Types implements ColumnFiller {
        private final TextAppender target;
        private final byte[] one = new byte[1];

        Types(TextAppender target) {
            this.target = target;
        }

        @Override
        public Vector vector() {
            return target.vector();
        }

        @Override
        public void add(BatchView batch, int record) {
            byte type = type(batch, record);
            one[0] = type >= 0 ? type : (byte) ' ';
            target.append(one, 0, 1);
        }
    }

    /** The type of a record, leader/06, as a byte. */
    static byte type(BatchView batch, int record) {
        return batch.memory()[batch.rawStart(record) + TYPE_OF_RECORD];
    }

    /** The bytes of a record with a defect for which it could be left out. */
    static final class CorruptRecords implements ColumnFiller {
        private final TextVector bytes;
        private final boolean strict;

        /**
         * A column of them.
         *
         * @param strict whether defects of the content count
         */
        CorruptRecords(String name, boolean strict) {
            this.bytes = new TextVector(ColumnField.of(name, ColumnType.BINARY, true));
            this.strict = strict;
        }

        @Override
        public Vector vector() {
            return bytes;
        }

        @Override
        public void add(BatchView batch, int record) {
            if (batch.hasDefects(record) && isCorrupt(batch.defects(record))) {
                int start = batch.rawStart(record);
                bytes.append(batch.memory(), start, start + batch.rawLength(record));
            } else {
                bytes.appendNull();
            }
        }

        private boolean isCorrupt(List<Defect> defects) {
            return strict
                    || defects.stream()
                            .anyMatch(one -> one.severity() == Defect.Severity.STRUCTURE);
        }
    }

    /** The kinds of the record's defects. */
    static final class Defects implements ColumnFiller {
        private final TextVector kinds =
                new TextVector(ColumnField.of("item", ColumnType.UTF8, false));
        private final ListVector lists;

        Defects(String name) {
            this.lists = new ListVector(name, kinds);
        }

        @Override
        public Vector vector() {
            return lists;
        }

        @Override
        public void add(BatchView batch, int record) {
            for (Defect defect : batch.defects(record)) {
                byte[] kind = defect.kind().text().getBytes(StandardCharsets.UTF_8);
                kinds.append(kind, 0, kind.length);
            }
            lists.endList();
        }
    }
}
