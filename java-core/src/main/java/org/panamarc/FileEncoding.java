package org.panamarc;

import java.nio.charset.Charset;

/**
 * How a reader learns what the bytes of a record's values are. Whatever is chosen, values come as
 * Unicode, and where a record's own statement contradicts its bytes, these are believed and a
 * defect {@link Defect.Kind#CODING_SCHEME} says so. Immutable.
 *
 * <p>{@link Rule} has what the formats themselves say; {@link Legacy} is for files in an encoding
 * that no field of the records names.
 */
public sealed interface FileEncoding {
    /** By what the records say of themselves. */
    enum Rule implements FileEncoding {
        /**
         * Leader/09 is {@code a} for UTF-8; any other record is MARC-8 (MARC 21 Leader, "Character
         * coding scheme").
         */
        MARC_21,

        /**
         * The character sets that field 100 $a names: positions 26-29, in authority records 13-16
         * (UNIMARC Manual, field 100, "Character sets"). Read are ISO 10646, which is UTF-8, and
         * ISO 646 with basic Cyrillic (ISO registration 37), ISO 5426, ISO 5427, ISO 5428, ISO
         * 6438, ISO 10586 or table 1 of ISO 8957; and RUSMARC's code pages 866, Windows-1251 and
         * KOI-8. Where it names none, {@link #MARC_21} holds.
         */
        UNIMARC
    }

    /**
     * One encoding for all records whose leader/09 is not {@code a}.
     *
     * @param charset reads the bytes 0x00 to 0x7F as ASCII, each for itself
     */
    record Legacy(Charset charset) implements FileEncoding {
        /**
         * Checks the encoding.
         *
         * @throws IllegalArgumentException if it is not ASCII-compatible, as the structure of MARC
         *     is
         */
        public Legacy {
            for (int value = 0; value < 0x80; value++) {
                String read = new String(new byte[] {(byte) value}, charset);
                if (!read.equals(Character.toString(value))) {
                    throw new IllegalArgumentException(
                            "%s is not ASCII-compatible, as the structure of MARC is: it does not read byte 0x%02X as U+%04X"
                                    .formatted(charset.name(), value, value));
                }
            }
        }
    }

    /**
     * One encoding for all records whose leader/09 is not {@code a}.
     *
     * @throws IllegalArgumentException if it is not ASCII-compatible, as the structure of MARC is
     */
    static FileEncoding of(Charset charset) {
        return new Legacy(charset);
    }
}
