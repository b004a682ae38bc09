package org.panamarc;

/**
 * Bytes of an input that belong to no record that was delivered.
 *
 * @param source what the input is called
 * @param span their place in it
 * @param reason why they were skipped
 */
public record SkippedRange(String source, Span span, Reason reason) {
    /** Why bytes were skipped. */
    public enum Reason {
        /** Newlines, NUL, 0x1A, spaces or a byte order mark between records. */
        FILLER("filler"),
        /** No record begins in these bytes. */
        NO_LEADER("no leader"),
        /** A leader is there, but its record does not end within the size allowed. */
        NO_END("no end"),
        /**
         * Malformed XML or JSON after which no record was found, or what follows a record in a
         * format other than ISO 2709.
         */
        NOT_READ("not read"),
        /** Malformed XML or JSON after which reading went on at the next record. */
        MALFORMED("malformed"),
        /** A record that the error policy did not let through. */
        LEFT_OUT("left out"),
        /** The input begins as text in UTF-16 does, in which no record can be read. */
        UTF_16("UTF-16 text"),
        /** The input begins as text in UTF-32 does. */
        UTF_32("UTF-32 text"),
        /** The input begins with a leader in EBCDIC. */
        EBCDIC("EBCDIC text"),
        /** The input begins as XML or HTML does; MARCXML is XML. */
        XML("XML or HTML"),
        /** The input begins as JSON does; MARC-in-JSON is JSON. */
        JSON("JSON"),
        /** The input begins as a file of MARCMaker does. */
        MARC_MAKER("MARCMaker text"),
        /** The input begins as a zip archive does. */
        ZIP("zip compression"),
        /** The input begins as gzip does after its first decompression. */
        GZIP("gzip compression"),
        /** The input begins as bzip2 does after its first decompression. */
        BZIP2("bzip2 compression"),
        /** The input begins as xz does. */
        XZ("xz compression"),
        /** The input begins as Zstandard does after its first decompression. */
        ZSTANDARD("Zstandard compression"),
        /** The input begins as a 7z archive does. */
        SEVEN_ZIP("7z compression");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** Whether this names another format, as which the input begins. */
        public boolean isFormat() {
            return compareTo(LEFT_OUT) > 0;
        }

        /** The reason in plain words, the same in every language binding. */
        public String text() {
            return text;
        }
    }
}
