package org.panamarc.internal.encoding;

import org.jspecify.annotations.Nullable;
import org.panamarc.FileEncoding;
import org.panamarc.internal.charset.ValueDecoder;

/**
 * Finds out how a record's values are coded, and notes where the record itself says otherwise. One
 * for each kind of {@link FileEncoding}.
 */
interface EncodingResolver {
    /**
     * The rule of a reader.
     *
     * @param keepReferences whether numeric character references in MARC-8 stay as they are
     */
    static EncodingResolver of(FileEncoding encoding, boolean keepReferences) {
        return switch (encoding) {
            case FileEncoding.Rule.MARC_21 -> new Marc21Encoding(keepReferences);
            case FileEncoding.Rule.UNIMARC -> new UnimarcEncoding();
            case FileEncoding.Legacy(var charset) -> new LegacyEncoding(charset);
        };
    }

    /**
     * What decodes the values; null where they are UTF-8, perhaps damaged, or nothing but ASCII.
     *
     * @param malformed what {@link Utf8Check#check} says of the record's values
     */
    @Nullable ValueDecoder decoderOf(CurrentRecord record, int malformed);

    /** What the record states of its coding, as messages say it: leader/09 is ... */
    String stated(CurrentRecord record);
}
