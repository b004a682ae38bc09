package org.panamarc.columns;

import java.io.Serial;

/** A value that does not fit the type that its column asks for. */
public final class ColumnValueException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final String source;
    private final long recordNumber;
    private final long offset;
    private final String column;
    private final String value;

    /**
     * An exception for one value.
     *
     * @param source what the input is called
     * @param recordNumber the record's number in the scan, counted from 1
     * @param offset of the record in its (decompressed) input
     * @param column the name of the column
     * @param spec where the value is in the record
     * @param value as it was found
     * @param expected what was expected, in words
     */
    public ColumnValueException(
            String source,
            long recordNumber,
            long offset,
            String column,
            String spec,
            String value,
            String expected) {
        super(
                "%s: record %d at byte %d, column %s: %s is '%s'; expected %s"
                        .formatted(source, recordNumber, offset, column, spec, value, expected));
        this.source = source;
        this.recordNumber = recordNumber;
        this.offset = offset;
        this.column = column;
        this.value = value;
    }

    /** What the input is called. */
    public String source() {
        return source;
    }

    /** The record's number in the scan, counted from 1. */
    public long recordNumber() {
        return recordNumber;
    }

    /** Offset of the record in its (decompressed) input. */
    public long offset() {
        return offset;
    }

    /** The name of the column. */
    public String column() {
        return column;
    }

    /** The value as it was found. */
    public String value() {
        return value;
    }
}
