package org.panamarc.internal.columns;

import org.panamarc.internal.layout.BatchView;

/** Makes one row of a column of each record. Belongs to one thread at a time. */
interface ColumnFiller {
    /** Adds the row of a record. */
    void add(BatchView batch, int record);

    /** The column. */
    Vector vector();
}
