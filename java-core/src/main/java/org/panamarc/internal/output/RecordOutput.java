package org.panamarc.internal.output;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.panamarc.MarcFormat;
import org.panamarc.internal.batch.BatchView;

/** Records of batches on their way to a stream, in one format. Not thread-safe. */
public final class RecordOutput {
    private final Losses losses = new Losses();
    private final RecordWriter writer;
    private final Out out;
    private boolean begun;
    private long records;

    /**
     * Records for a stream, which is not closed here.
     *
     * @throws IllegalArgumentException if the format is only read
     */
    public RecordOutput(OutputStream target, MarcFormat format) {
        this.writer = RecordWriter.of(format, losses);
        this.out = new Out(target);
    }

    /** Writes the records {@code from} to {@code to - 1} of a batch. */
    public void write(BatchView batch, int from, int to) throws IOException {
        begin();
        for (int record = from; record < to; record++) {
            writer.write(batch, record, out);
        }
        records += to - from;
    }

    private void begin() throws IOException {
        if (!begun) {
            begun = true;
            writer.begin(out);
        }
    }

    /** Writes what stands behind the last record, and hands everything to the stream. */
    public void finish() throws IOException {
        begin();
        writer.end(out);
        out.flush();
    }

    /** Hands to the stream what was written so far. */
    public void flush() throws IOException {
        out.flush();
    }

    /** Records written so far. */
    public long records() {
        return records;
    }

    /** What the format could not carry, a sentence for each kind. */
    public List<String> losses() {
        return losses.sentences();
    }
}
