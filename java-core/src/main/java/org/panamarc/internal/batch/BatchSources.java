package org.panamarc.internal.batch;

import org.jspecify.annotations.Nullable;
import org.panamarc.MarcFormat;
import org.panamarc.ReadOptions;
import org.panamarc.SkippedRange.Reason;
import org.panamarc.internal.accounting.Ledger;
import org.panamarc.internal.layout.RecordPredicate;
import org.panamarc.internal.parse.LineParser;
import org.panamarc.internal.parse.MarcJsonParser;
import org.panamarc.internal.parse.MarcXmlParser;
import org.panamarc.internal.scan.FramedInput;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.source.Source;

/** Chooses how an input is read, by its format. */
public final class BatchSources {
    private BatchSources() {}

    /**
     * The batches of a range of a source in a format, read by one thread.
     *
     * @param source at the range's start; closed with the batches
     * @param range not all of the source only for ISO 2709
     * @param wanted which of the records that the policy lets through are packed; null for all
     */
    public static BatchSource batches(
            Source source,
            ReadOptions options,
            Ledger ledger,
            InputRange range,
            MarcFormat format,
            @Nullable RecordPredicate wanted) {
        return switch (format) {
            case ISO_2709 ->
                    new Iso2709BatchSource(
                            new FramedInput(source, options, range),
                            options,
                            ledger,
                            range.firstNumber(),
                            wanted);
            case MARCXML ->
                    new ParsedBatchSource(
                            source,
                            options,
                            ledger,
                            new MarcXmlParser(),
                            Reason.XML,
                            range.firstNumber(),
                            wanted);
            case JSON, JSON_LINES ->
                    new ParsedBatchSource(
                            source,
                            options,
                            ledger,
                            new MarcJsonParser(),
                            Reason.JSON,
                            range.firstNumber(),
                            wanted);
            case MARC_MAKER ->
                    new ParsedBatchSource(
                            source,
                            options,
                            ledger,
                            LineParser.ofMarcMaker(),
                            Reason.MARC_MAKER,
                            range.firstNumber(),
                            wanted);
            case LINE ->
                    new ParsedBatchSource(
                            source,
                            options,
                            ledger,
                            LineParser.ofYazLines(),
                            Reason.NO_LEADER,
                            range.firstNumber(),
                            wanted);
            case ALEPH ->
                    new ParsedBatchSource(
                            source,
                            options,
                            ledger,
                            LineParser.ofAleph(),
                            Reason.NO_LEADER,
                            range.firstNumber(),
                            wanted);
            case CATALOGUE ->
                    new ParsedBatchSource(
                            source,
                            options,
                            ledger,
                            LineParser.ofCatalogue(),
                            Reason.NO_LEADER,
                            range.firstNumber(),
                            wanted);
            case DUBLIN_CORE, QUALIFIED_DUBLIN_CORE, BIBTEX, CSL_JSON ->
                    throw new IllegalArgumentException(format.text()); // ReadOptions refuses it
        };
    }
}
