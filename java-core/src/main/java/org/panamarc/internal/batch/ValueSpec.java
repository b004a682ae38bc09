package org.panamarc.internal.batch;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.frame.Leaders;
import org.panamarc.internal.iso2709.Tags;

/**
 * Which values of a record are meant: {@code TAG}, {@code TAG$c}, {@code TAG$ab}, {@code TAG/n},
 * {@code TAG/n-m}, {@code LDR/n-m}, with {@code .} for any character of the tag.
 *
 * <p>A tag is three letters or digits. {@code TAG} alone is a field's text: a control field's data,
 * or a data field's subfield values joined by a space. {@code TAG$ab} is each subfield a or b, in
 * the order of the record. Positions count characters from 0, the last one included. Immutable.
 */
public final class ValueSpec implements Finder {
    private static final Pattern GRAMMAR =
            Pattern.compile("([0-9A-Za-z.]{3})(?:\\$([!-~&&[^$/]]+)|/(\\d{1,9})(?:-(\\d{1,9}))?)?");
    private static final String LEADER = "LDR";
    private static final int MOST_KEPT = 1000;
    private static final Map<String, ValueSpec> KEPT = new ConcurrentHashMap<>();

    private final String tag;
    private final int number; // the tag's number where it is the same in every batch, else -1
    private final boolean wildcard;
    private final byte[] codes; // subfield codes, or none
    private final int first; // first character wanted, or -1 for all
    private final int last; // last character wanted

    private ValueSpec(String text) {
        Matcher matcher = GRAMMAR.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "cannot read the spec '%s'; expected TAG, TAG$c, TAG$ab, TAG/n, TAG/n-m or LDR/n-m"
                            .formatted(text));
        }
        this.tag = matcher.group(1);
        this.number = Tags.number(tag);
        this.wildcard = tag.indexOf('.') >= 0;
        String found = matcher.group(2);
        this.codes = found == null ? new byte[0] : found.getBytes(StandardCharsets.ISO_8859_1);
        this.first = matcher.group(3) == null ? -1 : Integer.parseInt(matcher.group(3));
        this.last = matcher.group(4) == null ? first : Integer.parseInt(matcher.group(4));
        if (tag.equals(LEADER) && codes.length > 0) {
            throw new IllegalArgumentException(
                    "the spec '%s' asks for subfields, which the leader does not have"
                            .formatted(text));
        }
        if (last < first) {
            throw new IllegalArgumentException(
                    "the spec '%s' ends at position %d, before it starts at %d"
                            .formatted(text, last, first));
        }
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
            if (wildcard ? matches(batch.tagText(slot)) : found == wanted) {
                if (!field(batch, slot, Tags.isControl(found), sink)) {
                    return;
                }
            }
        }
    }

    private boolean matches(String text) {
        for (int i = 0; i < 3; i++) {
            if (tag.charAt(i) != '.' && tag.charAt(i) != text.charAt(i)) {
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
            return codes.length > 0 || characters(bytes, from, to, sink);
        }
        if (codes.length > 0) {
            return subfields(bytes, from, to, sink);
        }
        return first >= 0 || joined(bytes, from, to, sink);
    }

    /** The wanted characters of a text; all of them where no position is given. */
    private boolean characters(byte[] bytes, int from, int to, Sink sink) {
        if (first < 0) {
            return sink.value(bytes, from, to);
        }
        int start = behind(bytes, from, to, first);
        int end = behind(bytes, start, to, last - first + 1);
        return start == end || sink.value(bytes, start, end);
    }

    /** The offset behind so many characters of UTF-8, or {@code to}. */
    private static int behind(byte[] bytes, int from, int to, int characters) {
        int at = from;
        for (int i = 0; i < characters && at < to; i++) {
            at++;
            while (at < to && (bytes[at] & 0xC0) == 0x80) {
                at++;
            }
        }
        return at;
    }

    private boolean subfields(byte[] bytes, int from, int to, Sink sink) {
        int at = Finders.delimiter(bytes, from, to);
        while (at < to) {
            int end = Finders.delimiter(bytes, at + 1, to);
            if (at + 1 < end && wanted(bytes[at + 1]) && !sink.value(bytes, at + 2, end)) {
                return false;
            }
            at = end;
        }
        return true;
    }

    private boolean wanted(byte code) {
        for (byte one : codes) {
            if (one == code) {
                return true;
            }
        }
        return false;
    }

    /** A data field's subfield values joined by a space; no value where it has no subfields. */
    private static boolean joined(byte[] bytes, int from, int to, Sink sink) {
        byte[] text = new byte[to - from + 1];
        int size = 0;
        int at = Finders.delimiter(bytes, from, to);
        while (at < to) {
            int end = Finders.delimiter(bytes, at + 1, to);
            if (at + 1 < end) {
                int value = behind(bytes, at + 1, end, 1); // a code may have several bytes
                text[size++] = ' ';
                System.arraycopy(bytes, value, text, size, end - value);
                size += end - value;
            }
            at = end;
        }
        return size == 0 || sink.value(text, 1, size);
    }
}
