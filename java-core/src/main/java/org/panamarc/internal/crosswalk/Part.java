package org.panamarc.internal.crosswalk;

/**
 * A subfield.
 *
 * @param code a character of Unicode
 * @param text as {@link CleanText} has it
 */
record Part(int code, String text) {}
