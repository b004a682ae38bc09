package org.panamarc.internal.charset;

/**
 * Decodes the values of a record of which some subfields are UTF-8 and others are not. Mutable,
 * reused from value to value, not thread-safe.
 */
public final class MixedValues implements ValueDecoder {
    private static final int DELIMITER = 0x1F;
    private static final int UTF8_GROWTH = 3; // a byte becomes U+FFFD

    private final ValueDecoder other;
    private final SubfieldCoding.Rule rule;
    private boolean saysUtf8;
    private boolean isUtf8;
    private int firstUndecodable = -1;
    private String name;

    /**
     * A decoder of such values.
     *
     * @param other decodes what is not UTF-8
     * @param rule distinguishes the two
     */
    public MixedValues(ValueDecoder other, SubfieldCoding.Rule rule) {
        this.other = other;
        this.rule = rule;
        this.name = other.name();
    }

    /**
     * Begins a record.
     *
     * @param says whether it says that it is UTF-8
     * @param is whether as a whole it is rather UTF-8
     */
    public void begin(boolean says, boolean is) {
        saysUtf8 = says;
        isUtf8 = is;
    }

    /** What is not UTF-8, as messages call it. */
    public String otherName() {
        return other.name();
    }

    /** Whether a value has a subfield that is in another coding than its record says. */
    public boolean contradicts(byte[] bytes, int from, int to) {
        return any(bytes, from, to, true);
    }

    /** Whether a value has a subfield, not only ASCII, that is in the coding its record says. */
    public boolean agrees(byte[] bytes, int from, int to) {
        return any(bytes, from, to, false);
    }

    private boolean any(byte[] bytes, int from, int to, boolean contradicting) {
        for (int start = from; start < to; ) {
            int end = endOfSubfield(bytes, start, to);
            SubfieldCoding coding = rule.of(bytes, start, end, isUtf8);
            boolean isStated = coding == (saysUtf8 ? SubfieldCoding.UTF_8 : SubfieldCoding.OTHER);
            if (coding != SubfieldCoding.ASCII && isStated != contradicting) {
                return true;
            }
            start = end;
        }
        return false;
    }

    private static int endOfSubfield(byte[] bytes, int start, int to) {
        int end = start + 1;
        while (end < to && bytes[end] != DELIMITER) {
            end++;
        }
        return end;
    }

    /** The coding in which the first undecodable byte means nothing. */
    @Override
    public String name() {
        return name;
    }

    @Override
    public int mostGrowth() {
        return Math.max(UTF8_GROWTH, other.mostGrowth());
    }

    @Override
    public int decode(byte[] in, int from, int to, byte[] out, int at) {
        firstUndecodable = -1;
        int target = at;
        for (int start = from; start < to; ) {
            int end = endOfSubfield(in, start, to);
            target = subfield(rule.of(in, start, end, isUtf8), in, start, end, out, target);
            start = end;
        }
        return target;
    }

    private int subfield(SubfieldCoding coding, byte[] in, int start, int end, byte[] out, int at) {
        if (coding == SubfieldCoding.UTF_8 || (coding == SubfieldCoding.ASCII && saysUtf8)) {
            return utf8(in, start, end, out, at);
        }
        int next =
                coding == SubfieldCoding.MIXED && other instanceof Marc8 marc8
                        ? marc8.decodeAmongUtf8(in, start, end, out, at)
                        : other.decode(in, start, end, out, at);
        note(other.firstUndecodable(), other.name());
        return next;
    }

    private int utf8(byte[] in, int start, int end, byte[] out, int at) {
        int malformed = Utf8.walk(in, start, end, end);
        if (malformed >= end) {
            System.arraycopy(in, start, out, at, end - start);
            return at + end - start;
        }
        note(malformed, "UTF-8");
        byte[] text = Utf8.repaired(in, start, end);
        System.arraycopy(text, 0, out, at, text.length);
        return at + text.length;
    }

    private void note(int undecodable, String coding) {
        if (firstUndecodable < 0 && undecodable >= 0) {
            firstUndecodable = undecodable;
            name = coding;
        }
    }

    @Override
    public int firstUndecodable() {
        return firstUndecodable;
    }
}
