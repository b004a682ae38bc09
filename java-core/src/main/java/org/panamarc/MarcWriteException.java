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
     * @param record the record itself
     * @param tag the field concerned, or null where it is the whole record
     * @param message what was found and what was expected, in one sentence
     */
    MarcWriteException(
            String target,
            long recordNumber,
            MarcRecord record,
            @Nullable String tag,
            String message,
            Throwable cause) {
        super(message(target, recordNumber, record, tag, message), cause);
        this.target = target;
        this.recordNumber = recordNumber;
        this.tag = tag;
    }

    private static String message(
            String target, long number, MarcRecord record, @Nullable String tag, String message) {
        String origin =
                record.number() == 0
                        ? ""
                        : " (record %d of %s)".formatted(record.number(), record.source());
        String field = tag == null ? "" : ", field " + tag;
        return "%s: record %d%s%s: %s".formatted(target, number, origin, field, message);
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
