package org.panamarc.internal.framing;

/** How the end of a record was found. */
public enum RecordEnding {
    /** Leader, directory terminator and the number of field terminators agree. */
    PROVEN,
    /** 0x1E 0x1D are at the end, but something before them lies. */
    COMPLETE,
    /** 0x1D is at the end without an 0x1E before it. */
    NO_FIELD_TERMINATOR,
    /** The next record's leader follows a field terminator without an 0x1D between. */
    NO_RECORD_TERMINATOR,
    /** The input ends, or the next record begins, in the middle of this one. */
    TRUNCATED
}
