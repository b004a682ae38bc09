package org.panamarc;

import java.util.Objects;

/**
 * How to write. Immutable; the {@code with…} methods give changed copies.
 *
 * @param coding the characters that records are written in
 * @param overlong whether records and fields are written that are longer than ISO 2709 can state;
 *     see {@link #withOverlong}
 * @param repair whether records whose structure is broken are rebuilt; see {@link #withRepair}
 */
public record WriteOptions(Coding coding, boolean overlong, boolean repair) {
    /** Which characters records are written in (MARC 21 Leader, 09). */
    public enum Coding {
        /**
         * What was read stays as it is. What was built or changed is UTF-8 if leader/09 is {@code
         * a} or the leader is UNIMARC's (20-23 are {@code 450 }), else MARC-8.
         */
        BY_LEADER,
        /** UTF-8, and leader/09 is {@code a}. */
        UTF_8,
        /**
         * MARC-8, and leader/09 is a space. What no set of MARC-8 has becomes a numeric character
         * reference, such as &amp;#x1E9E;.
         */
        MARC_8
    }

    /** By the leader; what is too long is refused, what is broken is repaired. */
    public static final WriteOptions DEFAULT = new WriteOptions(Coding.BY_LEADER, false, true);

    /** Checks that nothing is null. */
    public WriteOptions {
        Objects.requireNonNull(coding);
    }

    /** A copy with another coding. */
    public WriteOptions withCoding(Coding value) {
        return new WriteOptions(value, overlong, repair);
    }

    /**
     * A copy that writes records of more than 99,999 bytes and fields of more than 9,999, up to 16
     * MiB, or refuses them. The largest number that its digits can state then means any larger one:
     * 99999 for the record length, 9999 and 99999 for a field's length and start. The fields are
     * found by their terminators, as {@link MarcReader} and other tolerant readers do.
     */
    public WriteOptions withOverlong(boolean value) {
        return new WriteOptions(coding, value, repair);
    }

    /**
     * A copy that rebuilds records with defects of severity {@link Defect.Severity#STRUCTURE} from
     * their fields as they were read, in the bytes that were read; or that, by {@link
     * Coding#BY_LEADER}, writes all bytes of such records as they were in the input.
     */
    public WriteOptions withRepair(boolean value) {
        return new WriteOptions(coding, overlong, value);
    }
}
