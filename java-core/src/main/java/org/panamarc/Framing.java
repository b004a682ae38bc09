package org.panamarc;

/** How an input is divided. */
public enum Framing {
    /** Into ISO 2709 records: leader, directory, fields, record terminator. */
    RECORD,
    /** Into ranges ended by the field terminator 0x1E, for data that has no leaders. */
    TERMINATOR
}
