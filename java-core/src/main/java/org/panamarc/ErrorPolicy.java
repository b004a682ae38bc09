package org.panamarc;

/**
 * What a reader does with a record that breaks the standard. Filler between records is no record.
 */
public enum ErrorPolicy {
    /**
     * Every field that can be recognized is given, and each repair is a {@link Defect} of its
     * record.
     */
    RECOVER,
    /**
     * A record with a defect of severity {@link Defect.Severity#STRUCTURE} is left out, and its
     * bytes are a {@link SkippedRange}.
     */
    SKIP,
    /**
     * Such a record is a {@link MarcFormatException} at its place, as are bytes that hold no
     * record; reading can go on after it.
     */
    RAISE
}
