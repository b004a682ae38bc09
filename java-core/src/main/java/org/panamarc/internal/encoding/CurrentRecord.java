package org.panamarc.internal.encoding;

import org.jspecify.annotations.Nullable;
import org.panamarc.Defect;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.accounting.DefectLog;
import org.panamarc.internal.charset.Sequences;
import org.panamarc.internal.layout.BatchMemory;
import org.panamarc.internal.layout.SlotTable;

/** The values of the record at hand in its batch. Mutable, reused from record to record. */
final class CurrentRecord {
    final BatchMemory memory;
    final SlotTable fields;
    final DefectLog defects;

    int firstSlot; // its slots are the last ones; the closing slot ends them
    int at; // offset of its raw bytes in the batch
    int valuesAt; // offset of its first value in the raw bytes
    int rawEnd; // offset after its raw bytes
    boolean mayEscape; // whether an escape sequence may begin in it
    private @Nullable Sequences sequences;

    CurrentRecord(BatchMemory memory, SlotTable fields, DefectLog defects) {
        this.memory = memory;
        this.fields = fields;
        this.defects = defects;
    }

    /** Begins a record, whose offsets are set: what was known of the last one is forgotten. */
    void begin(boolean escapes) {
        mayEscape = escapes;
        sequences = null;
    }

    /** What the bytes above 0x7F of its values are, as they were read. */
    Sequences sequences() {
        if (sequences == null) {
            sequences = Sequences.of(memory.bytes, valuesAt, rawEnd);
        }
        return sequences;
    }

    /** The byte at an offset in the leader, as a character. */
    char leader(int offset) {
        return (char) (memory.bytes[at + offset] & 0xFF);
    }

    /** Whether leader/09 is {@code a}. */
    boolean saysUtf8() {
        return leader(Iso2709.CODING_SCHEME) == 'a';
    }

    /** The slot after the last field's. */
    int closingSlot() {
        return fields.size - 1;
    }

    /** Where the value of a slot ends: at its 0x1E. */
    int valueEnd(int slot) {
        return fields.starts[slot + 1] - 1;
    }

    /**
     * The offset in the record of a byte of a value. A value that a repair has moved aside no
     * longer has a place; it is said to be where values begin.
     */
    int inRecord(int offset) {
        return (offset < rawEnd ? offset : valuesAt) - at;
    }

    /** What leader/09 is, as messages say it. */
    String statedByLeader() {
        return EncodingMessages.leader(leader(Iso2709.CODING_SCHEME));
    }

    /** Notes that leader/09 is not what the data is. */
    void noteLeader(String message) {
        defects.add(Defect.Kind.CODING_SCHEME, Iso2709.CODING_SCHEME, null, message);
    }
}
