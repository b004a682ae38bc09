package org.panamarc.internal.write;

import java.util.function.Function;
import java.util.regex.Pattern;
import org.panamarc.MarcFormat;
import org.panamarc.WriteOptions;
import org.panamarc.internal.xslt.CompiledStylesheet;

/**
 * What records become: a format, or what a stylesheet makes of them.
 *
 * @param writer makes a writer that counts its losses there
 * @param repairs whether records of broken structure are written well-formed, and not as they were
 *     read
 * @param parallel whether several threads may put batches into it side by side
 * @param refuses whether it fits some records alone, so that others may be left out
 */
public record OutputForm(
        Function<ConversionLosses, RecordWriter> writer,
        boolean repairs,
        boolean parallel,
        boolean refuses) {
    private static final Pattern ROOT =
            Pattern.compile("(?:\\{[^{}<>&\"\\s]*\\})?[\\p{L}_][\\p{L}\\p{N}._-]*");

    /**
     * A format.
     *
     * @param options for ISO 2709; all other formats are UTF-8
     * @throws IllegalArgumentException if the format is only read, or is not written in that coding
     */
    public static OutputForm of(MarcFormat format, WriteOptions options) {
        RecordWriter.of(format, options, new ConversionLosses()); // throws
        boolean parallel =
                switch (format) {
                    // It is copied: that takes less than to hand it over.
                    case ISO_2709 -> false;
                    // No key may be another record's.
                    case BIBTEX, CSL_JSON -> false;
                    default -> true;
                };
        boolean repairs =
                format != MarcFormat.ISO_2709
                        || options.repair()
                        || options.coding() != WriteOptions.Coding.BY_LEADER;
        return new OutputForm(
                losses -> RecordWriter.of(format, options, losses),
                repairs,
                parallel,
                !format.isRead());
    }

    /**
     * The results of a stylesheet.
     *
     * @param root the name of an element around all of them, after its namespace in braces where it
     *     has one; empty for none
     * @throws IllegalArgumentException if that is no name
     */
    public static OutputForm of(CompiledStylesheet stylesheet, String root) {
        checkRoot(root);
        return new OutputForm(losses -> new XsltWriter(stylesheet, root, losses), true, true, true);
    }

    /**
     * Checks the name of a root.
     *
     * @throws IllegalArgumentException if it is neither a name nor empty
     */
    public static void checkRoot(String root) {
        if (!root.isEmpty() && !ROOT.matcher(root).matches()) {
            throw new IllegalArgumentException(
                    "the root is '%s'; expected a name, such as {http://www.loc.gov/mods/v3}modsCollection"
                            .formatted(root));
        }
    }
}
