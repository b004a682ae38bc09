package org.panamarc.internal.crosswalk;

/**
 * A value in a citation.
 *
 * @param bibtex the field of BibTeX, or {@code -}
 * @param csl the variable of CSL, or {@code -}
 */
record CitedValue(String bibtex, String csl, String text) {}
