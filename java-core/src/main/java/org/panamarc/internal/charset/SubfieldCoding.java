package org.panamarc.internal.charset;

/**
 * Says what a subfield is in a record whose fields are not all in one coding: UTF-8, or the coding
 * that the record would else be in.
 */
public enum SubfieldCoding {
    /** Nothing but ASCII. */
    ASCII,
    /** UTF-8, perhaps damaged. */
    UTF_8,
    /** The other coding. */
    OTHER,
    /** UTF-8 with escape sequences among it, after which ASCII is another set. */
    MIXED;

    /** How this is decided. */
    public interface Rule {
        /**
         * What {@code bytes[from, to)} is, the delimiter and the code of a subfield included.
         *
         * @param isUtf8 whether the record as a whole is rather UTF-8, which decides where the
         *     bytes do not
         */
        SubfieldCoding of(byte[] bytes, int from, int to, boolean isUtf8);
    }

    /**
     * For MARC-8 and the sets of UNIMARC: as {@link Coding} decides it for a record; but an escape
     * sequence is MARC-8 in any record, and what is well-formed is UTF-8.
     */
    public static SubfieldCoding escaped(byte[] bytes, int from, int to, boolean isUtf8) {
        boolean designates = Coding.designates(bytes, from, to);
        Sequences sequences = Sequences.of(bytes, from, to);
        if (sequences.isAscii()) {
            return designates ? OTHER : ASCII;
        }
        if (sequences.malformed() == 0) {
            boolean high = designates && Coding.designatesG1(bytes, from, to);
            return high ? OTHER : designates ? MIXED : UTF_8;
        }
        return Coding.of(sequences, bytes, from, to, isUtf8) == Coding.MARC_8 ? OTHER : UTF_8;
    }

    /**
     * For encodings without escape sequences.
     *
     * @param wide whether there are characters of several bytes
     */
    public static Rule encoded(boolean wide) {
        return (bytes, from, to, isUtf8) -> {
            Sequences sequences = Sequences.of(bytes, from, to);
            if (sequences.isAscii()) {
                return ASCII;
            }
            boolean cut = isUtf8 && sequences.malformed() == sequences.cut();
            return cut || Coding.isUtf8(sequences, isUtf8, wide) ? UTF_8 : OTHER;
        };
    }
}
