package org.panamarc.columns;

/** Tables that are ready to be asked for by name. */
public enum ReadySet {
    /**
     * A row a record: {@code control_number}, {@code title}, {@code author}, {@code publisher},
     * {@code year}, {@code language}, {@code isbns}, {@code issns}, {@code subjects} and {@code
     * record_type}.
     */
    BIBLIOGRAPHIC,
    /**
     * A row a record: {@code record}, its number; {@code control_number}; {@code source}, what the
     * input is called; {@code offset} and {@code length} in it; {@code leader}, whole, and its
     * parts: {@code record_status}, {@code record_type}, {@code bibliographic_level}, {@code
     * control_type}, {@code coding_scheme}, {@code encoding_level}, {@code cataloging_form} and
     * {@code multipart_level}; {@code defects}, their kinds.
     */
    RECORDS,
    /**
     * A row a record, all of it: {@code leader}, and {@code fields} as {@link Column.Kind#FIELDS}
     * has them.
     */
    WHOLE,
    /**
     * A row a field: {@code record}, the record's number; {@code field}, the field's place in the
     * record, counted from 0; {@code tag}, {@code ind1}, {@code ind2} and {@code value}: data, or
     * subfield values joined by a blank. A control field has no indicators.
     */
    FIELDS,
    /**
     * A row a subfield: {@code record}, {@code field}, {@code subfield}, the places of field and
     * subfield counted from 0, {@code tag}, {@code ind1}, {@code ind2}, {@code code} and {@code
     * value}. A control field has one row, without indicators and code.
     */
    SUBFIELDS,
    /**
     * A row a reference to another record or field: {@code record} and {@code field}, where it is;
     * {@code tag}; {@code control_number} of its record; {@code kind}; {@code target}, the text of
     * the subfield as it was found; {@code target_field}, the place in the record of the field that
     * is meant. Kinds, by MARC 21: {@code linking-entry} ({@code $w} of 760 to 789), {@code series}
     * ({@code $w} of 800, 810, 811 and 830), {@code script} ({@code $6} of 880, the only one with a
     * target field, where the record has it) and {@code authority} ({@code $0} of 010 to 899).
     */
    LINKS
}
