package org.panamarc.internal.write;

import org.panamarc.MarcFormat;
import org.panamarc.WriteOptions;
import org.panamarc.internal.crosswalk.Bibtex;
import org.panamarc.internal.crosswalk.CslJson;
import org.panamarc.internal.crosswalk.DublinCore;
import org.panamarc.internal.layout.BatchView;

/** Writes records of batches in one format. Not thread-safe. */
interface RecordWriter {
    /** Writes what precedes the first record. */
    default void begin(OutputBuffer out) {}

    /** Writes what separates two records. */
    default void between(OutputBuffer out) {}

    /** Writes a record. */
    void write(BatchView batch, int record, OutputBuffer out);

    /** Writes what follows the last record. */
    default void end(OutputBuffer out) {}

    /**
     * A writer of a format.
     *
     * @param options for ISO 2709; all other formats are UTF-8
     * @throws IllegalArgumentException if the format is only read, or is not written in that coding
     */
    static RecordWriter of(MarcFormat format, WriteOptions options, ConversionLosses losses) {
        if (options.coding() == WriteOptions.Coding.MARC_8
                && format != MarcFormat.ISO_2709
                && format != MarcFormat.ALEPH) {
            throw new IllegalArgumentException(
                    "the format %s is always UTF-8; only iso2709 is written in MARC-8"
                            .formatted(format.text()));
        }
        return switch (format) {
            case ISO_2709 -> new Iso2709Writer(options, losses);
            case MARCXML -> new MarcXmlWriter(losses);
            case JSON -> new MarcJsonWriter(losses, true);
            case JSON_LINES -> new MarcJsonWriter(losses, false);
            case MARC_MAKER -> new MarcMakerWriter(losses);
            case LINE -> new YazLineWriter(losses);
            case DUBLIN_CORE -> new CrosswalkWriter(new DublinCore(false), losses);
            case QUALIFIED_DUBLIN_CORE -> new CrosswalkWriter(new DublinCore(true), losses);
            case BIBTEX -> new CrosswalkWriter(new Bibtex(), losses);
            case CSL_JSON -> new CrosswalkWriter(new CslJson(), losses);
            case ALEPH, CATALOGUE ->
                    throw new IllegalArgumentException(
                            "the format %s is only read; write another one"
                                    .formatted(format.text()));
        };
    }
}
