package org.panamarc;

/**
 * One subfield of a data field.
 *
 * @param code the character behind the subfield delimiter 0x1F
 * @param value the text behind the code, without terminators
 */
public record Subfield(char code, String value) {}
