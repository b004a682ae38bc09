package org.panamarc.internal;

/** The fixed numbers of ISO 2709 as MARC 21 uses it (MARC 21 Record Structure). */
public final class Iso2709 {
    /** Ends a record. */
    public static final byte RECORD_TERMINATOR = 0x1D;

    /** Ends the directory and each field. */
    public static final byte FIELD_TERMINATOR = 0x1E;

    /** Begins each subfield. */
    public static final byte SUBFIELD_DELIMITER = 0x1F;

    /** Bytes of the leader. */
    public static final int LEADER = 24;

    /** Bytes of a directory entry: tag 3, length of field 4, starting character position 5. */
    public static final int ENTRY = 12;

    /** Offset in the leader of the base address of data, 5 digits. */
    public static final int BASE_ADDRESS = 12;

    /** Offset in the leader of the character coding scheme. */
    public static final int CODING_SCHEME = 9;

    /** The smallest record: leader, the directory's terminator, the record terminator. */
    public static final int SMALLEST = LEADER + 2;

    /** The largest length that five digits can state. */
    public static final int LARGEST_STATED = 99_999;

    private Iso2709() {}
}
