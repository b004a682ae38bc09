package org.panamarc;

import org.jspecify.annotations.Nullable;

/**
 * Something in the input that breaks the standard, and what was made of it.
 *
 * @param kind what is wrong
 * @param recordNumber the record's number in its reader, counted from 1
 * @param offset where in the (decompressed) input, in bytes counted from 0
 * @param tag the field concerned, or null where it is the whole record
 * @param message what was found, what was expected, and the repair, in one sentence
 */
public record Defect(
        Kind kind, long recordNumber, long offset, @Nullable String tag, String message) {

    /** How deep a defect goes. */
    public enum Severity {
        /** The framing, the directory or the terminators of ISO 2709 are broken. */
        STRUCTURE("structure"),
        /** The structure holds, but what it holds is not as it should be. */
        CONTENT("content");

        private final String text;

        Severity(String text) {
            this.text = text;
        }

        /** The severity in plain words, the same in every language binding. */
        public String text() {
            return text;
        }
    }

    /** What can be wrong with a record. */
    public enum Kind {
        /** The leader's record length (00-04) is not the record's length. */
        RECORD_LENGTH("record-length", Severity.STRUCTURE),
        /** The leader's base address of data (12-16) is not where the directory ends. */
        BASE_ADDRESS("base-address", Severity.STRUCTURE),
        /** The record ends before its fields do. */
        TRUNCATED("truncated", Severity.STRUCTURE),
        /** The record terminator 0x1D is missing. */
        RECORD_TERMINATOR("record-terminator", Severity.STRUCTURE),
        /** A field terminator 0x1E is missing. */
        FIELD_TERMINATOR("field-terminator", Severity.STRUCTURE),
        /**
         * The directory is not whole entries of 12 bytes ended by 0x1E, or disagrees with the
         * fields.
         */
        DIRECTORY("directory", Severity.STRUCTURE),
        /** A directory entry has no field. */
        MISSING_FIELD("missing-field", Severity.STRUCTURE),
        /** Data that no directory entry claims. */
        UNCLAIMED_DATA("unclaimed-data", Severity.STRUCTURE),
        /** A record or field terminator is inside a field's data. */
        TERMINATOR_IN_DATA("terminator-in-data", Severity.STRUCTURE),
        /** A record in another format than ISO 2709 lacks a part, or has one that means nothing. */
        FORMAT("format", Severity.STRUCTURE),
        /** The input is not in the format that it begins as: malformed XML, for one. */
        MALFORMED("malformed", Severity.STRUCTURE),
        /** The bytes belong to no record. */
        NO_RECORD("no-record", Severity.STRUCTURE),
        /** The leader's character coding scheme (09) is not the one of the data. */
        CODING_SCHEME("coding-scheme", Severity.CONTENT),
        /** Bytes that cannot be decoded; each reads as U+FFFD. */
        UNDECODABLE("undecodable", Severity.CONTENT),
        /**
         * The leader has a character that is not printable ASCII, or states indicators, subfield
         * codes or entries of other sizes than MARC has.
         */
        LEADER("leader", Severity.CONTENT),
        /** A tag is not three characters from 0-9 and A-Z. */
        TAG("tag", Severity.CONTENT),
        /** A data field does not begin with two indicators and a subfield delimiter. */
        INDICATORS("indicators", Severity.CONTENT),
        /**
         * A control field (001-009) begins as a data field does: two indicators and an 0x1F. Or a
         * format that marks control fields has one where ISO 2709 has a data field, or the other
         * way round.
         */
        CONTROL_FIELD("control-field", Severity.CONTENT),
        /** A subfield delimiter has no subfield code after it. */
        SUBFIELD_CODE("subfield-code", Severity.CONTENT);

        private final String text;
        private final Severity severity;

        Kind(String text, Severity severity) {
            this.text = text;
            this.severity = severity;
        }

        /** The kind in plain words, the same in every language binding. */
        public String text() {
            return text;
        }

        /** How deep a defect of this kind goes. */
        public Severity severity() {
            return severity;
        }
    }

    /** How deep this defect goes. */
    public Severity severity() {
        return kind.severity();
    }
}
