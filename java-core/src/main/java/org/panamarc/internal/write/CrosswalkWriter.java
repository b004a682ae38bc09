package org.panamarc.internal.write;

import java.nio.charset.StandardCharsets;
import org.panamarc.internal.crosswalk.Crosswalk;
import org.panamarc.internal.layout.BatchView;

/** Writes what a crosswalk makes of records. Each counts as a loss: it holds a part alone. */
final class CrosswalkWriter implements RecordWriter {
    private final Crosswalk crosswalk;
    private final ConversionLosses losses;

    CrosswalkWriter(Crosswalk crosswalk, ConversionLosses losses) {
        this.crosswalk = crosswalk;
        this.losses = losses;
    }

    @Override
    public void begin(OutputBuffer out) {
        put(crosswalk.head(), out);
    }

    @Override
    public void between(OutputBuffer out) {
        put(crosswalk.between(), out);
    }

    @Override
    public void write(BatchView batch, int record, OutputBuffer out) {
        losses.begin(batch.number(record));
        put(crosswalk.text(batch, record), out);
        losses.add(ConversionLosses.Loss.PARTS);
        int replaced = crosswalk.takeReplaced();
        if (replaced > 0) {
            losses.add(ConversionLosses.Loss.CHARACTERS, replaced);
        }
    }

    @Override
    public void end(OutputBuffer out) {
        put(crosswalk.foot(), out);
    }

    private static void put(CharSequence text, OutputBuffer out) {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        out.reserve(bytes.length);
        out.put(bytes);
    }
}
