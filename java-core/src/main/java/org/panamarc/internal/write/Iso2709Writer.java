package org.panamarc.internal.write;

import org.panamarc.Defect;
import org.panamarc.WriteOptions;
import org.panamarc.WriteOptions.Coding;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.write.ConversionLosses.Loss;

/** Writes records as {@link org.panamarc.MarcWriter} does it. */
final class Iso2709Writer implements RecordWriter {
    private final Iso2709Serializer coder;
    private final boolean recodes;
    private final ConversionLosses losses;

    Iso2709Writer(WriteOptions options, ConversionLosses losses) {
        this.coder = new Iso2709Serializer(options);
        this.recodes = options.coding() != Coding.BY_LEADER;
        this.losses = losses;
    }

    @Override
    public void write(BatchView batch, int record, OutputBuffer out) {
        if (coder.canCopy(batch, record)) {
            int start = batch.rawStart(record);
            put(batch.memory(), start, start + batch.rawLength(record), out);
        } else {
            int length = coder.encode(batch, record);
            put(coder.bytes(), 0, length, out);
            count(batch, record);
        }
    }

    private void count(BatchView batch, int record) {
        losses.begin(batch.number(record));
        if (coder.references() > 0) {
            losses.add(Loss.REFERENCES, coder.references());
        }
        if (recodes && isUndecodable(batch, record)) {
            losses.add(Loss.UNDECODABLE);
        }
    }

    private static boolean isUndecodable(BatchView batch, int record) {
        return batch.hasDefects(record)
                && batch.defects(record).stream()
                        .anyMatch(defect -> defect.kind() == Defect.Kind.UNDECODABLE);
    }

    private static void put(byte[] from, int start, int stop, OutputBuffer out) {
        out.reserve(stop - start);
        out.put(from, start, stop);
    }
}
