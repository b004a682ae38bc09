package org.panamarc.internal.charset;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;

/**
 * An encoding of one byte a character given as a table, for reading only. Runtimes differ in the
 * charsets that they have; a table is the same in all.
 */
public final class TableCharset extends Charset {
    private static final char NONE = '\uFFFD';

    private final String table;

    /**
     * An encoding of this name.
     *
     * @param table the characters of the bytes 0x00 to 0xFF, U+FFFD for a byte that means none
     * @throws IllegalArgumentException if the table has another length, or the name cannot be one
     */
    public TableCharset(String name, String table) {
        super(name, null);
        if (table.length() != 0x100) {
            throw new IllegalArgumentException(
                    "the table of %s has %d characters; expected 256"
                            .formatted(name, table.length()));
        }
        this.table = table;
    }

    @Override
    public boolean contains(Charset other) {
        return false;
    }

    @Override
    public CharsetDecoder newDecoder() {
        return new CharsetDecoder(this, 1, 1) {
            @Override
            protected CoderResult decodeLoop(ByteBuffer in, CharBuffer out) {
                while (in.hasRemaining()) {
                    if (!out.hasRemaining()) {
                        return CoderResult.OVERFLOW;
                    }
                    char character = table.charAt(in.get(in.position()) & 0xFF);
                    if (character == NONE) {
                        return CoderResult.unmappableForLength(1);
                    }
                    in.get();
                    out.put(character);
                }
                return CoderResult.UNDERFLOW;
            }
        };
    }

    @Override
    public boolean canEncode() {
        return false;
    }

    @Override
    public CharsetEncoder newEncoder() {
        throw new UnsupportedOperationException(name() + " is for reading only");
    }
}
