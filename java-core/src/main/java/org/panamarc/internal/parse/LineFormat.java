package org.panamarc.internal.parse;

/** A format in which a field is a line. */
interface LineFormat {
    /**
     * Whether a line that is not blank begins another record.
     *
     * @param image the record at hand
     */
    boolean begins(String line, RecordAssembler image);

    /** Whether a blank line ends the record at hand. */
    default boolean endsAtBlank() {
        return true;
    }

    /**
     * Reads a line of the record at hand.
     *
     * @param number of the line, counted from 1
     */
    void read(String line, long number, RecordAssembler image);

    /** Says that all lines of the record have been read. */
    default void complete(RecordAssembler image) {}
}
