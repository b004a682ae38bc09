package org.panamarc.columns;

/**
 * What the values of a column are, and how Apache Arrow's columnar format lays them out. Numbers
 * are in native byte order.
 */
public enum ColumnType {
    /** 32-bit integers: a buffer of int32. */
    INT32("i"),
    /** 64-bit integers: a buffer of int64. */
    INT64("l"),
    /** Booleans: a buffer of bits, the least significant first. */
    BOOL("b"),
    /** Days since 1970-01-01: a buffer of int32. */
    DATE32("tdD"),
    /** UTF-8 text: a buffer of int32 offsets, one more than rows, and a buffer of bytes. */
    UTF8("u"),
    /** Bytes: buffers as of {@link #UTF8}. */
    BINARY("z"),
    /**
     * UTF-8 text in which few values repeat: a buffer of int32 indexes into a dictionary of them.
     */
    DICTIONARY("i"),
    /** Lists of any length: a buffer of int32 offsets into the items, one more than rows. */
    LIST("+l"),
    /** Several values by name: a child for each. */
    STRUCT("+s");

    private final String format;

    ColumnType(String format) {
        this.format = format;
    }

    /**
     * The format string of Arrow's C data interface; of {@link #DICTIONARY} that of its indexes.
     */
    public String format() {
        return format;
    }
}
