package org.panamarc.internal.iso2709;

/** Which fields without indicators and subfields are control fields of local kind for certain. */
public enum LocalFields {
    /** None: ISO 2709 does not mark them, so that something may be missing in each. */
    NONE,
    /**
     * Those whose tag is not three digits, such as Aleph's FMT: the format has them like others.
     */
    NAMED,
    /** All: the format marks control fields. */
    ALL
}
