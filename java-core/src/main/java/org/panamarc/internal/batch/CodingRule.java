package org.panamarc.internal.batch;

import org.jspecify.annotations.Nullable;
import org.panamarc.FileEncoding;
import org.panamarc.internal.charset.ValueDecoder;

/**
 * Finds out how a record's values are coded, and notes where the record itself says otherwise. One
 * for each kind of {@link FileEncoding}.
 */
interface CodingRule {
    /**
     * The rule of a reader.
     *
     * @param keepReferences whether numeric character references in MARC-8 stay as they are
     */
    static CodingRule of(FileEncoding encoding, boolean keepReferences) {
        return switch (encoding) {
            case FileEncoding.Rule.MARC_21 -> new MarcRule(keepReferences);
            case FileEncoding.Rule.UNIMARC -> new UnimarcRule();
            case FileEncoding.Legacy(var charset) -> new LegacyRule(charset);
        };
    }

    /**
     * What decodes the values; null where they are UTF-8, perhaps damaged, or nothing but ASCII.
     *
     * @param malformed what {@link HighBytes#check} says of the record's values
     */
    @Nullable ValueDecoder decoderOf(RecordValues record, int malformed);

    /** What the record states of its coding, as messages say it: leader/09 is ... */
    String stated(RecordValues record);
}
