package org.panamarc.internal.parse;

import org.panamarc.internal.iso2709.LocalFields;

/**
 * Finds the records of an input in a format other than ISO 2709. Bytes are given to it as they
 * come, so that it never waits. Not thread-safe.
 */
public interface FormatParser {
    /** What {@link #next} found. */
    enum Outcome {
        /** A record, which is in the image. */
        RECORD,
        /** All bytes are used up: {@link #feed} or {@link #end} must be called. */
        NEED_INPUT,
        /** The end of the input; again and again. */
        END,
        /**
         * The input is not in its format, see {@link #problem}; the next call goes on after that.
         */
        MALFORMED
    }

    /** Which fields without subfields are control fields of local kind in this format. */
    default LocalFields localFields() {
        return LocalFields.ALL;
    }

    /**
     * Goes to the next record.
     *
     * @param image the same in each call; may be filled before the call that answers {@code RECORD}
     */
    Outcome next(RecordAssembler image);

    /**
     * Gives more bytes, when all are used up.
     *
     * @param bytes their first {@code length} ones; not to be changed before more are asked for
     */
    void feed(byte[] bytes, int length);

    /** Says that there will be no more bytes. */
    void end();

    /**
     * Offset in the input of the byte after what {@link #next} found last: a record with all bytes
     * before it, or something malformed.
     */
    long position();

    /**
     * Whether records may come after what was malformed, so that it costs no more than the range up
     * to {@link #position}.
     */
    default boolean goesOn() {
        return false;
    }

    /** What is malformed, with line and column, counted from 1. */
    String problem();
}
