package org.panamarc.internal.iso2709;

import org.panamarc.internal.Iso2709;

/** What is said where content cannot be written in a record of ISO 2709. */
final class EncodeMessages {

    static final String TERMINATOR_AND_LENGTHS =
            "a field holds 0x1E, and lengths that cannot be stated are left to the"
                    + " terminators; both together cannot be read back";

    static final String LEADER_INSIDE =
            "the field holds what looks like a leader, at which a reader would end a"
                    + " record that is too long or holds 0x1E in a field";

    private EncodeMessages() {}

    static String recordBeyondReading() {
        return "the record has more than %,d bytes, which is the most that is read back"
                .formatted(RecordEncoder.LARGEST_RECORD);
    }

    static String leader(int position, int found) {
        return "leader/%02d is 0x%02X, expected printable ASCII".formatted(position, found);
    }

    static String reserved(String where, byte found, int offset) {
        return "the %s holds 0x%02X at byte %d, which ISO 2709 reserves for structure"
                .formatted(where, found, offset);
    }

    static String fieldLength(int length) {
        return "the field has %,d bytes with its terminator; a directory entry can state %,d"
                .formatted(length, RecordEncoder.LARGEST_FIELD);
    }

    static String recordLength(long length) {
        return "the record has %,d bytes; a leader can state %,d"
                .formatted(length, Iso2709.LARGEST_STATED);
    }

    static String recordSize(long length) {
        return "the record has %,d bytes; %,d is the most that is read back"
                .formatted(length, RecordEncoder.LARGEST_RECORD);
    }

    static String recordType(char found) {
        return "leader/06 is '%c', with which a reader finds no record that is too long or"
                        .formatted(found)
                + " holds 0x1E in a field";
    }
}
