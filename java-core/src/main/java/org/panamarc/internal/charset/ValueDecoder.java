package org.panamarc.internal.charset;

/** Decodes values that are not UTF-8. Mutable, reused from value to value, not thread-safe. */
public interface ValueDecoder {
    /** What messages call the coding. */
    String name();

    /** The factor by which a value grows at most. */
    int mostGrowth();

    /**
     * Decodes the value {@code in[from, to)} of a field, its indicators and subfields or the data
     * of a control field, to UTF-8 in {@code out} from {@code at} on.
     *
     * @param out may be {@code in}; room for {@link #mostGrowth} times the length of the value from
     *     {@code at} on, which may all be overwritten, and which the value must not overlap
     * @return the offset after the decoded value
     */
    int decode(byte[] in, int from, int to, byte[] out, int at);

    /**
     * Offset in {@code in} of the first byte of the value decoded last that means no character and
     * reads as U+FFFD; or -1.
     */
    int firstUndecodable();
}
