package org.panamarc.internal.write;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.iso2709.EncodeException;
import org.panamarc.internal.layout.BatchView;

/** Puts one batch after the other into a format, and keeps each until it is written. */
final class BatchEncodeTask implements Callable<BatchEncodeTask> {
    private final ConversionLosses losses = new ConversionLosses();
    private final OutputBuffer out = new OutputBuffer();
    private final RecordWriter writer;
    private final boolean repairs;
    private final boolean leavesOut;
    private byte[] batch = {};
    private int first; // after what comes between the first record and the one before
    private int records;
    private @Nullable EncodeException refusal; // of a record, at which this ended
    private int refused; // the record's index

    BatchEncodeTask(OutputForm form, boolean leavesOut) {
        this.writer = form.writer().apply(losses);
        this.repairs = form.repairs();
        this.leavesOut = leavesOut;
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
        records = 0;
        first = 0;
        for (int record = 0; record < view.records() && refusal == null; record++) {
            int before = out.end();
            writer.between(out);
            int start = out.end();
            try {
                writer.write(view, record, out);
            } catch (EncodeException e) {
                out.end(before);
                refuse(record, e);
                continue;
            }
            if (repairs && Iso2709Serializer.isBroken(view, record)) {
                losses.addRepaired();
            }
            first = records == 0 ? start : first;
            records++;
        }
        return this;
    }

    private void refuse(int record, EncodeException reason) {
        if (leavesOut) {
            losses.addRefused(String.valueOf(reason.getMessage()));
        } else {
            refusal = reason;
            refused = record;
        }
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

    /** What was wrong with a record, which no other of the batch follows; else null. */
    @Nullable EncodeException refusal() {
        return refusal;
    }

    /** The index of that record. */
    int refused() {
        return refused;
    }

    /** The memory of the batch, which is not needed any more. */
    byte[] memory() {
        return batch;
    }
}
