package org.panamarc;

/** Which values come in Unicode Normalization Form C; the others come as they are coded. */
public enum Nfc {
    /** None; MARC-8 has each mark after its letter. */
    NONE,
    /** Those that are not in UTF-8 in the input. */
    DECODED,
    /** All. */
    ALL
}
