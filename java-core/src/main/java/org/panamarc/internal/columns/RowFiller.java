package org.panamarc.internal.columns;

import java.util.List;
import org.panamarc.internal.layout.BatchView;

/** Makes rows of records. Belongs to one thread at a time. */
interface RowFiller {
    /** Adds the rows of a record to the columns. */
    void add(BatchView batch, int record);

    /** Ends what was added of a packed batch. */
    default void endBatch() {}

    /** The columns, all with the same number of rows. */
    List<Vector> columns();
}
