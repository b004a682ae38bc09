package org.panamarc.internal.columns;

/** Takes rows of UTF-8 text, into a column of any type. */
interface TextAppender {
    /** Adds a row. */
    void append(byte[] bytes, int from, int to);

    /** The column that gets the rows. */
    Vector vector();
}
