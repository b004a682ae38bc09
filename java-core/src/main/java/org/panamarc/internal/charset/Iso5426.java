package org.panamarc.internal.charset;

import org.jspecify.annotations.Nullable;

/**
 * ISO 5426, the extended Latin of UNIMARC, with the control functions. Loaded when a UNIMARC record
 * first needs it.
 */
final class Iso5426 {
    /** Ends the escape sequences that designate it (ISO registration 53). */
    static final char FINAL = 'P';

    private static final @Nullable CodeTable[] TABLES = CodeTable.load("iso5426.tsv");

    static final CodeTable SET = CodeTable.known(TABLES, FINAL);

    /** Control functions, by byte. */
    static final CodeTable CONTROLS = CodeTable.controls(TABLES);

    private Iso5426() {}
}
