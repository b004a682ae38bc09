package org.panamarc.internal.query;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.framing.Leaders;
import org.panamarc.internal.iso2709.FieldKind;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.Tags;

/**
 * Which values of a record are meant: {@code TAG}, {@code TAG$c}, {@code TAG$ab}, {@code TAG/n},
 * {@code TAG/n-m}, {@code LDR/n-m}, with {@code .} for any character of the tag.
 *
 * <p>A tag is three letters or digits. {@code TAG} alone is a field's text: a control field's data,
 * or a data field's subfield values joined by a space. {@code TAG$ba} is each subfield b, then each
 * subfield a of a field: fields come in the order of the record, subfields in the order asked. A
 * code that is no letter or digit is asked for alone, so that what MARCspec writes after codes is
 * never taken for some. {@code TAG 40$u} asks for these indicators: {@code #} is a blank, {@code .}
 * any character. Positions count characters from 0, the last one included. Immutable.
 */
public final class ValueSpec implements ValueSelector {
    private static final Pattern GRAMMAR =
            Pattern.compile(
                    "([0-9A-Za-z.]{3})"
                            + "(?:(?: ([0-9A-Za-z.#|]{2}))?(?:\\$([0-9A-Za-z]+|[!-~&&[^$/]]))?"
                            + "|/(\\d{1,9})(?:-(\\d{1,9}))?)");
    private static final char ANY = '.';
    private static final String LEADER = "LDR";
    private static final int FEW = 8; // subfields of a field that are asked for
    private static final int PARTS = 3; // of what is known of each: code, begin, end
    private static final int MOST_KEPT = 1000;
    private static final Map<String, ValueSpec> KEPT = new ConcurrentHashMap<>();

    private final String tag;
    private final int number; // the tag's number where it is the same in every batch, else -1
    private final boolean wildcard;
    private final String indicators; // two characters, or none
    private final byte[] codes; // subfield codes, or none
    private final int first; // first character wanted, or -1 for all
    private final int last; // last character wanted

    private ValueSpec(String text) {
        Matcher matcher = GRAMMAR.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "cannot read the spec '%s'; expected TAG, TAG$c, TAG$ab, TAG/n, TAG/n-m or LDR/n-m;"
                                    .formatted(text)
                            + " with indicators TAG 12 or TAG 12$ab, where # is a blank and . any");
        }
        this.tag = matcher.group(1);
        this.number = Tags.number(tag);
        this.wildcard = tag.indexOf(ANY) >= 0;
        String pair = matcher.group(2);
        this.indicators = pair == null ? "" : pair.replace('#', ' ');
        String found = matcher.group(3);
        this.codes = found == null ? new byte[0] : each(found);
        this.first = matcher.group(4) == null ? -1 : Integer.parseInt(matcher.group(4));
        this.last = matcher.group(5) == null ? first : Integer.parseInt(matcher.group(5));
        if (tag.equals(LEADER) && codes.length + indicators.length() > 0) {
            throw new IllegalArgumentException(
                    "the spec '%s' asks for %s, which the leader does not have"
                            .formatted(text, pair == null ? "subfields" : "indicators"));
        }
        if (last < first) {
            throw new IllegalArgumentException(
                    "the spec '%s' ends at position %d, before it starts at %d"
                            .formatted(text, last, first));
        }
    }

    /** The different codes, in the order asked. */
    private static byte[] each(String codes) {
        StringBuilder different = new StringBuilder();
        codes.chars().distinct().forEach(code -> different.append((char) code));
        return different.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Reads a spec.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static ValueSpec of(String text) {
        ValueSpec kept = KEPT.get(text);
        if (kept != null) {
            return kept;
        }
        ValueSpec spec = new ValueSpec(text);
        if (KEPT.size() < MOST_KEPT) {
            KEPT.put(text, spec);
        }
        return spec;
    }

    /** The first value of a record, or null. */
    public @Nullable String first(BatchView batch, int record) {
        String[] found = new String[1];
        find(
                batch,
                record,
                (bytes, from, to) -> {
                    found[0] = new String(bytes, from, to - from, StandardCharsets.UTF_8);
                    return false;
                });
        return found[0];
    }

    @Override
    public void find(BatchView batch, int record, Sink sink) {
        if (tag.equals(LEADER)) {
            leader(batch, record, sink);
            return;
        }
        int wanted = number >= 0 || wildcard ? number : batch.tagNumber(tag);
        int closing = batch.closingSlot(record);
        for (int slot = batch.firstSlot(record); slot < closing; slot++) {
            int found = batch.tag(slot);
            if (wildcard ? matches(tag, batch.tagText(slot)) : found == wanted) {
                if (!field(batch, slot, Tags.isControl(found), sink)) {
                    return;
                }
            }
        }
    }

    /** Whether a tag is one that a pattern stands for, in which a dot is any character. */
    public static boolean matches(String pattern, String tag) {
        if (pattern.length() != tag.length()) {
            return false;
        }
        for (int i = 0; i < tag.length(); i++) {
            if (pattern.charAt(i) != ANY && pattern.charAt(i) != tag.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void leader(BatchView batch, int record, Sink sink) {
        int at = batch.rawStart(record);
        byte[] leader =
                Leaders.text(batch.memory(), at, at + batch.rawLength(record))
                        .getBytes(StandardCharsets.UTF_8);
        characters(leader, 0, leader.length, sink);
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
        return first >= 0 || joined(bytes, from, to, sink);
    }

    /** The data of a control field, which has neither indicators nor subfields. */
    private boolean data(byte[] bytes, int from, int to, Sink sink) {
        return codes.length > 0 || !indicators.isEmpty() || characters(bytes, from, to, sink);
    }

    /** Whether a data field's indicators are those asked for; one that it lacks is a blank. */
    private boolean hasIndicators(byte[] bytes, int from, int to) {
        int end = ValueSelectors.delimiter(bytes, from, to);
        int second = skip(bytes, from, end, 1);
        return isIndicator(0, bytes, from, end) && isIndicator(1, bytes, second, end);
    }

    private boolean isIndicator(int which, byte[] bytes, int at, int end) {
        char asked = indicators.charAt(which);
        return asked == ANY || asked == (at < end ? bytes[at] : ' ');
    }

    /** The wanted characters of a text; all of them where no position is given. */
    private boolean characters(byte[] bytes, int from, int to, Sink sink) {
        if (first < 0) {
            return sink.value(bytes, from, to);
        }
        int start = skip(bytes, from, to, first);
        int end = skip(bytes, start, to, last - first + 1);
        return start == end || sink.value(bytes, start, end);
    }

    /** The offset after a number of characters of UTF-8, or {@code to}. */
    private static int skip(byte[] bytes, int from, int to, int characters) {
        int at = from;
        for (int i = 0; i < characters && at < to; i++) {
            at++;
            while (at < to && (bytes[at] & 0xC0) == 0x80) {
                at++;
            }
        }
        return at;
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

    /** A data field's subfield values joined by a space; no value where it has no subfields. */
    private static boolean joined(byte[] bytes, int from, int to, Sink sink) {
        byte[] text = new byte[to - from + 1];
        int size = 0;
        int at = ValueSelectors.delimiter(bytes, from, to);
        while (at < to) {
            int end = ValueSelectors.delimiter(bytes, at + 1, to);
            if (at + 1 < end) {
                int value = skip(bytes, at + 1, end, 1); // a code may have several bytes
                text[size++] = ' ';
                System.arraycopy(bytes, value, text, size, end - value);
                size += end - value;
            }
            at = end;
        }
        return size == 0 || sink.value(text, 1, size);
    }
}
