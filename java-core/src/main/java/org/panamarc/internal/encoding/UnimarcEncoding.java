package org.panamarc.internal.encoding;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.internal.charset.Coding;
import org.panamarc.internal.charset.SubfieldCoding;
import org.panamarc.internal.charset.UnimarcSet;
import org.panamarc.internal.charset.ValueDecoder;

/**
 * Field 100 $a names the record's character sets: two digits for G0 and two for G1 (UNIMARC Manual,
 * field 100, "Character sets"). UNIMARC does not define leader/09. Further sets, G2 and G3, are
 * reached by escape sequences, which name them themselves.
 */
final class UnimarcEncoding implements EncodingResolver {
    private static final int TYPE_OF_RECORD = 6;
    private static final int CODE = UnimarcSets.CODE;

    private final Marc21Encoding marc = new Marc21Encoding(true); // UNIMARC has no references
    private final Map<UnimarcSet, ValueDecoder> decoders = new EnumMap<>(UnimarcSet.class);
    private final Map<UnimarcSet, MixedFields> mixed = new EnumMap<>(UnimarcSet.class);

    // Of the record at hand.
    private int codesAt; // offset in the batch of the two codes
    private String g0 = ""; // empty where none is stated
    private String g1 = "";
    private String stated = "";

    @Override
    public @Nullable ValueDecoder decoderOf(CurrentRecord record, int malformed) {
        readCodes(record);
        if (g0.isEmpty() && g1.isEmpty()) {
            stated = EncodingMessages.NO_SET;
            return marc.decoderOf(marc.codingOf(record, malformed, record.saysUtf8()));
        }
        UnimarcSet low = g0.isEmpty() ? UnimarcSet.LATIN : UnimarcSet.of(g0);
        UnimarcSet high = g1.isEmpty() ? UnimarcSet.LATIN : UnimarcSet.of(g1);
        if (low == UnimarcSet.UNICODE || high == UnimarcSet.UNICODE) {
            return asStated(record, malformed, UnimarcSet.UNICODE);
        }
        if (high != null && high.isCodePage()) {
            return inCodePage(record, malformed, high);
        }
        if (low != null && low.isCodePage()) {
            return inCodePage(record, malformed, low);
        }
        if (low != UnimarcSet.LATIN) {
            return asShown(record, malformed, g0, true);
        }
        if (high == null) {
            return asShown(record, malformed, g1, malformed != Utf8Check.NONE);
        }
        return asStated(record, malformed, high);
    }

    /** Reads a record whose set is one that can be read. */
    private @Nullable ValueDecoder asStated(CurrentRecord record, int malformed, UnimarcSet set) {
        stated = EncodingMessages.set(set.title());
        boolean saysUtf8 = set == UnimarcSet.UNICODE;
        UnimarcSet read = set == UnimarcSet.LATIN ? UnimarcSet.EXTENDED_LATIN : set;
        ValueDecoder several =
                saysUtf8
                        ? marc.mixedDecoderOf(record, malformed, true, this)
                        : mixedDecoderOf(record, malformed, read);
        if (several != null) {
            return several;
        }
        Coding coding = marc.codingOf(record, malformed, saysUtf8);
        if (coding == Coding.ASCII) {
            return !saysUtf8 && hasControlFunction(record) ? decoderOf(read) : null;
        }
        // ISO 646 alone leaves all else to escape sequences.
        boolean unstated = set == UnimarcSet.LATIN && !Marc21Encoding.designates(record);
        if ((coding == Coding.UTF_8) != saysUtf8 || unstated) {
            note(record, EncodingMessages.other(stated, coding.title()));
        }
        return coding == Coding.UTF_8 || saysUtf8 || unstated
                ? marc.decoderOf(coding)
                : decoderOf(read);
    }

    private ValueDecoder decoderOf(UnimarcSet set) {
        return decoders.computeIfAbsent(set, UnimarcSet::decoder);
    }

    /** A decoder for a record whose fields are not all in that set; else null. */
    private @Nullable ValueDecoder mixedDecoderOf(
            CurrentRecord record, int malformed, UnimarcSet set) {
        if (malformed == Utf8Check.NONE) {
            return null;
        }
        SubfieldCoding.Rule rule =
                set.isCodePage() ? SubfieldCoding.encoded(false) : SubfieldCoding::escaped;
        MixedFields fields =
                mixed.computeIfAbsent(set, key -> new MixedFields(decoderOf(key), rule));
        if (malformed == record.rawEnd) {
            boolean escaped = !set.isCodePage() && Marc21Encoding.designates(record);
            return escaped ? fields.decoderOfEscaped(record, false, this) : null;
        }
        return record.sequences().wellFormed() > 0
                ? fields.decoderOf(record, false, false, this)
                : null;
    }

    private static boolean hasControlFunction(CurrentRecord record) {
        return record.mayEscape
                && Coding.hasControlFunction(record.memory.bytes, record.valuesAt, record.rawEnd);
    }

    /** Reads a record in a code page, unless its bytes show that it is UTF-8. */
    private @Nullable ValueDecoder inCodePage(
            CurrentRecord record, int malformed, UnimarcSet page) {
        stated = EncodingMessages.set(page.title());
        if (malformed == Utf8Check.NONE) {
            return null;
        }
        if (malformed == record.rawEnd) {
            note(record, EncodingMessages.other(stated, "UTF-8"));
            return null;
        }
        ValueDecoder several = mixedDecoderOf(record, malformed, page);
        return several == null ? decoderOf(page) : several;
    }

    /** Reads a record with a set that cannot be read as what its bytes show. */
    private @Nullable ValueDecoder asShown(
            CurrentRecord record, int malformed, String missing, boolean matters) {
        stated = EncodingMessages.set(missing);
        Coding coding = marc.codingOf(record, malformed, record.saysUtf8());
        if (matters) {
            note(record, EncodingMessages.unreadable(stated, coding.title()));
        }
        return marc.decoderOf(coding);
    }

    /** Finds the codes of the record's sets in its first field 100. */
    private void readCodes(CurrentRecord record) {
        g0 = "";
        g1 = "";
        byte[] bytes = record.memory.bytes;
        int first = UnimarcSets.position((byte) record.leader(TYPE_OF_RECORD));
        for (int slot = record.firstSlot; slot < record.closingSlot(); slot++) {
            if (record.fields.tags[slot] == UnimarcSets.TAG_NUMBER) {
                int end = record.valueEnd(slot);
                int text = UnimarcSets.text(bytes, record.fields.starts[slot], end);
                int stop = UnimarcSets.end(bytes, text, end);
                codesAt = text + first;
                g0 = code(bytes, codesAt, stop);
                g1 = code(bytes, codesAt + CODE, stop);
                return;
            }
        }
    }

    /**
     * The code at an offset; empty where there is none, or where it is blanks or fill characters.
     */
    private static String code(byte[] bytes, int at, int stop) {
        if (at > stop - CODE) {
            return "";
        }
        String code = new String(bytes, at, CODE, StandardCharsets.ISO_8859_1);
        return code.equals("  ") || code.equals("||") ? "" : code;
    }

    private void note(CurrentRecord record, String message) {
        record.defects.add(
                Defect.Kind.CODING_SCHEME, record.inRecord(codesAt), UnimarcSets.TAG, message);
    }

    @Override
    public String stated(CurrentRecord record) {
        return stated;
    }
}
