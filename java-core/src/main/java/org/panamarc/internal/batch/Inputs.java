package org.panamarc.internal.batch;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.panamarc.Framing;
import org.panamarc.MarcFormat;
import org.panamarc.ReadOptions;
import org.panamarc.SkippedRange.Reason;
import org.panamarc.internal.format.LineParser;
import org.panamarc.internal.format.MarcJsonParser;
import org.panamarc.internal.format.MarcXmlParser;
import org.panamarc.internal.format.Recogniser;
import org.panamarc.internal.source.Source;

/** Chooses how an input is read, by its format. */
final class Inputs {
    private Inputs() {}

    /** The format of a source, as far as it can be told without reading from it; else null. */
    static @Nullable MarcFormat formatOf(Source source, ReadOptions options) {
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
        return Recogniser.of(first, first.length, true);
    }

    /** The first bytes of a source, at most {@link Recogniser#MOST}; it is closed. */
    static byte[] beginning(Source source) throws IOException {
        byte[] first = new byte[Recogniser.MOST];
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
    static Batches batches(
            Source source, ReadOptions options, Ledger ledger, Part part, MarcFormat format) {
        return switch (format) {
            case ISO_2709 -> new Packer(source, options, ledger, part);
            case MARCXML ->
                    new FormatPacker(
                            source,
                            options,
                            ledger,
                            new MarcXmlParser(),
                            Reason.XML,
                            part.firstNumber());
            case JSON, JSON_LINES ->
                    new FormatPacker(
                            source,
                            options,
                            ledger,
                            new MarcJsonParser(),
                            Reason.JSON,
                            part.firstNumber());
            case MARC_MAKER ->
                    new FormatPacker(
                            source,
                            options,
                            ledger,
                            LineParser.ofMarcMaker(),
                            Reason.MARC_MAKER,
                            part.firstNumber());
            case LINE ->
                    new FormatPacker(
                            source,
                            options,
                            ledger,
                            LineParser.ofYazLines(),
                            Reason.NO_LEADER,
                            part.firstNumber());
            case ALEPH ->
                    new FormatPacker(
                            source,
                            options,
                            ledger,
                            LineParser.ofAleph(),
                            Reason.NO_LEADER,
                            part.firstNumber());
            case CATALOGUE ->
                    new FormatPacker(
                            source,
                            options,
                            ledger,
                            LineParser.ofCatalogue(),
                            Reason.NO_LEADER,
                            part.firstNumber());
        };
    }
}
