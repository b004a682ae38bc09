package org.panamarc.internal.crosswalk;

import org.panamarc.internal.iso2709.EncodeException;
import org.panamarc.internal.layout.BatchView;

/** A format that holds a part of what a record says. Not thread-safe. */
public interface Crosswalk {
    /** What precedes the first record. */
    String head();

    /** What separates two records. */
    String between();

    /** What follows the last record. */
    String foot();

    /**
     * A record in the format.
     *
     * @throws EncodeException if it is UNIMARC, or no bibliographic record
     */
    CharSequence text(BatchView batch, int record);

    /** How many characters became U+FFFD since this was asked last: the format has none of them. */
    default int takeReplaced() {
        return 0;
    }
}
