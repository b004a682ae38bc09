package org.panamarc.internal.encoding;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.internal.charset.MixedValues;
import org.panamarc.internal.charset.SubfieldCoding;
import org.panamarc.internal.charset.ValueDecoder;

/**
 * Records of which some fields are UTF-8 and others are not: each subfield is read as what it is,
 * and the record gets a defect that names the fields which are not what it says. Mutable, reused
 * from record to record, not thread-safe.
 */
final class MixedFields {
    private static final int MOST_NAMED = 10;

    private final MixedValues decoder;

    MixedFields(ValueDecoder other, SubfieldCoding.Rule rule) {
        decoder = new MixedValues(other, rule);
    }

    /**
     * A decoder for the record, with the defect noted, if its fields are not all in one coding;
     * else null, and it is read as a whole.
     *
     * @param saysUtf8 whether the record says that it is UTF-8
     * @param isUtf8 whether as a whole it is rather UTF-8
     * @param rule knows what it says
     */
    @Nullable ValueDecoder decoderOf(
            CurrentRecord record, boolean saysUtf8, boolean isUtf8, EncodingResolver rule) {
        decoder.begin(saysUtf8, isUtf8);
        return decoderOf(record, saysUtf8, rule, false);
    }

    /**
     * The same for a record of which only escape sequences may contradict what it says: they do so
     * wherever they are.
     */
    @Nullable ValueDecoder decoderOfEscaped(
            CurrentRecord record, boolean saysUtf8, EncodingResolver rule) {
        decoder.begin(saysUtf8, true);
        return decoderOf(record, saysUtf8, rule, true);
    }

    private @Nullable ValueDecoder decoderOf(
            CurrentRecord record, boolean saysUtf8, EncodingResolver rule, boolean escaped) {
        byte[] bytes = record.memory.bytes;
        boolean agrees = escaped;
        int first = -1;
        Set<String> tags = new LinkedHashSet<>();
        for (int slot = record.firstSlot; slot < record.closingSlot(); slot++) {
            int from = record.fields.starts[slot];
            int to = record.valueEnd(slot);
            if (decoder.contradicts(bytes, from, to)) {
                first = first < 0 ? slot : first;
                tags.add(record.fields.tagText(slot));
            }
            agrees = agrees || decoder.agrees(bytes, from, to);
        }
        if (!agrees || first < 0) {
            return null;
        }
        int offset = record.inRecord(record.fields.starts[first]);
        String found = saysUtf8 ? decoder.otherName() : "UTF-8";
        record.defects.add(
                Defect.Kind.CODING_SCHEME,
                offset,
                tags.iterator().next(),
                EncodingMessages.mixed(rule.stated(record), found, named(tags)));
        return decoder;
    }

    private static String named(Set<String> tags) {
        String list = tags.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        int more = tags.size() - MOST_NAMED;
        return (tags.size() == 1 ? "field " : "fields ")
                + (more > 0 ? "%s and %d more".formatted(list, more) : list);
    }
}
