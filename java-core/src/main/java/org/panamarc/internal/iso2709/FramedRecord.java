package org.panamarc.internal.iso2709;

import org.panamarc.internal.framing.RecordEnding;

/**
 * A record as framing found it. The arrays are neither copied nor changed.
 *
 * @param bytes hold the record in {@code [at, at + length)}
 * @param at offset of its first byte
 * @param length its bytes
 * @param ending how its end was found
 * @param terminators offsets of record and field terminators, ascending
 * @param first index of the first one in the record
 * @param last index after the last one that may be in the record
 * @param shift what to add to these offsets to get offsets in {@code bytes}
 */
@SuppressWarnings("ArrayRecordComponent") // it is an argument, and compared with nothing
public record FramedRecord(
        byte[] bytes,
        int at,
        int length,
        RecordEnding ending,
        int[] terminators,
        int first,
        int last,
        int shift) {}
