package org.panamarc.internal.batch;

import java.util.HexFormat;
import org.panamarc.SkippedRange;

/** What is said of a range of the input that holds no record. */
final class FramingMessages {
    private FramingMessages() {}

    /**
     * No record begins there.
     *
     * @param first the first bytes of the range
     */
    static String noRecord(byte[] first, SkippedRange.Reason reason) {
        String format = reason.isFormat() ? ", as %s begins".formatted(reason.text()) : "";
        return "no record begins here: found %s%s, expected a leader of 24 bytes"
                .formatted(hex(first), format);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes);
    }

    /** The record has no end within the largest size of one. */
    static String noEnd(int maxRecordBytes) {
        return "the record does not end within %d bytes, the largest size allowed"
                .formatted(maxRecordBytes);
    }

    /** The record has no end within more terminators than are looked at. */
    static String noEnd(int bytes, int terminators) {
        return "the record does not end within %d bytes, although these hold %d terminators"
                .formatted(bytes, terminators);
    }
}
