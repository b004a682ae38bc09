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
        // A switch over types makes its classes when it runs first: 10 ms of every start.
        if (encoding instanceof FileEncoding.Legacy legacy) {
            return new LegacyEncoding(legacy.charset());
        }
        return encoding == FileEncoding.Rule.UNIMARC
                ? new UnimarcEncoding()
                : new Marc21Encoding(keepReferences);
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
