package org.panamarc.internal.output;

import org.panamarc.MarcFormat;
import org.panamarc.internal.batch.BatchView;

/** Writes records of batches in one format. Not thread-safe. */
interface RecordWriter {
    /** Writes what stands before the first record. */
    default void begin(Out out) {}

    /** Writes what stands between two records. */
    default void between(Out out) {}

    /** Writes a record. */
    void write(BatchView batch, int record, Out out);

    /** Writes what stands behind the last record. */
    default void end(Out out) {}

    /**
     * A writer of a format.
     *
     * @throws IllegalArgumentException if the format is only read
     */
    static RecordWriter of(MarcFormat format, Losses losses) {
        return switch (format) {
            case ISO_2709 -> new Iso2709Writer();
            case MARCXML -> new MarcXmlWriter(losses);
            case JSON -> new MarcJsonWriter(losses, true);
            case JSON_LINES -> new MarcJsonWriter(losses, false);
            case MARC_MAKER -> new MarcMakerWriter(losses);
            case LINE -> new YazLineWriter(losses);
            case ALEPH ->
                    throw new IllegalArgumentException(
                            "the format aleph is only read; write another one");
        };
    }
}
