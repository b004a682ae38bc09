package org.panamarc;

/** Takes the subfields of a field, one after the other. */
@FunctionalInterface
public interface SubfieldConsumer {
    /**
     * Takes a subfield.
     *
     * @param code as {@link Subfield#code} has it
     * @param value the text after the code, without terminators
     */
    void accept(char code, String value);
}
