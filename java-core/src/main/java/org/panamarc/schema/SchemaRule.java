package org.panamarc.schema;

/** What a record has to fulfil, as the specification of Avram names it. */
public enum SchemaRule {
    /** Every field has a definition. */
    UNDEFINED_FIELD("undefinedField"),
    /** No field is deprecated. */
    DEPRECATED_FIELD("deprecatedField"),
    /** A field that is not repeatable is there once. */
    NONREPEATABLE_FIELD("nonrepeatableField"),
    /** A required field is there. */
    MISSING_FIELD("missingField"),
    /** A field that is to have data alone, or subfields, has them. */
    INVALID_FIELD_VALUE("invalidFieldValue"),
    /** An indicator has one of its codes, or matches its pattern. */
    INVALID_INDICATOR("invalidIndicator"),
    /** Every subfield has a definition. */
    UNDEFINED_SUBFIELD("undefinedSubfield"),
    /** No subfield is deprecated. */
    DEPRECATED_SUBFIELD("deprecatedSubfield"),
    /** A subfield that is not repeatable is in its field once. */
    NONREPEATABLE_SUBFIELD("nonrepeatableSubfield"),
    /** A required subfield is in its field. */
    MISSING_SUBFIELD("missingSubfield"),
    /** A value matches its pattern. */
    PATTERN_MISMATCH("patternMismatch"),
    /** A value is long enough for its positions. */
    INVALID_POSITION("invalidPosition"),
    /** The characters of a position are flags of its list. */
    INVALID_FLAG("invalidFlag"),
    /** A value is a code of its list. */
    UNDEFINED_CODE("undefinedCode"),
    /** A code is not deprecated. */
    DEPRECATED_CODE("deprecatedCode");

    private final String text;

    SchemaRule(String text) {
        this.text = text;
    }

    /** The name in Avram's specification, such as {@code undefinedField}. */
    public String text() {
        return text;
    }
}
