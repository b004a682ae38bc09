package org.panamarc.internal.iso2709;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.layout.SlotTable;
import org.panamarc.internal.layout.Tags;

/** Reads the directory of a record that is in order: the way nearly every record takes. */
public final class Directory {
    static final VarHandle FOUR_BYTES =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** What a directory, and the beginnings of the fields it states, are found to be. */
    public enum Verdict {
        /** It does not state what the field terminators give. */
        OUT_OF_ORDER,
        /** In order, but there is something to report of a tag or of a field's beginning. */
        CONTENT_TO_REPORT,
        IN_ORDER
    }

    /** Bytes that are read from a field's start on, be the field shorter. */
    public static final int LOOKAHEAD = 4;

    /**
     * The four ASCII digits of each number below 10,000, as an int; 0, which is none, for others.
     */
    static final int[] DIGITS = digits();

    private static final int DIGITS_MASK = (1 << 14) - 1;

    private Directory() {}

    private static int[] digits() {
        int[] digits = new int[DIGITS_MASK + 1];
        for (int i = 0; i < 10_000; i++) {
            for (int place = 0, rest = i; place < 4; place++, rest /= 10) {
                digits[i] = digits[i] << 8 | ('0' + rest % 10);
            }
        }
        return digits;
    }

    /**
     * Appends the record's fields and a closing slot, if its directory states exactly what its
     * field terminators give: the k-th entry the k-th field. Otherwise appends nothing.
     *
     * <p>One entry is 12 bytes: tag, length of field in 4 digits, starting character position in 5.
     * What they must be is looked up, which costs less than to read them as numbers.
     *
     * @param bytes hold the record at {@code at}, with a framing that is proven, and {@link
     *     #LOOKAHEAD} bytes after it, whatever they are
     * @param terminators offsets of the record's field terminators, the directory's own first
     * @param first index in {@code terminators} of the directory's own
     * @param shift what to add to these to get offsets in {@code bytes}
     */
    public static Verdict read(
            byte[] bytes, int at, int[] terminators, int first, int shift, SlotTable fields) {
        int directoryEnd = terminators[first] + shift;
        int entries = (directoryEnd - at - Iso2709.LEADER) / Iso2709.ENTRY;
        fields.reserve(entries + 1);
        short[] tags = fields.tags;
        int[] starts = fields.starts;
        int slot = fields.size;
        int directory = at + Iso2709.LEADER;
        int base = directoryEnd + 1;
        int valueStart = base;
        int difference = 0;
        int odd = 0;
        int content = 0; // below 0 where a value begins as those of its tag should not
        for (int i = 0; i < entries; i++) {
            int entry = directory + i * Iso2709.ENTRY;
            int next = terminators[first + 1 + i] + shift + 1;
            int length = next - valueStart;
            int start = valueStart - base;
            int tenThousands = start / 10_000;
            difference |= length & ~DIGITS_MASK;
            difference |= (int) FOUR_BYTES.get(bytes, entry + 3) ^ DIGITS[length & DIGITS_MASK];
            difference |= bytes[entry + 7] ^ ('0' + tenThousands);
            difference |=
                    (int) FOUR_BYTES.get(bytes, entry + 8)
                            ^ DIGITS[(start - tenThousands * 10_000) & DIGITS_MASK];
            int tag = Tags.number(bytes, entry);
            odd |= tag;
            // Below 0 before the mask for what begins as a data field, which a control field may
            // not.
            content |=
                    (ContentCheck.notOfDataField((int) FOUR_BYTES.get(bytes, valueStart)) - 1)
                            ^ Tags.maskOfDataField(tag);
            tags[slot + i] = (short) tag;
            starts[slot + i] = valueStart;
            valueStart = next;
        }
        if (difference != 0) {
            return Verdict.OUT_OF_ORDER;
        }
        if (odd > Tags.LARGEST) {
            for (int i = 0; i < entries; i++) {
                tags[slot + i] = (short) fields.tag(bytes, directory + i * Iso2709.ENTRY);
            }
        }
        tags[slot + entries] = Tags.NONE;
        starts[slot + entries] = valueStart;
        fields.size = slot + entries + 1;
        return odd > Tags.LARGEST || content < 0 ? Verdict.CONTENT_TO_REPORT : Verdict.IN_ORDER;
    }
}
