package org.panamarc.internal.encoding;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.charset.CharsetValues;
import org.panamarc.internal.charset.Coding;
import org.panamarc.internal.charset.SubfieldCoding;
import org.panamarc.internal.charset.ValueDecoder;

/**
 * The caller knows in what encoding the records are whose leader/09 is not {@code a}. Records that
 * are UTF-8 all the same, and records with {@code a} that are not, are recognized by their bytes.
 */
final class LegacyEncoding implements EncodingResolver {
    private final CharsetValues decoder;
    private final boolean utf8;
    private final boolean wide;
    private final MixedFields mixed;

    LegacyEncoding(Charset charset) {
        decoder = new CharsetValues(charset);
        utf8 = charset.equals(StandardCharsets.UTF_8);
        wide = CharsetValues.isWide(charset);
        mixed = new MixedFields(decoder, SubfieldCoding.encoded(wide));
    }

    @Override
    public @Nullable ValueDecoder decoderOf(CurrentRecord record, int malformed) {
        if (malformed == Utf8Check.NONE || utf8) {
            return null;
        }
        boolean saysUtf8 = record.saysUtf8();
        boolean doubtful =
                malformed < record.rawEnd && (saysUtf8 || record.sequences().wellFormed() > 0);
        boolean isUtf8 = Coding.isUtf8(record.sequences(), saysUtf8, wide);
        ValueDecoder several = doubtful ? mixed.decoderOf(record, saysUtf8, isUtf8, this) : null;
        if (several != null) {
            return several;
        }
        if (isUtf8 && !saysUtf8) {
            record.noteLeader(EncodingMessages.other(record.statedByLeader(), "UTF-8"));
        } else if (!isUtf8 && saysUtf8) {
            record.noteLeader(EncodingMessages.notUtf8(record.statedByLeader(), decoder.name()));
        }
        return isUtf8 ? null : decoder;
    }

    @Override
    public String stated(CurrentRecord record) {
        return record.statedByLeader();
    }
}
