package org.panamarc.internal.encoding;

/**
 * What is said of a record's coding. Parameters {@code stated} are what the record says of it, as
 * {@link EncodingResolver#stated} gives that.
 */
final class EncodingMessages {
    static final String NO_SET = "field 100 states no character set";

    private EncodingMessages() {}

    static String leader(char found) {
        return "leader/09 is '%c'".formatted(found);
    }

    static String set(String stated) {
        return "field 100 states character set " + stated;
    }

    /** The data is in another coding, in which it is read. */
    static String other(String stated, String coding) {
        return "%s, which is not %s, but the data is %s and is read as such"
                .formatted(stated, coding, coding);
    }

    /** The data is not the UTF-8 that is stated, and is read in the encoding of the file. */
    static String notUtf8(String stated, String encoding) {
        return "%s, but the data is not UTF-8 and is read as %s, the encoding of the file"
                .formatted(stated, encoding);
    }

    /** The coding cannot be read. */
    static String unreadable(String stated, String coding) {
        return "%s, which cannot be read; the data is read as %s".formatted(stated, coding);
    }

    /** Some fields are in another coding, in which they are read. */
    static String mixed(String stated, String coding, String fields) {
        return "%s, but there is %s in %s, which is read as such".formatted(stated, coding, fields);
    }

    static String malformed(byte found, String stated) {
        return "byte 0x%02X is not UTF-8 and %s; what is malformed reads as U+FFFD"
                .formatted(found, stated);
    }

    static String undecodable(byte found, String coding) {
        return "byte 0x%02X is no character of %s; such bytes are read as U+FFFD"
                .formatted(found, coding);
    }
}
