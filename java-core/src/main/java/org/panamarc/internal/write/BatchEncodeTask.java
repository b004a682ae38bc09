package org.panamarc.internal.write;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.panamarc.MarcFormat;
import org.panamarc.WriteOptions;
import org.panamarc.internal.iso2709.EncodeException;
import org.panamarc.internal.layout.BatchView;

/** Puts one batch after the other into a format, and keeps each until it is written. */
final class BatchEncodeTask implements Callable<BatchEncodeTask> {
    private final ConversionLosses losses = new ConversionLosses();
    private final OutputBuffer out = new OutputBuffer();
    private final RecordWriter writer;
    private final boolean repairs;
    private byte[] batch = {};
    private int first; // after what comes between the first record and the one before
    private int records;
    private @Nullable EncodeException refusal; // of the record after these

    BatchEncodeTask(MarcFormat format, WriteOptions options) {
        this.writer = RecordWriter.of(format, options, losses);
        this.repairs = RecordWriter.repairs(format, options);
    }

    /** Takes the next batch, which is left alone until it is written. */
    void take(byte[] next) {
        batch = next;
    }

    /** Puts the batch into the format. */
    @Override
    public BatchEncodeTask call() {
        BatchView view = BatchView.of(batch);
        refusal = null;
        int all = view.records();
        for (records = 0; records < all; records++) {
            int record = records;
            int before = out.end();
            writer.between(out);
            if (record == 0) {
                first = out.end();
            }
            try {
                writer.write(view, record, out);
            } catch (EncodeException e) {
                out.end(before);
                first = Math.min(first, before);
                refusal = e;
                return this;
            }
            if (repairs && Iso2709Serializer.isBroken(view, record)) {
                losses.addRepaired();
            }
        }
        return this;
    }

    /**
     * Writes what came of the batch.
     *
     * @param isFirst whether there is no record before it
     * @param all gets what was lost
     * @return how many records there were
     */
    int writeTo(OutputStream target, boolean isFirst, ConversionLosses all) throws IOException {
        out.writeTo(target, isFirst ? first : 0);
        all.take(losses);
        return records;
    }

    /** What was wrong with the record after those that were put into the format; else null. */
    @Nullable EncodeException refusal() {
        return refusal;
    }

    /** The memory of the batch, which is not needed any more. */
    byte[] memory() {
        return batch;
    }
}
