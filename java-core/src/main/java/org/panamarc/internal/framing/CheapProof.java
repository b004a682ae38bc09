package org.panamarc.internal.framing;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.kernel.StructuralIndex;

/**
 * The cheap proof of a record: the directory ends where the leader says that the data begins, it
 * has as many entries as there are field terminators after it, and the last of these is followed by
 * a record terminator where the leader says that the record ends. A length that swallows the next
 * record fails it, since that record's terminators would be too many.
 */
final class CheapProof {
    private CheapProof() {}

    /**
     * The index of the record terminator of a record that proves itself, or -1.
     *
     * @param start offset in the memory of its leader
     * @param first index of the first terminator at or after it
     * @param most the most bytes that the record may have
     */
    static int of(MemorySegment memory, StructuralIndex index, int start, int first, int most) {
        int stated = Digits.five(memory, start);
        int base = Digits.five(memory, start + Iso2709.BASE_ADDRESS);
        int entries = (base - Iso2709.LEADER - 1) / Iso2709.ENTRY;
        if (stated > most
                || base <= Iso2709.LEADER
                || entries * Iso2709.ENTRY != base - Iso2709.LEADER - 1) {
            return -1;
        }
        int last = first + entries + 1;
        int[] positions = index.positions;
        if (last >= index.count
                || positions[first] != start + base - 1
                || positions[last - 1] != start + stated - 2
                || positions[last] != start + stated - 1
                || memory.get(JAVA_BYTE, start + stated - 1) != Iso2709.RECORD_TERMINATOR) {
            return -1;
        }
        for (int i = first; i < last; i++) {
            if (memory.get(JAVA_BYTE, positions[i]) != Iso2709.FIELD_TERMINATOR) {
                return -1;
            }
        }
        return last;
    }
}
