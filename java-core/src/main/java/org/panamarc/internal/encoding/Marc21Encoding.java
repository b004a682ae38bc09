package org.panamarc.internal.encoding;

import org.jspecify.annotations.Nullable;
import org.panamarc.internal.charset.Coding;
import org.panamarc.internal.charset.Marc8;
import org.panamarc.internal.charset.References;
import org.panamarc.internal.charset.SubfieldCoding;
import org.panamarc.internal.charset.ValueDecoder;

/**
 * Leader/09 is {@code a} for UTF-8, else the values are MARC-8 (MARC 21 Leader, "Character coding
 * scheme"); {@link Coding} finds where that is wrong, {@link MixedFields} where it is wrong for
 * some fields.
 */
final class Marc21Encoding implements EncodingResolver {
    private final boolean keepReferences;

    // Their tables are loaded for the first record that needs them.
    private @Nullable Marc8 marc8;
    private @Nullable MixedFields mixed;

    /**
     * The rule.
     *
     * @param keepReferences whether numeric character references stay as they are
     */
    Marc21Encoding(boolean keepReferences) {
        this.keepReferences = keepReferences;
    }

    @Override
    public @Nullable ValueDecoder decoderOf(CurrentRecord record, int malformed) {
        boolean saysUtf8 = record.saysUtf8();
        ValueDecoder decoder = mixedDecoderOf(record, malformed, saysUtf8, this);
        if (decoder != null) {
            return decoder;
        }
        Coding coding = codingOf(record, malformed, saysUtf8);
        if (coding == Coding.ASCII) {
            return null;
        }
        if ((coding == Coding.UTF_8) != saysUtf8) {
            record.noteLeader(EncodingMessages.other(record.statedByLeader(), coding.title()));
        }
        return decoderOf(coding);
    }

    /**
     * A decoder for a record whose fields are not all in one coding; else null.
     *
     * @param rule knows what it says of its coding
     */
    @Nullable ValueDecoder mixedDecoderOf(
            CurrentRecord record, int malformed, boolean saysUtf8, EncodingResolver rule) {
        if (malformed == Utf8Check.NONE || malformed == record.rawEnd) {
            boolean escaped = (saysUtf8 || malformed != Utf8Check.NONE) && designates(record);
            return escaped ? mixed().decoderOfEscaped(record, saysUtf8, rule) : null;
        }
        boolean doubtful = saysUtf8 || record.sequences().wellFormed() > 0;
        if (!doubtful) {
            return null;
        }
        boolean isUtf8 = codingOf(record, malformed, saysUtf8) == Coding.UTF_8;
        return mixed().decoderOf(record, saysUtf8, isUtf8, rule);
    }

    /** What the values are; {@code saysUtf8} decides where the bytes do not. */
    Coding codingOf(CurrentRecord record, int malformed, boolean saysUtf8) {
        byte[] bytes = record.memory.bytes;
        if (malformed == Utf8Check.NONE) {
            return !saysUtf8 && isMarc8(record) ? Coding.MARC_8 : Coding.ASCII;
        }
        return malformed == record.rawEnd
                ? Coding.UTF_8
                : Coding.of(record.sequences(), bytes, record.valuesAt, record.rawEnd, saysUtf8);
    }

    /** Whether an escape sequence designates a set. */
    static boolean designates(CurrentRecord record) {
        return record.mayEscape
                && Coding.designates(record.memory.bytes, record.valuesAt, record.rawEnd);
    }

    /** Whether values that are nothing but ASCII say more in MARC-8. */
    private boolean isMarc8(CurrentRecord record) {
        byte[] bytes = record.memory.bytes;
        return designates(record)
                || (!keepReferences && References.areIn(bytes, record.valuesAt, record.rawEnd));
    }

    /** A decoder of MARC-8, where the coding is that. */
    @Nullable ValueDecoder decoderOf(Coding coding) {
        return coding == Coding.MARC_8 ? marc8() : null;
    }

    private Marc8 marc8() {
        if (marc8 == null) {
            marc8 = new Marc8(keepReferences);
        }
        return marc8;
    }

    private MixedFields mixed() {
        if (mixed == null) {
            mixed = new MixedFields(marc8(), SubfieldCoding::escaped);
        }
        return mixed;
    }

    @Override
    public String stated(CurrentRecord record) {
        return record.statedByLeader();
    }
}
