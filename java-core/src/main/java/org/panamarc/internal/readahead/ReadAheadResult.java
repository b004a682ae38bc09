package org.panamarc.internal.readahead;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.MarcFormatException;
import org.panamarc.internal.accounting.DeferredLedger;
import org.panamarc.internal.framing.FramerPosition;

/**
 * Something that was read ahead: a batch, after it what the error policy does not let through or
 * what was thrown, or none of these, but skipped ranges.
 *
 * @param batch a packed batch, or null
 * @param failure what the error policy does not let through after the batch, or null
 * @param thrown what was thrown after the batch, or null; nothing was read after that
 * @param entries what happened to the input since the item before
 * @param place where the next record or skipped range begins
 * @param nextNumber the number that the next record has
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ReadAheadResult(
        byte @Nullable [] batch,
        @Nullable MarcFormatException failure,
        @Nullable Throwable thrown,
        List<DeferredLedger.Entry> entries,
        FramerPosition place,
        long nextNumber) {}
