package org.panamarc.internal.columns;

import org.panamarc.internal.layout.BatchView;

/** Whether a record is wanted. Belongs to one thread at a time. */
interface RecordPredicate {
    boolean test(BatchView batch, int record);
}
