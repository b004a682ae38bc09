package org.panamarc.internal.output;

import org.panamarc.WriteOptions;
import org.panamarc.internal.batch.BatchView;
import org.panamarc.internal.batch.RecordCoder;

/** Writes records as {@link org.panamarc.MarcWriter} does it by default. */
final class Iso2709Writer implements RecordWriter {
    private final RecordCoder coder = new RecordCoder(WriteOptions.DEFAULT);

    @Override
    public void write(BatchView batch, int record, Out out) {
        if (coder.asItStands(batch, record)) {
            int start = batch.rawStart(record);
            put(batch.memory(), start, start + batch.rawLength(record), out);
        } else {
            int length = coder.encode(batch, record);
            put(coder.bytes(), 0, length, out);
        }
    }

    private static void put(byte[] from, int start, int stop, Out out) {
        out.reserve(stop - start);
        out.put(from, start, stop);
    }
}
