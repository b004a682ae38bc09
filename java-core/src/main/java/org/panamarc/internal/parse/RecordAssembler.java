package org.panamarc.internal.parse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.Defect.Kind;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.charset.References;
import org.panamarc.internal.iso2709.EncodeException;
import org.panamarc.internal.iso2709.FieldKind;
import org.panamarc.internal.iso2709.RecordEncoder;
import org.panamarc.internal.kernel.ByteSearch;
import org.panamarc.internal.layout.Tags;

/**
 * A record as a parser puts it together, to be encoded as ISO 2709 in UTF-8. What ISO 2709 cannot
 * carry is replaced, and noted. Mutable, reused from record to record, not thread-safe.
 */
public final class RecordAssembler {
    /** Something that is wrong with the record. */
    public record Problem(Kind kind, @Nullable String tag, String message) {}

    private static final int MOST_PROBLEMS = 100;

    /** More entries than this do not fit into the largest record. */
    private static final int MOST_FIELDS = RecordEncoder.LARGEST_RECORD / Iso2709.ENTRY;

    private static final byte[] BLANK_LEADER =
            "00000     2200000   4500".getBytes(StandardCharsets.US_ASCII);

    /** Two indicators that are not defined. */
    public static final String BLANKS = "  ";

    private final RecordEncoder encoder =
            new RecordEncoder(RecordEncoder.TooLong.LEAVE_TO_TERMINATORS);
    private final List<Problem> problems = new ArrayList<>();
    private final byte[] leader = new byte[Iso2709.LEADER];
    private boolean hasLeader;
    private String givenLeader = ""; // as the input has it
    private byte[] tags = new byte[64 * 3];
    private int[] starts = new int[64]; // of the values; one more is the end of the last
    private final ValueText values = new ValueText(this::noteReplaced); // each ended by 0x1E
    private int fields;
    private int base; // address of data in the encoded record
    private final OddCharacters oddIndicators =
            new OddCharacters(Kind.INDICATORS, "indicator", "indicators");
    private final OddCharacters oddCodes =
            new OddCharacters(Kind.SUBFIELD_CODE, "subfield code", "subfield codes");

    /** Forgets the record. */
    public void clear() {
        problems.clear();
        hasLeader = false;
        values.clear();
        fields = 0;
        oddIndicators.clear();
        oddCodes.clear();
    }

