package org.panamarc;

/**
 * The first 24 characters of a record (MARC 21, "Leader"). Nothing in it is trusted for reading.
 *
 * @param text its 24 characters
 */
public record Leader(String text) {
    /** A new record of language material, a monograph, in UTF-8. */
    public static final Leader NEW = new Leader("00000nam a2200000   4500");

    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException if there are not 24
     */
    public Leader {
        if (text.length() != 24) {
            throw new IllegalArgumentException(
                    "a leader has 24 characters; found %d in '%s'".formatted(text.length(), text));
        }
    }

    /** Leader/05, such as {@code n} for a new record. */
    public char recordStatus() {
        return text.charAt(5);
    }

    /** Leader/06, such as {@code a} for language material. */
    public char typeOfRecord() {
        return text.charAt(6);
    }

    /** Leader/07, such as {@code m} for a monograph. */
    public char bibliographicLevel() {
        return text.charAt(7);
    }

    /** Leader/09: {@code a} for UTF-8, a space for MARC-8. */
    public char characterCodingScheme() {
        return text.charAt(9);
    }

    /**
     * A copy with another character at a position.
     *
     * @param position 0 to 23; a writer sets 00-04, 10-16 and 20-23 itself
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public Leader with(int position, char value) {
        StringBuilder changed = new StringBuilder(text);
        changed.setCharAt(position, value);
        return new Leader(changed.toString());
    }

    /** A copy with another record status, leader/05. */
    public Leader withRecordStatus(char value) {
        return with(5, value);
    }

    /** A copy with another type of record, leader/06. */
    public Leader withTypeOfRecord(char value) {
        return with(6, value);
    }

    /** A copy with another bibliographic level, leader/07. */
    public Leader withBibliographicLevel(char value) {
        return with(7, value);
    }

    /** A copy with another character coding scheme, leader/09. */
    public Leader withCharacterCodingScheme(char value) {
        return with(9, value);
    }

    @Override
    public String toString() {
        return text;
    }
}
