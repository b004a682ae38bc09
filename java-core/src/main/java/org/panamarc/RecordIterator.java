package org.panamarc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Takes a reader's batches apart. Not thread-safe. */
final class RecordIterator implements Iterator<MarcRecord> {
    private final MarcReader reader;
    private RecordBatch batch = RecordBatch.EMPTY;
    private int next;

    RecordIterator(MarcReader reader) {
        this.reader = reader;
    }

    @Override
    public boolean hasNext() {
        if (next < batch.size()) {
            return true;
        }
        try {
            batch = reader.readBatch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        next = 0;
        return !batch.isEmpty();
    }

    @Override
    public MarcRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException(reader.source() + " has no more records");
        }
        return batch.get(next++);
    }
}
