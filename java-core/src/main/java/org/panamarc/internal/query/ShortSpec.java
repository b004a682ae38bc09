package org.panamarc.internal.query;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.iso2709.FieldKind;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.Tags;
import org.panamarc.internal.query.Spec.Kind;
import org.panamarc.internal.query.Spec.Part;

/**
 * The specs that are asked most: fields by tag and indicators, of each the whole, characters
 * counted from the start, or all subfields with certain codes. Found in one pass, without anything
 * made a value.
 */
final class ShortSpec extends ValueSpec {
    private static final char ANY = '.';
    private static final int FEW = 8; // subfields of a field that are asked for
    private static final int PARTS = 3; // of what is known of each: code, begin, end

    private final TagPattern tag;
    private final boolean leader;
    private final String indicators; // two characters, or none
    private final byte[] codes; // subfield codes, or none
    private final @Nullable Range characters;

    /** One that {@link #canFind}. */
    ShortSpec(String text, Spec spec) {
        super(text, spec);
        this.tag = new TagPattern(spec.tag());
        this.leader = spec.isLeader();
        this.indicators = spec.indicators();
        this.codes = codes(spec.parts()).getBytes(StandardCharsets.ISO_8859_1);
        this.characters = spec.parts().getFirst().characters();
    }

    /** Whether this can find what a spec asks for. */
    static boolean canFind(Spec spec) {
        if (spec.index() != null) {
            return false;
        }
        Part first = spec.parts().getFirst();
        if (first.kind() == Kind.FIELD) {
            return first.conditions().isEmpty();
        }
        String codes = codes(spec.parts());
        return spec.parts().stream().allMatch(Part::isPlainCode)
                && codes.chars().distinct().count() == codes.length();
    }

    private static String codes(List<Part> parts) {
        StringBuilder codes = new StringBuilder();
        parts.stream().filter(Part::isPlainCode).forEach(part -> codes.append(part.first()));
        return codes.toString();
    }

    @Override
    public void find(BatchView batch, int record, Sink sink) {
        if (leader) {
            Values.leader(batch, record, (bytes, from, to) -> part(bytes, from, to, sink));
            return;
        }
        if (tag.isWildcard()) {
            findLike(batch, record, sink);
            return;
        }
        int wanted = tag.numberIn(batch);
        int closing = batch.closingSlot(record);
        for (int slot = batch.firstSlot(record); slot < closing; slot++) {
            if (batch.tag(slot) == wanted && !field(batch, slot, Tags.isControl(wanted), sink)) {
                return;
            }
        }
    }

    private void findLike(BatchView batch, int record, Sink sink) {
        int closing = batch.closingSlot(record);
        for (int slot = batch.firstSlot(record); slot < closing; slot++) {
            int found = batch.tag(slot);
            if (tag.isLike(batch, slot, found)
                    && !field(batch, slot, Tags.isControl(found), sink)) {
                return;
            }
        }
    }

    private boolean field(BatchView batch, int slot, boolean control, Sink sink) {
        byte[] bytes = batch.memory();
        int from = batch.valueStart(slot);
        int to = batch.valueEnd(slot);
        if (control) {
            return data(bytes, from, to, sink);
        }
        if (!indicators.isEmpty() && !hasIndicators(bytes, from, to)) {
            return true;
        }
        if (codes.length == 1) {
            return subfields(codes[0], bytes, from, to, sink);
        }
        if (codes.length > 1) {
            return inOrder(bytes, from, to, sink);
        }
        if (FieldKind.isLocal(batch.tag(slot), bytes, from, to)) {
            return data(bytes, from, to, sink);
        }
        return characters != null || Values.joined(bytes, from, to, sink);
    }

    /** The data of a control field, which has neither indicators nor subfields. */
    private boolean data(byte[] bytes, int from, int to, Sink sink) {
        return codes.length > 0 || !indicators.isEmpty() || part(bytes, from, to, sink);
    }

    /** Whether a data field's indicators are those asked for; one that it lacks is a blank. */
    private boolean hasIndicators(byte[] bytes, int from, int to) {
        int end = ValueSelectors.delimiter(bytes, from, to);
        int second = Values.skip(bytes, from, end, 1);
        return isIndicator(0, bytes, from, end) && isIndicator(1, bytes, second, end);
    }

    private boolean isIndicator(int which, byte[] bytes, int at, int end) {
        char asked = indicators.charAt(which);
        return asked == ANY || asked == (at < end ? bytes[at] : ' ');
    }

    /** The wanted characters of a text; all of them where no position is given. */
    private boolean part(byte[] bytes, int from, int to, Sink sink) {
        if (characters == null) {
            return sink.value(bytes, from, to);
        }
        int start = Values.begin(characters, bytes, from, to);
        int end = Values.end(characters, bytes, start, to);
        return start == end || sink.value(bytes, start, end);
    }

    private static boolean subfields(byte code, byte[] bytes, int from, int to, Sink sink) {
        int at = ValueSelectors.delimiter(bytes, from, to);
        while (at < to) {
            int end = ValueSelectors.delimiter(bytes, at + 1, to);
            if (at + 1 < end && bytes[at + 1] == code && !sink.value(bytes, at + 2, end)) {
                return false;
            }
            at = end;
        }
        return true;
    }

    /** The subfields with several codes, in the order asked; of those with the same in theirs. */
    private boolean inOrder(byte[] bytes, int from, int to, Sink sink) {
        int[] found = new int[FEW * PARTS];
        int size = 0;
        int at = ValueSelectors.delimiter(bytes, from, to);
        while (at < to) {
            int end = ValueSelectors.delimiter(bytes, at + 1, to);
            int place = at + 1 < end ? placeOf(bytes[at + 1]) : codes.length;
            if (place < codes.length) {
                if (size == found.length) {
                    found = Arrays.copyOf(found, size * 2);
                }
                found[size++] = place;
                found[size++] = at + 2;
                found[size++] = end;
            }
            at = end;
        }
        for (int place = 0; place < codes.length; place++) {
            for (int i = 0; i < size; i += PARTS) {
                if (found[i] == place && !sink.value(bytes, found[i + 1], found[i + 2])) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Which of the codes asked for this is; their number where it is none. */
    private int placeOf(byte code) {
        int place = 0;
        while (place < codes.length && codes[place] != code) {
            place++;
        }
        return place;
    }
}
