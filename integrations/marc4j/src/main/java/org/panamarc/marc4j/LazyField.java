package org.panamarc.marc4j;

import org.panamarc.MarcRecord;

/** A field of marc4j that is read from a record of panamarc, when it is first asked for. */
interface LazyField {
    /** The record that it was read from. */
    MarcRecord record();

    /** Its place in that record, from 0. */
    int place();

    /** Whether it is still what is there. */
    boolean isUnchanged();
}
