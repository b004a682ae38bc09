package org.panamarc.internal.batch;

import java.util.Arrays;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.Tags;

/** What makes two records equal: their contents, wherever and in whatever form they are stored. */
public final class RecordEquality {
    private static final int AFTER_LENGTH = 5;
    private static final int AFTER_BASE_ADDRESS = Iso2709.BASE_ADDRESS + 5;

    private RecordEquality() {}

    /**
     * Whether two records have the same fields in the same order, and the same leader but for
     * record length and base address of data.
     */
    public static boolean same(BatchView a, int first, BatchView b, int second) {
        int slot = a.firstSlot(first);
        int other = b.firstSlot(second);
        int closing = a.closingSlot(first);
        if (closing - slot != b.closingSlot(second) - other
                || !sameLeader(a, first, b, second, AFTER_LENGTH, Iso2709.BASE_ADDRESS)
                || !sameLeader(a, first, b, second, AFTER_BASE_ADDRESS, Iso2709.LEADER)) {
            return false;
        }
        for (; slot < closing; slot++, other++) {
            if (!sameTag(a, slot, b, other)
                    || !Arrays.equals(
                            a.memory(),
                            a.valueStart(slot),
                            a.valueEnd(slot),
                            b.memory(),
                            b.valueStart(other),
                            b.valueEnd(other))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameLeader(
            BatchView a, int first, BatchView b, int second, int from, int to) {
        int at = a.rawStart(first);
        int other = b.rawStart(second);
        return Arrays.equals(a.memory(), at + from, at + to, b.memory(), other + from, other + to);
    }

    /** Odd tags have another number in each batch. */
    private static boolean sameTag(BatchView a, int slot, BatchView b, int other) {
        int tag = a.tag(slot);
        return tag < Tags.ODD ? tag == b.tag(other) : a.tagText(slot).equals(b.tagText(other));
    }

    /** A hash code that records which are the same have in common. */
    public static int hash(BatchView batch, int record) {
        int at = batch.rawStart(record);
        int hash = 1;
        for (int i = at + AFTER_LENGTH; i < at + Iso2709.BASE_ADDRESS; i++) {
            hash = 31 * hash + batch.memory()[i];
        }
        int closing = batch.closingSlot(record);
        for (int slot = batch.firstSlot(record); slot < closing; slot++) {
            int tag = batch.tag(slot);
            hash = 31 * hash + (tag < Tags.ODD ? tag : batch.tagText(slot).hashCode());
            for (int i = batch.valueStart(slot); i < batch.valueEnd(slot); i++) {
                hash = 31 * hash + batch.memory()[i];
            }
        }
        return hash;
    }
}
