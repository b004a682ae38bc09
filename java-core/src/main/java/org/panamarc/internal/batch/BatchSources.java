package org.panamarc.internal.batch;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.panamarc.Framing;
import org.panamarc.MarcFormat;
import org.panamarc.ReadOptions;
import org.panamarc.SkippedRange.Reason;
import org.panamarc.internal.accounting.Ledger;
import org.panamarc.internal.detect.FormatDetector;
import org.panamarc.internal.parse.LineParser;
import org.panamarc.internal.parse.MarcJsonParser;
import org.panamarc.internal.parse.MarcXmlParser;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.source.Source;

/** Chooses how an input is read, by its format. */
public final class BatchSources {
    private BatchSources() {}

    /** The format of a source, as far as it can be told without reading from it; else null. */
    public static @Nullable MarcFormat formatOf(Source source, ReadOptions options) {
        if (options.framing() == Framing.TERMINATOR) {
            return MarcFormat.ISO_2709;
        }
        if (options.format() != null) {
            return options.format();
        }
        Source other = source.another();
        if (other == null) {
            return null;
        }
        byte[] first;
        try {
            first = beginning(other);
        } catch (IOException e) {
            return MarcFormat.ISO_2709; // reading it reports that
        }
        return FormatDetector.of(first, first.length, true);
    }

    /** The first bytes of a source, at most {@link FormatDetector#MOST}; it is closed. */
    public static byte[] beginning(Source source) throws IOException {
        byte[] first = new byte[FormatDetector.MOST];
        int length = 0;
        try (source) {
            int got;
            while (length < first.length
                    && (got =
                                    source.read(
                                            MemorySegment.ofArray(first),
                                            length,
                                            first.length - length))
                            > 0) {
                length += got;
            }
        }
        return Arrays.copyOf(first, length);
    }

    /** The batches of a source in a format, read by one thread. */
    public static BatchSource batches(
            Source source, ReadOptions options, Ledger ledger, InputRange part, MarcFormat format) {
        return switch (format) {
            case ISO_2709 -> new Iso2709BatchSource(source, options, ledger, part);
            case MARCXML ->
                    new ParsedBatchSource(
                            source,
                            options,
                            ledger,
                            new MarcXmlParser(),
                            Reason.XML,
                            part.firstNumber());
            case JSON, JSON_LINES ->
                    new ParsedBatchSource(
                            source,
                            options,
                            ledger,
                            new MarcJsonParser(),
                            Reason.JSON,
                            part.firstNumber());
            case MARC_MAKER ->
                    new ParsedBatchSource(
                            source,
                            options,
                            ledger,
                            LineParser.ofMarcMaker(),
                            Reason.MARC_MAKER,
                            part.firstNumber());
            case LINE ->
                    new ParsedBatchSource(
                            source,
                            options,
                            ledger,
                            LineParser.ofYazLines(),
                            Reason.NO_LEADER,
                            part.firstNumber());
            case ALEPH ->
                    new ParsedBatchSource(
                            source,
                            options,
                            ledger,
                            LineParser.ofAleph(),
                            Reason.NO_LEADER,
                            part.firstNumber());
            case CATALOGUE ->
                    new ParsedBatchSource(
                            source,
                            options,
                            ledger,
                            LineParser.ofCatalogue(),
                            Reason.NO_LEADER,
                            part.firstNumber());
        };
    }
}
