package org.panamarc.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.panamarc.internal.charset.Marc8;
import org.panamarc.testing.Bytes;

/**
 * What holds for the MARC-8 decoder and any bytes: it throws nothing; its text is well-formed UTF-8
 * of at most {@link Marc8#MOST_GROWTH} times their length; it writes nowhere but into that room and
 * leaves the value as it was; it says that a byte is undecodable exactly where the text has a
 * U+FFFD; what it decoded before does not show; and each subfield decodes as if it were alone.
 */
final class Marc8Check {
    private static final byte GUARD = 0x55;
    private static final int GUARDS = 16;
    private static final char DELIMITER = 0x1F;

    private final Marc8 used = new Marc8();

    /** Decodes a value in every way. */
    void decodes(byte[] value) {
        String text = decode(new Marc8(), value);
        assertEquals(text, decode(used, value));
        assertEquals(text, decodeBehindItself(value));
        assertEquals(text, decodeBySubfields(value));
    }

    private static String decode(Marc8 marc8, byte[] value) {
        byte[] in = value.clone();
        int room = marc8.mostGrowth() * value.length;
        byte[] out = Bytes.repeat(GUARD, GUARDS + room + GUARDS);
        int end = marc8.decode(in, 0, in.length, out, GUARDS);
        assertArrayEquals(value, in);
        assertTrue(end >= GUARDS && end <= GUARDS + room);
        assertArrayEquals(Bytes.repeat(GUARD, GUARDS), Arrays.copyOf(out, GUARDS));
        assertArrayEquals(
                Bytes.repeat(GUARD, GUARDS), Arrays.copyOfRange(out, GUARDS + room, out.length));
        assertTrue(BatchCheck.isUtf8(out, GUARDS, end));
        String text = new String(out, GUARDS, end - GUARDS, StandardCharsets.UTF_8);
        int undecodable = marc8.firstUndecodable();
        assertTrue(undecodable >= -1 && undecodable < value.length);
        assertEquals(text.indexOf('\uFFFD') >= 0, undecodable >= 0);
        return text;
    }

    /** As in a batch: the value is followed by the room for its text. */
    private static String decodeBehindItself(byte[] value) {
        int at = 1 + value.length;
        byte[] memory = Arrays.copyOf(Bytes.concat(Bytes.of(GUARD), value), at + 3 * value.length);
        int end = new Marc8().decode(memory, 1, at, memory, at);
        assertArrayEquals(value, Arrays.copyOfRange(memory, 1, at));
        return new String(memory, at, end - at, StandardCharsets.UTF_8);
    }

    private String decodeBySubfields(byte[] value) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (int i = 1; i <= value.length; i++) {
            if (i == value.length || value[i] == DELIMITER) {
                text.append(decode(used, Arrays.copyOfRange(value, from, i)));
                from = i;
            }
        }
        return text.toString();
    }
}
