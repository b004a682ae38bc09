package org.panamarc.internal.charset;

import org.jspecify.annotations.Nullable;

/**
 * The character sets of UNIMARC that neither MARC-8 nor ISO 5426 has. Loaded when a UNIMARC record
 * first needs one.
 */
final class UnimarcTables {
    /** Ends the escape sequences that designate ISO 6438 (ISO registration 39). */
    static final char AFRICAN_FINAL = 'M';

    private static final @Nullable CodeTable[] TABLES = CodeTable.load("unimarc.tsv");

    /** ISO 6438. */
    static final CodeTable AFRICAN = CodeTable.known(TABLES, AFRICAN_FINAL);

    /** ISO 10586, which has no escape sequence: the letter is a name within the resource. */
    static final CodeTable GEORGIAN = CodeTable.known(TABLES, 'g');

    private UnimarcTables() {}
}
