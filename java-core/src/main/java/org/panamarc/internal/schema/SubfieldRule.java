package org.panamarc.internal.schema;

/**
 * What a subfield may be. Immutable.
 *
 * @param number of the subfields of the schema, counted from 0
 * @param code a character
 * @param place such as {@code 245$a}
 * @param value what it has to be
 */
record SubfieldRule(
        int number,
        String code,
        String place,
        boolean repeatable,
        boolean required,
        boolean deprecated,
        ValueRule value) {}
