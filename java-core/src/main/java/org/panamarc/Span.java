package org.panamarc;

/**
 * A range of the (decompressed) input.
 *
 * @param start offset of the first byte, counted from 0
 * @param length in bytes
 */
public record Span(long start, long length) {
    /** The offset of the first byte after the range. */
    public long end() {
        return start + length;
    }
}
