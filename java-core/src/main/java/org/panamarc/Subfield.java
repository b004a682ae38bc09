package org.panamarc;

/**
 * One subfield of a data field.
 *
 * @param code the character after the subfield delimiter 0x1F; U+FFFD where that is beyond U+FFFF
 * @param value the text after the code, without terminators
 */
public record Subfield(char code, String value) {}
