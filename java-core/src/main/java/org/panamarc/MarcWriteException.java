package org.panamarc;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A record that cannot be written as it is; the output goes on without it. */
public final class MarcWriteException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final String target;
    private final long recordNumber;
    private final @Nullable String tag;

    /**
     * An exception for one record.
     *
     * @param target what the output is called
     * @param recordNumber the record's number in the output, counted from 1
     * @param source what its input is called
     * @param sourceNumber the record's number there, counted from 1; 0 if it was not read
     * @param tag the field concerned, or null where it is the whole record
     * @param message what was found and what was expected, in one sentence
     */
    public MarcWriteException(
            String target,
            long recordNumber,
            String source,
            long sourceNumber,
            @Nullable String tag,
            String message,
            Throwable cause) {
        super(
                "%s: record %d%s%s: %s"
                        .formatted(
                                target,
                                recordNumber,
                                sourceNumber == 0
                                        ? ""
                                        : " (record %d of %s)".formatted(sourceNumber, source),
                                tag == null ? "" : ", field " + tag,
                                message),
                cause);
        this.target = target;
        this.recordNumber = recordNumber;
        this.tag = tag;
    }

    /** What the output is called: a path, or a name. */
    public String target() {
        return target;
    }

    /** The number that the record would have in the output, counted from 1. */
    public long recordNumber() {
        return recordNumber;
    }

    /** The field concerned, or null where it is the whole record. */
    public @Nullable String tag() {
        return tag;
    }
}
