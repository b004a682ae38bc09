package org.panamarc.internal.columns;

import org.panamarc.internal.query.ValueSelector;

/** Takes the values of a record for a column. */
interface ValueTarget extends ValueSelector.Sink {
    /** Takes notice of a value that was found but is not valid; returns whether more are wanted. */
    boolean invalid();
}
