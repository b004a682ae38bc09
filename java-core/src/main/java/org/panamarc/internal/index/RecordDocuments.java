package org.panamarc.internal.index;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexableField;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.layout.BatchView;

/**
 * The documents of a batch, one after the other in the same object, as Lucene takes them. They are
 * one run. Not thread-safe; an iteration at a time.
 */
final class RecordDocuments implements Iterable<List<IndexableField>> {
    /** Fields of one key or text that are used again. */
    private static final class Values {
        private final IndexedValue value;
        private final List<DocumentFields.Key> keys = new ArrayList<>();
        private final List<Field> words = new ArrayList<>();

        Values(IndexedValue value) {
            this.value = value;
        }

        void addTo(List<IndexableField> document, BatchView batch, int record) {
            int[] used = new int[1];
            value.spec()
                    .find(
                            batch,
                            record,
                            (bytes, from, to) -> {
                                if (value.isText()) {
                                    document.add(word(used[0]++, bytes, from, to));
                                } else if (KeyTerm.of(
                                        bytes, from, to, value.isIsbn(), key(used[0]).term())) {
                                    document.add(keys.get(used[0]++));
                                }
                                return true;
                            });
        }

        private DocumentFields.Key key(int index) {
            if (index == keys.size()) {
                keys.add(DocumentFields.key(value.field()));
            }
            return keys.get(index);
        }

        private Field word(int index, byte[] bytes, int from, int to) {
            if (index == words.size()) {
                words.add(DocumentFields.words(value.field()));
            }
            Field field = words.get(index);
            field.setStringValue(new String(bytes, from, to - from, StandardCharsets.UTF_8));
            return field;
        }
    }

    private final List<Values> values;
    private final List<IndexableField> document = new ArrayList<>();
    private final NumericDocValuesField offset = DocumentFields.number(DocumentFields.OFFSET);
    private final NumericDocValuesField length = DocumentFields.number(DocumentFields.LENGTH);
    private final NumericDocValuesField run = DocumentFields.number(DocumentFields.RUN);
    private final NumericDocValuesField afterOtherBytes =
            DocumentFields.number(DocumentFields.AFTER_OTHER_BYTES);
    private @Nullable BatchView batch;

    RecordDocuments(Collection<IndexedValue> indexed) {
        this.values = indexed.stream().map(Values::new).toList();
    }

    /** Takes a batch, whose documents an iteration gives. */
    RecordDocuments of(BatchView records) {
        batch = records;
        return this;
    }

    @Override
    public Iterator<List<IndexableField>> iterator() {
        BatchView records = Objects.requireNonNull(batch);
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < records.records();
            }

            @Override
            public List<IndexableField> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                fill(records, next++);
                return document;
            }
        };
    }

    private void fill(BatchView records, int record) {
        document.clear();
        offset.setLongValue(records.inputStart(record));
        length.setLongValue(records.rawLength(record));
        document.add(offset);
        document.add(length);
        if (record == 0) {
            run.setLongValue(records.number(record) - 1);
            document.add(run);
        }
        if (records.isAfterOtherBytes(record)) {
            afterOtherBytes.setLongValue(1);
            document.add(afterOtherBytes);
        }
        for (Values one : values) {
            one.addTo(document, records, record);
        }
    }
}
