package org.panamarc.internal.encoding;

import org.panamarc.internal.Iso2709;
import org.panamarc.internal.layout.Tags;

/**
 * Where field 100 of UNIMARC names the character sets of its record: G0, G1, and G2 and G3, two
 * characters each, in $a from position 26 on, of an authority record from 13 on (UNIMARC Manual,
 * Bibliographic and Authorities Format, field 100). Stateless.
 */
public final class UnimarcSets {
    /** The tag of that field. */
    public static final String TAG = "100";

    /** Its number. */
    public static final int TAG_NUMBER = Tags.number(TAG);

    /** Bytes of a code. */
    public static final int CODE = 2;

    /** There are none. */
    public static final int NONE = -1;

    private static final String AUTHORITIES = "xyz"; // leader/06
    private static final int BIBLIOGRAPHIC = 26;
    private static final int AUTHORITY = 13;
    private static final int DATE = 8; // digits that $a begins with

    private UnimarcSets() {}

    /** Offset of the text of the field's first $a; {@code to} or more where there is none. */
    public static int text(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to - 1 && (bytes[at] != Iso2709.SUBFIELD_DELIMITER || bytes[at + 1] != 'a')) {
            at++;
        }
        return at + 2;
    }

    /** Offset of the byte after a subfield's text. */
    public static int end(byte[] bytes, int text, int to) {
        int stop = text;
        while (stop < to && bytes[stop] != Iso2709.SUBFIELD_DELIMITER) {
            stop++;
        }
        return stop;
    }

    /** Position of the codes in $a, by the type of the record, leader/06. */
    public static int position(byte type) {
        return AUTHORITIES.indexOf(type) >= 0 ? AUTHORITY : BIBLIOGRAPHIC;
    }

    /**
     * Offset of the codes in a field's first $a, or {@link #NONE}: where it is too short, and where
     * it begins with no date, as in MARC 21, whose field 100 is a name.
     *
     * @param type of the record, leader/06
     */
    public static int at(byte[] bytes, int from, int to, byte type) {
        int text = text(bytes, from, to);
        int end = end(bytes, text, to);
        int digits = text;
        while (digits < Math.min(end, text + DATE)
                && bytes[digits] >= '0'
                && bytes[digits] <= '9') {
            digits++;
        }
        int at = text + position(type);
        return digits == text + DATE && at <= end - CODE ? at : NONE;
    }
}
