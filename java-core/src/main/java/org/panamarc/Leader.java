package org.panamarc;

/**
 * The first 24 characters of a record (MARC 21, "Leader"). Nothing in it is trusted for reading.
 *
 * @param text its 24 characters
 */
public record Leader(String text) {
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

    @Override
    public String toString() {
        return text;
    }
}
