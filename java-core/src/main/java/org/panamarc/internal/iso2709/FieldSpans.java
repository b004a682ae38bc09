package org.panamarc.internal.iso2709;

import java.util.Arrays;
import org.panamarc.internal.Iso2709;

/** What the field terminators of a record divide its data into. */
final class FieldSpans {
    private final byte[] bytes;

    /** Offset of the data's first byte. */
    final int dataStart;

    /** Offset of the byte after the data. */
    final int dataEnd;

    /** Number of spans; the last may lack its terminator. */
    final int count;

    /** Whether an 0x1E ends the last span, too. */
    final boolean lastIsEnded;

    /** Offset of the byte after each span: its terminator, or {@link #dataEnd}. */
    private final int[] ends;

    /**
     * The spans of {@code bytes[dataStart, dataEnd)}.
     *
     * @param fieldTerminators offsets of those after the directory, ascending
     */
    FieldSpans(byte[] bytes, int dataStart, int dataEnd, int[] fieldTerminators) {
        this.bytes = bytes;
        this.dataStart = dataStart;
        this.dataEnd = dataEnd;
        int terminated = fieldTerminators.length;
        int tail = terminated == 0 ? dataStart : fieldTerminators[terminated - 1] + 1;
        this.count = tail < dataEnd ? terminated + 1 : terminated;
        this.lastIsEnded = count == terminated;
        this.ends = Arrays.copyOf(fieldTerminators, count);
        if (!lastIsEnded) {
            ends[terminated] = dataEnd;
        }
    }

    int start(int span) {
        return span == 0 ? dataStart : ends[span - 1] + 1;
    }

    int end(int span) {
        return ends[span];
    }

    /** The span that begins exactly there, or -1. */
    int beginningAt(int offset) {
        if (offset == dataStart) {
            return count == 0 ? -1 : 0;
        }
        int before = Arrays.binarySearch(ends, offset - 1);
        return before >= 0 && before + 1 < count ? before + 1 : -1;
    }

    /** The span that exactly this terminator ends, or -1. */
    int endedBy(int offset) {
        if (offset >= dataEnd || bytes[offset] != Iso2709.FIELD_TERMINATOR) {
            return -1;
        }
        return Math.max(Arrays.binarySearch(ends, offset), -1);
    }
}
