package org.panamarc.internal.schema;

/** Values of few bytes as numbers, so that they are compared and kept without an object each. */
final class ShortValue {
    /** The most bytes that a value has here. */
    static final int MOST = 7;

    private ShortValue() {}

    /** The number of a value of at most {@link #MOST} bytes; no other value has the same. */
    static long of(byte[] bytes, int from, int to) {
        long number = 1; // so that bytes of 0 count
        for (int i = from; i < to; i++) {
            number = number << Byte.SIZE | (bytes[i] & 0xFF);
        }
        return number;
    }
}
