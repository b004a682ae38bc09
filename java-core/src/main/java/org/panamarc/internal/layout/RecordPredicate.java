package org.panamarc.internal.layout;

/** Which records are wanted. Belongs to one thread at a time. */
@FunctionalInterface
public interface RecordPredicate {
    /** Whether a record of a batch is wanted; the batch may be open still. */
    boolean test(BatchView batch, int record);
}
