package org.panamarc.internal.output;

import java.io.IOException;
import org.panamarc.internal.batch.BatchView;

/** Writes records as they stand in the input, byte by byte. */
final class Iso2709Writer implements RecordWriter {
    @Override
    public void write(BatchView batch, int record, Out out) throws IOException {
        int start = batch.rawStart(record);
        int length = batch.rawLength(record);
        out.reserve(length);
        out.put(batch.memory(), start, start + length);
    }
}
