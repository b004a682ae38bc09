package org.panamarc.schema;

/**
 * A rule that a record breaks.
 *
 * @param rule which one
 * @param source what the input is called
 * @param recordNumber the record's number in its reader, counted from 1; 0 for a new record
 * @param offset where the record begins in the (decompressed) input, in bytes
 * @param tag the field's; {@code LDR} for the leader
 * @param place what of the record, as a spec names it: {@code 245}, {@code 245$a}, {@code 245^1},
 *     {@code 008/35-37}
 * @param found what is there
 * @param expected what the schema allows
 */
public record SchemaIssue(
        SchemaRule rule,
        String source,
        long recordNumber,
        long offset,
        String tag,
        String place,
        String found,
        String expected) {
    /** The issue in a line. */
    @Override
    public String toString() {
        return "%s: record %d, byte %d, %s: %s: found %s, expected %s"
                .formatted(source, recordNumber, offset, place, rule.text(), found, expected);
    }
}
