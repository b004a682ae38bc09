package org.panamarc.internal.iso2709;

import org.panamarc.internal.Iso2709;
import org.panamarc.internal.layout.Tags;

/**
 * Whether a field is a control field. MARC 21 Record Structure decides that by the tag alone: 001
 * to 009. Systems add fields of data alone under other tags, such as Aleph's FMT and SYS: a value
 * there without a subfield delimiter is that of a control field of local kind.
 *
 * <p>Under a tag of three digits that is so only where the value can be nothing else: two
 * indicators alone are a data field without subfields, and so is no value at all. MARC 21 has no
 * capital letters as indicators, so that 900 with {@code BK} is none of these. MARC 21 defines data
 * fields under tags of digits alone, so that under any other tag the value may be whatever it is:
 * SYS with {@code 12} is a control field.
 */
public final class FieldKind {
    private static final int INDICATORS = 2;

    private FieldKind() {}

    /** Whether the field with this tag number and value is a control field, of local kind too. */
    public static boolean isControl(int tag, byte[] bytes, int from, int to) {
        return Tags.isControl(tag) || isLocal(tag, bytes, from, to);
    }

    /** Whether a value, of a tag outside 000 to 009, is that of a control field of local kind. */
    public static boolean isLocal(int tag, byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == Iso2709.SUBFIELD_DELIMITER) {
                return false;
            }
        }
        return !Tags.isDigits(tag) || (from < to && !isIndicators(bytes, from, to));
    }

    /** Whether a value is two indicators alone. */
    public static boolean isIndicators(byte[] bytes, int from, int to) {
        return to - from == INDICATORS
                && isIndicator((char) bytes[from])
                && isIndicator((char) bytes[from + 1]);
    }

    private static boolean isIndicator(char c) {
        return c >= ' ' && c < 0x7F && (c < 'A' || c > 'Z');
    }
}
