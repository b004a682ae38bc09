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
    SUBFIELDS
}
