package org.panamarc.internal.iso2709;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.panamarc.internal.frame.Marc;

/** Reads the directory of a record that is in order: the way nearly every record takes. */
public final class Directory {
    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ZEROS = 0x3030303030303030L;
    private static final long ABOVE_NINE = 0x7676767676767676L;
    private static final long HIGHS = 0x8080808080808080L;

    private Directory() {}

    /**
     * Appends the record's fields and a closing slot, if its directory states exactly what its
     * field terminators give: the k-th entry the k-th field. Otherwise appends nothing.
     *
     * <p>One entry is 12 bytes: tag, length of field in 4 digits, starting character position in 5.
     * The nine digits are read as one number, which must be length * 100000 + start.
     *
     * @param bytes hold the record at {@code at}, with a framing that is proven
     * @param terminators offsets of the record's field terminators, the directory's own first
     * @param first index in {@code terminators} of the directory's own
     * @param shift what to add to these to get offsets in {@code bytes}
     * @return whether the directory is in order
     */
    public static boolean read(
            byte[] bytes, int at, int[] terminators, int first, int shift, FieldTable fields) {
        int directoryEnd = terminators[first] + shift;
        int entries = (directoryEnd - at - Marc.LEADER) / Marc.ENTRY;
        fields.reserve(entries + 1);
        short[] tags = fields.tags;
        int[] starts = fields.starts;
        int slot = fields.size;
        int entry = at + Marc.LEADER;
        int valueStart = directoryEnd + 1;
        long base = valueStart;
        long notDigits = 0;
        long difference = 0;
        for (int i = 1; i <= entries; i++) {
            int next = terminators[first + i] + shift + 1;
            long eight = (long) WORD.get(bytes, entry + 3) ^ ZEROS;
            long ninth = bytes[entry + 11] ^ '0';
            notDigits |= eight | (eight + ABOVE_NINE) | ninth | (ninth + 0x76);
            long stated = number(eight) * 10 + ninth;
            difference |= stated ^ ((next - valueStart) * 100_000L + (valueStart - base));
            int tag = Tags.number(bytes, entry);
            if (tag > 0xFFFF) {
                tag = fields.oddTags.number(bytes, entry);
            }
            tags[slot] = (short) tag;
            starts[slot++] = valueStart;
            valueStart = next;
            entry += Marc.ENTRY;
        }
        if ((notDigits & HIGHS) != 0 || difference != 0) {
            return false;
        }
        tags[slot] = Tags.NONE;
        starts[slot++] = valueStart;
        fields.size = slot;
        return true;
    }

    /**
     * The number of eight digits, one a byte with its value 0 to 9, the first in the lowest byte.
     */
    private static long number(long digits) {
        long pairs = (digits * 10 + (digits >>> 8)) & 0x00FF00FF00FF00FFL;
        long fours = (pairs * 100 + (pairs >>> 16)) & 0x0000FFFF0000FFFFL;
        return (fours * 10_000 + (fours >>> 32)) & 0xFFFFFFFFL;
    }
}
