package org.panamarc.internal.readahead;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.MarcFormatException;
import org.panamarc.internal.accounting.DeferredLedger;
import org.panamarc.internal.framing.FramerPosition;

/**
 * Something that was read ahead: a batch, after it what the error policy does not let through or
 * what was thrown, or none of these, but skipped ranges. A batch is there as it was packed or,
 * where a function is applied to all, as what that made of it.
 *
 * @param batch a packed batch, or null
 * @param made what the function made of a batch, or null
 * @param failure what the error policy does not let through after the batch, or null
 * @param thrown what was thrown after the batch, or null; nothing was read after that
 * @param entries what happened to the input since the item before
 * @param place where the next record or skipped range begins
 * @param nextNumber the number that the next record has
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ReadAheadResult(
        byte @Nullable [] batch,
        @Nullable Object made,
        @Nullable MarcFormatException failure,
        @Nullable Throwable thrown,
        List<DeferredLedger.Entry> entries,
        FramerPosition place,
        long nextNumber) {}
