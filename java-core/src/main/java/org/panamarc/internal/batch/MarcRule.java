package org.panamarc.internal.batch;

import org.jspecify.annotations.Nullable;
import org.panamarc.internal.charset.Coding;
import org.panamarc.internal.charset.Marc8;
import org.panamarc.internal.charset.ValueDecoder;

/**
 * Leader/09 is {@code a} for UTF-8, else the values are MARC-8 (MARC 21 Leader, "Character coding
 * scheme"); {@link Coding} tells where that lies.
 */
final class MarcRule implements CodingRule {
    private @Nullable Marc8 marc8; // its tables are loaded for the first record that needs them

    @Override
    public @Nullable ValueDecoder decoderOf(RecordValues record, int malformed) {
        boolean saysUtf8 = record.saysUtf8();
        Coding coding = codingOf(record, malformed, saysUtf8);
        if (coding == Coding.ASCII) {
            return null;
        }
        if ((coding == Coding.UTF_8) != saysUtf8) {
            record.noteLeader(
                    "%s, which is not %s, but the data is %s and is read as such"
                            .formatted(record.statedByLeader(), coding.title(), coding.title()));
        }
        return decoderOf(coding);
    }

    /** What the values are; {@code saysUtf8} decides where they do not tell. */
    static Coding codingOf(RecordValues record, int malformed, boolean saysUtf8) {
        byte[] bytes = record.memory.bytes;
        if (malformed == HighBytes.NONE) {
            return !saysUtf8 && Coding.designates(bytes, record.valuesAt, record.rawEnd)
                    ? Coding.MARC_8
                    : Coding.ASCII;
        }
        return malformed == record.rawEnd
                ? Coding.UTF_8
                : Coding.of(bytes, record.valuesAt, record.rawEnd, saysUtf8);
    }

    /** A decoder of MARC-8, where the coding is that. */
    @Nullable ValueDecoder decoderOf(Coding coding) {
        if (coding != Coding.MARC_8) {
            return null;
        }
        if (marc8 == null) {
            marc8 = new Marc8();
        }
        return marc8;
    }

    @Override
    public String stated(RecordValues record) {
        return record.statedByLeader();
    }
}
