package org.panamarc.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.panamarc.internal.charset.CharsetValues;
import org.panamarc.internal.charset.Marc8;
import org.panamarc.internal.charset.UnimarcSet;
import org.panamarc.internal.charset.ValueDecoder;
import org.panamarc.testing.Bytes;

/**
 * What holds for every decoder of values and any bytes: it throws nothing; its text is well-formed
 * UTF-8 of at most {@link ValueDecoder#mostGrowth} times their length; it writes nowhere but into
 * that room and leaves the value as it was; where it says that a byte is undecodable the text has a
 * U+FFFD, and nowhere else, but for encodings in which that is a character itself; what it decoded
 * before does not show; and each subfield decodes as if it were alone.
 */
final class DecoderCheck {
    private static final byte GUARD = 0x55;
    private static final int GUARDS = 16;
    private static final char DELIMITER = 0x1F;

    private static final List<Supplier<ValueDecoder>> MAKERS =
            List.of(
                    Marc8::new,
                    Marc8::new,
                    UnimarcSet.EXTENDED_LATIN::decoder,
                    UnimarcSet.EXTENDED_CYRILLIC::decoder,
                    () -> new CharsetValues(Charset.forName("windows-1251")),
                    () -> new CharsetValues(Charset.forName("GB18030")),
                    () -> new CharsetValues(Charset.forName("Big5-HKSCS")),
                    () -> new CharsetValues(Charset.forName("EUC-KR")));

    private static final List<ValueDecoder> USED = MAKERS.stream().map(Supplier::get).toList();

    private DecoderCheck() {}

    /** Decodes a value, the input but for its first byte, which chooses the decoder. */
    static void valueDecodes(byte[] input) {
        int which = input.length == 0 ? 0 : input[0] & 7;
        byte[] value = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
        ValueDecoder used = USED.get(which);
        String text = decode(MAKERS.get(which).get(), value);
        assertEquals(text, decode(used, value));
        assertEquals(text, decodeAfterItself(used, value));
        assertEquals(text, decodeBySubfields(used, value));
        NfcCheck.composesTextAndNothingElse(text);
    }

    private static String decode(ValueDecoder decoder, byte[] value) {
        byte[] in = value.clone();
        int room = decoder.mostGrowth() * value.length;
        byte[] out = Bytes.repeat(GUARD, GUARDS + room + GUARDS);
        int end = decoder.decode(in, 0, in.length, out, GUARDS);
        assertArrayEquals(value, in);
        assertTrue(end >= GUARDS && end <= GUARDS + room);
        assertArrayEquals(Bytes.repeat(GUARD, GUARDS), Arrays.copyOf(out, GUARDS));
        assertArrayEquals(
                Bytes.repeat(GUARD, GUARDS), Arrays.copyOfRange(out, GUARDS + room, out.length));
        assertTrue(BatchCheck.isUtf8(out, GUARDS, end));
        String text = new String(out, GUARDS, end - GUARDS, StandardCharsets.UTF_8);
        int undecodable = decoder.firstUndecodable();
        assertTrue(undecodable >= -1 && undecodable < value.length);
        boolean replaced = text.indexOf('\uFFFD') >= 0;
        assertTrue(undecodable < 0 || replaced);
        assertTrue(undecodable >= 0 || !replaced || decoder instanceof CharsetValues);
        return text;
    }

    /** As in a batch: the value is followed by the room for its text. */
    private static String decodeAfterItself(ValueDecoder decoder, byte[] value) {
        int at = 1 + value.length;
        byte[] memory =
                Arrays.copyOf(
                        Bytes.concat(Bytes.of(GUARD), value),
                        at + decoder.mostGrowth() * value.length);
        int end = decoder.decode(memory, 1, at, memory, at);
        assertArrayEquals(value, Arrays.copyOfRange(memory, 1, at));
        return new String(memory, at, end - at, StandardCharsets.UTF_8);
    }

    private static String decodeBySubfields(ValueDecoder decoder, byte[] value) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (int i = 1; i <= value.length; i++) {
            if (i == value.length || value[i] == DELIMITER) {
                text.append(decode(decoder, Arrays.copyOfRange(value, from, i)));
                from = i;
            }
        }
        return text.toString();
    }
}
