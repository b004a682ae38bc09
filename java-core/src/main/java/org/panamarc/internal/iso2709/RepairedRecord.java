package org.panamarc.internal.iso2709;

import java.util.Arrays;
import org.panamarc.internal.Iso2709;
import org.panamarc.internal.framing.RecordEnding;

/**
 * The fields of a record that contradicts itself, as {@link Repair} finds them, in the bytes that
 * were read. Mutable and reused; not thread-safe.
 */
public final class RepairedRecord {
    private final Repair repair = new Repair();
    private int[] terminators = new int[64];

    /** Reads the record at {@code bytes[at, at + length)}, the end of which has been found. */
    public void read(byte[] bytes, int at, int length) {
        int found = 0;
        for (int i = at + Iso2709.LEADER; i < at + length; i++) {
            if (bytes[i] == Iso2709.FIELD_TERMINATOR || bytes[i] == Iso2709.RECORD_TERMINATOR) {
                if (found == terminators.length) {
                    terminators = Arrays.copyOf(terminators, found * 2);
                }
                terminators[found++] = i;
            }
        }
        boolean ended = bytes[at + length - 1] == Iso2709.RECORD_TERMINATOR;
        // All that counts of the ending is where the data ends.
        RecordEnding ending = ended ? RecordEnding.COMPLETE : RecordEnding.TRUNCATED;
        repair.read(
                new FramedRecord(bytes, at, length, ending, terminators, 0, found, 0),
                (kind, offset, tag, message) -> {}); // they were noted when the record was read
    }

    /** Appends the fields that there are to a record that has been begun. */
    public void appendTo(RecordEncoder encoder, byte[] bytes) {
        for (int i = 0; i < repair.count(); i++) {
            if (repair.from(i) >= 0) {
                encoder.beginField(bytes, repair.tagOffset(i));
                encoder.appendAsRead(bytes, repair.from(i), repair.to(i));
                encoder.endField();
            }
        }
    }
}
