package org.panamarc.internal.charset;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes values in an ASCII-compatible encoding that the Java runtime knows. What lies between
 * structural bytes is decoded by itself, so that no encoding of several bytes a character can
 * swallow one of them.
 */
public final class CharsetValues implements ValueDecoder {
    private static final int FIRST_STRUCTURAL = 0x1D;
    private static final int LAST_STRUCTURAL = 0x1F;
    private static final int UTF8_BYTES = 3; // a char takes at most
    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);

    private final CharsetDecoder decoder;
    private final CharsetEncoder utf8;
    private final int mostChars; // that a byte becomes
    private CharBuffer chars = CharBuffer.allocate(1024);
    private int firstUndecodable = -1;

    public CharsetValues(Charset charset) {
        // Both report by default; the encoder would meet half a surrogate pair only.
        decoder = charset.newDecoder();
        utf8 =
                StandardCharsets.UTF_8
                        .newEncoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .replaceWith(REPLACEMENT);
        mostChars = (int) Math.ceil(decoder.maxCharsPerByte());
    }

    /** Whether an encoding has characters of several bytes. */
    public static boolean isWide(Charset charset) {
        CharsetDecoder decoder = charset.newDecoder();
        CharBuffer out = CharBuffer.allocate(8);
        for (int value = 0x80; value < 0x100; value++) {
            ByteBuffer in = ByteBuffer.wrap(new byte[] {(byte) value});
            CoderResult result = decoder.reset().decode(in, out.clear(), false);
            if (result.isUnderflow() && in.hasRemaining()) {
                return true; // it waits for another byte
            }
        }
        return false;
    }

    @Override
    public String name() {
        return decoder.charset().name();
    }

    @Override
    public int mostGrowth() {
        return UTF8_BYTES * mostChars;
    }

    @Override
    public int decode(byte[] in, int from, int to, byte[] out, int at) {
        firstUndecodable = -1;
        ByteBuffer target = ByteBuffer.wrap(out).position(at);
        int start = from;
        while (true) {
            int stop = start;
            while (stop < to && (in[stop] < FIRST_STRUCTURAL || in[stop] > LAST_STRUCTURAL)) {
                stop++;
            }
            int high = Utf8.firstHigh(in, start, stop);
            target.put(in, start, high - start);
            if (high < stop) {
                decodeText(ByteBuffer.wrap(in, high, stop - high), target);
            }
            if (stop == to) {
                return target.position();
            }
            target.put(in[stop]);
            start = stop + 1;
        }
    }

    private void decodeText(ByteBuffer bytes, ByteBuffer target) {
        if (chars.capacity() < mostChars * bytes.remaining()) {
            chars = CharBuffer.allocate(mostChars * bytes.remaining());
        }
        chars.clear();
        decoder.reset();
        CoderResult result = decoder.decode(bytes, chars, true);
        while (result.isError()) {
            int at = bytes.position();
            if (firstUndecodable < 0) {
                firstUndecodable = at;
            }
            int next = at + 1;
            // A letter of ASCII after a byte that begins nothing is a letter still.
            while (next < at + result.length() && bytes.get(next) < 0) {
                next++;
            }
            bytes.position(next);
            chars.put('\uFFFD');
            result = decoder.reset().decode(bytes, chars, true);
        }
        decoder.flush(chars);
        utf8.reset().encode(chars.flip(), target, true);
    }

    @Override
    public int firstUndecodable() {
        return firstUndecodable;
    }
}