    /** Takes note of a problem of the whole record or, with a tag, of a field. */
    public void note(Kind kind, @Nullable String tag, String message) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(new Problem(kind, tag, message));
        }
    }

    /** What is wrong with the record. */
    public List<Problem> problems() {
        return problems;
    }

    /** Sets the leader; white space around its 24 characters is left out. */
    public void leader(String given) {
        if (hasLeader) {
            if (!given.equals(givenLeader)) {
                note(
                        Kind.LEADER,
                        null,
                        "the record has another leader, '%s'; the first is kept".formatted(given));
            }
            return;
        }
        givenLeader = given;
        String text = given.length() > Iso2709.LEADER ? given.strip() : given;
        Arrays.fill(leader, (byte) ' ');
        int strange = 0;
        for (int i = 0; i < Math.min(text.length(), Iso2709.LEADER); i++) {
            char c = text.charAt(i);
            boolean printable = c >= ' ' && c < 0x7F;
            leader[i] = printable ? (byte) c : (byte) ' ';
            strange += printable ? 0 : 1;
        }
        if (text.length() != Iso2709.LEADER) {
            note(
                    Kind.LEADER,
                    null,
                    "the leader has %d characters, expected 24; it is read as '%s'"
                            .formatted(text.length(), leaderText()));
        } else if (strange > 0) {
            note(
                    Kind.LEADER,
                    null,
                    "%d characters of the leader are not printable ASCII; they are read as blanks"
                            .formatted(strange));
        }
        hasLeader = true;
    }

    private String leaderText() {
        return new String(leader, StandardCharsets.US_ASCII);
    }

    /** Whether there is a leader. */
    public boolean hasLeader() {
        return hasLeader;
    }

    /** Whether there is a leader or a field. */
    public boolean begun() {
        return hasLeader || fields > 0;
    }

    /** Begins a field; one without a tag of three characters gets one, which is noted. */
    public void beginField(String given) {
        if (fields > MOST_FIELDS) {
            values.tooLarge = true;
            fields = 0;
        }
        if (fields + 1 == starts.length) {
            starts = Arrays.copyOf(starts, fields * 2 + 2);
            tags = Arrays.copyOf(tags, starts.length * 3);
        }
        boolean right = given.length() == 3;
        for (int i = 0; i < 3; i++) {
            char c = i < given.length() ? given.charAt(i) : ' ';
            boolean latin = c >= ' ' && c <= 0xFF;
            right &= latin;
            tags[fields * 3 + i] = latin ? (byte) c : (byte) '?';
        }
        starts[fields++] = values.end;
        if (!right) {
            note(
                    Kind.TAG,
                    tag(),
                    "the tag is '%s', expected three characters; it is read as '%s'"
                            .formatted(given, tag()));
        }
    }

    /** The tag of the field begun last. */
    public String tag() {
        return new String(tags, (fields - 1) * 3, 3, StandardCharsets.ISO_8859_1);
    }

    /**
     * Puts indicators in the place of the two blanks with which the field begins, each taken as
     * {@link #indicator} takes it.
     */
    public void indicators(@Nullable String first, @Nullable String second) {
        if (first != null && second != null && isAscii(first) && isAscii(second)) {
            if (!values.tooLarge) {
                values.bytes[starts[fields - 1]] = (byte) first.charAt(0);
                values.bytes[starts[fields - 1] + 1] = (byte) second.charAt(0);
            }
            return;
        }
        values.settle();
        int start = starts[fields - 1];
        byte[] rest =
                values.tooLarge
                        ? new byte[0]
                        : Arrays.copyOfRange(values.bytes, start + 2, values.end);
        values.end = values.tooLarge ? values.end : start;
        indicator(1, first);
        indicator(2, second);
        values.settle();
        values.reserve(rest.length);
        System.arraycopy(rest, 0, values.bytes, values.end, rest.length);
        values.end += rest.length;
    }

    /** Whether an indicator is one character of ASCII, which has its place already. */
    private static boolean isAscii(String indicator) {
        return indicator.length() == 1 && indicator.charAt(0) >= ' ' && indicator.charAt(0) < 0x7F;
    }

    /**
     * Appends an indicator of the data field begun last: what was given where that is one
     * character, else its first character, or a blank; which is noted.
     *
     * @param which 1 or 2
     * @param given null where the input has none
     */
    public void indicator(int which, @Nullable String given) {
        if (!appendFirst(given)) {
            oddIndicators.add(tag(), "the first, indicator " + which + ", is", given);
        }
    }

    /** Begins a subfield with a code, taken as {@link #indicator} takes an indicator. */
    public void beginSubfield(@Nullable String code) {
        beginSubfield();
        if (!appendFirst(code)) {
            oddCodes.add(tag(), "the first is", code);
        }
    }

    /**
     * Appends the first character, or a blank where there is none, as marc4j does with codes: so a
     * value that follows stays whole. Whether there was one character.
     */
    private boolean appendFirst(@Nullable String given) {
        if (given != null && isAscii(given)) {
            values.settle();
            values.reserve(1);
            values.bytes[values.end++] = (byte) given.charAt(0);
            return true;
        }
        String first = OddCharacters.first(given);
        append(first);
        return first.equals(given);
    }

    /** Begins a subfield; what is appended next is its code. */
    public void beginSubfield() {
        values.settle();
        values.reserve(1);
        values.bytes[values.end++] = Iso2709.SUBFIELD_DELIMITER;
    }

    /** Appends text to the field: data, an indicator, a subfield's code. */
    public void append(String text) {
        values.append(text);
    }

    /** Appends text to the field, perhaps a part of a longer one. */
    public void append(char[] text, int from, int length) {
        values.append(text, from, length);
    }

    private void noteReplaced(char c) {
        note(
                Kind.UNDECODABLE,
                tag(),
                "a field of ISO 2709 cannot hold U+%04X; it is read as U+FFFD".formatted((int) c));
    }

    /** Goes on with the field ended last; whether there is one. */
    public boolean reopenField() {
        values.end -= fields > 0 && values.end > 0 ? 1 : 0;
        return fields > 0;
    }

    /**
     * Ends a field that the input marks as a control field. Data that ISO 2709 would have for two
     * indicators becomes a subfield a, as MARCXML has a control field of local kind; which is
     * noted.
     */
    public void endControlField() {
        int start = starts[fields - 1];
        values.settle();
        if (values.end == start + BLANKS.length() && !values.tooLarge && !isControl(start)) {
            String data = text(start);
            note(
                    Kind.CONTROL_FIELD,
                    tag(),
                    "the control field's data is '%s', expected anything but two indicators; it is read as subfield a"
                            .formatted(data));
            values.end = start;
            append(BLANKS);
            beginSubfield();
            append("a" + data);
        }
        endField();
    }

    /**
     * Ends a field that the input marks as a data field. One without subfields may be a control
     * field in ISO 2709, which is noted.
     */
    public void endDataField() {
        int start = starts[fields - 1];
        boolean usual =
                values.end > start + 2 && values.bytes[start + 2] == Iso2709.SUBFIELD_DELIMITER;
        if (!usual && !values.tooLarge) {
            values.settle();
            int delimiter =
                    ByteSearch.indexOf(Iso2709.SUBFIELD_DELIMITER, values.bytes, start, values.end);
            if (delimiter == values.end && isControl(start)) {
                note(
                        Kind.CONTROL_FIELD,
                        tag(),
                        "the data field has no subfields, expected one at least; its value '%s' is read as that of a control field"
                                .formatted(text(start)));
            }
        }
        endField();
    }

    /** Whether the value that begins there, that of the last field, is a control field's. */
    private boolean isControl(int start) {
        return FieldKind.isControl(Tags.number(tag()), values.bytes, start, values.end);
    }

    private String text(int start) {
        return new String(values.bytes, start, values.end - start, StandardCharsets.UTF_8);
    }

    /** Ends the field. */
    public void endField() {
        values.settle();
        values.reserve(1);
        values.bytes[values.end++] = Iso2709.FIELD_TERMINATOR;
    }

    /** Moves the field ended last in front of all others. */
    public void moveLastToFront() {
        if (values.tooLarge || fields < 2) {
            return;
        }
        int last = fields - 1;
        int from = starts[last];
        byte[] tag = Arrays.copyOfRange(tags, last * 3, fields * 3);
        byte[] value = Arrays.copyOfRange(values.bytes, from, values.end);
        System.arraycopy(tags, 0, tags, 3, last * 3);
        System.arraycopy(tag, 0, tags, 0, 3);
        System.arraycopy(values.bytes, 0, values.bytes, value.length, from);
        System.arraycopy(value, 0, values.bytes, 0, value.length);
        for (int i = last; i > 0; i--) {
            starts[i] = starts[i - 1] + value.length;
        }
    }

    /**
     * Encodes the record. Leader/09 becomes {@code a} where there is more than ASCII.
     *
     * @return its length; it begins at the start of {@link #bytes}
     * @throws org.panamarc.internal.iso2709.EncodeException if ISO 2709 can in no way hold it
     */
    public int encode() {
        if (values.tooLarge) {
            throw new EncodeException(
                    null,
                    "the record has more than %,d bytes, which is the most that is read back"
                            .formatted(RecordEncoder.LARGEST_RECORD));
        }
        if (!hasLeader) {
            System.arraycopy(BLANK_LEADER, 0, leader, 0, Iso2709.LEADER);
            note(Kind.FORMAT, null, "the record has no leader; it is given a blank one");
        }
        // ASCII in the form of a reference would be one in MARC-8.
        if (values.high || References.areIn(values.bytes, 0, values.end)) {
            leader[Iso2709.CODING_SCHEME] = 'a';
        }
        oddIndicators.note(this);
        oddCodes.note(this);
        starts[fields] = values.end;
        encoder.begin(leader, 0);
        for (int i = 0; i < fields; i++) {
            encoder.beginField(tags, i * 3);
            encoder.appendRaw(values.bytes, starts[i], starts[i + 1] - 1);
            encoder.endField();
        }
        base = Iso2709.LEADER + Iso2709.ENTRY * fields + 1;
        return encoder.finish();
    }

    /** Holds the encoded record at its start, until the next one is encoded. */
    public byte[] bytes() {
        return encoder.bytes();
    }

    /** Number of fields. */
    public int fields() {
        return fields;
    }

    /** Whether a value holds bytes of 0x80 and above. */
    public boolean high() {
        return values.high;
    }

    /** Offset of a field's value in the encoded record; for one field more, the end of the last. */
    public int valueStart(int field) {
        return base + starts[field];
    }

    /** Offset of the byte after a field's value in the encoded record. */
    public int valueEnd(int field) {
        return base + starts[field + 1] - 1;
    }
}
