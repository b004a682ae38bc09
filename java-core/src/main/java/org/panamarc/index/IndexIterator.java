package org.panamarc.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.panamarc.MarcRecord;

/** The records of an index from the first to the last, some at a time. Not thread-safe. */
final class IndexIterator implements Iterator<MarcRecord> {
    private final MarcIndex index;
    private final int batchRecords;
    private List<MarcRecord> batch = List.of();
    private int at;
    private long next; // number of the next batch's first record

    IndexIterator(MarcIndex index, int batchRecords) {
        this.index = index;
        this.batchRecords = batchRecords;
    }

    @Override
    public boolean hasNext() {
        return at < batch.size() || next < index.size();
    }

    @Override
    public MarcRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (at == batch.size()) {
            int count = (int) Math.min(batchRecords, index.size() - next);
            try {
                batch = index.records(next, count);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            next += count;
            at = 0;
        }
        return batch.get(at++);
    }
}
