package org.panamarc.internal.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.panamarc.internal.kernel.JavaScanner;
import org.panamarc.internal.kernel.StructuralIndex;
import org.panamarc.testing.Bytes;

class Utf8CheckTest {
    private static int expected(byte[] text) {
        ByteBuffer in = ByteBuffer.wrap(text);
        StandardCharsets.UTF_8.newDecoder().decode(in, CharBuffer.allocate(text.length + 1), true);
        boolean ascii = true;
        for (byte b : text) {
            ascii &= b >= 0;
        }
        return ascii ? Utf8Check.NONE : in.position();
    }

    /** Checks a text that is at one offset in its window and at another in its copy. */
    private static void check(byte[] text, int inWindow, int inCopy) {
        byte[] noise = Bytes.repeat(0x80, 200); // around the text, and not to be looked at
        byte[] window = Bytes.concat(Arrays.copyOf(noise, inWindow), text, noise);
        byte[] copy = Bytes.concat(Arrays.copyOf(noise, inCopy), text, noise);
        StructuralIndex index = new StructuralIndex();
        new JavaScanner().scan(MemorySegment.ofArray(window), window.length, 0, index);
        int expected = expected(text);
        assertEquals(
                expected == Utf8Check.NONE ? expected : expected + inCopy,
                Utf8Check.check(copy, inCopy, inCopy + text.length, index, inCopy - inWindow));
    }

    @Test
    void asciiUtf8AndOtherTextAreDistinguishedAnywhere() {
        Random random = new Random(2);
        String[] parts = {
            "a", "some plain text of forty characters ....", "\u00E9", "\u65E5", "\uD83D\uDE00"
        };
        for (int round = 0; round < 5000; round++) {
            StringBuilder text = new StringBuilder();
            int kinds = 1 + random.nextInt(parts.length);
            for (int i = random.nextInt(30); i > 0; i--) {
                text.append(parts[random.nextInt(kinds)]);
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            if (bytes.length > 0 && random.nextInt(3) == 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            check(bytes, random.nextInt(130), random.nextInt(130));
        }
    }

    @Test
    void aSequenceMayCrossTheLimitOfAStretch() {
        byte[] sign = "\uD83D\uDE00".getBytes(StandardCharsets.UTF_8);
        for (int before = 0; before < 140; before++) {
            byte[] whole = Bytes.concat(Bytes.repeat('x', before), sign, Bytes.repeat('x', 70));
            check(whole, 0, 0);
            check(Arrays.copyOf(whole, before + 3), 0, 64);
            check(Bytes.remove(whole, before + 2, 1), 0, 1);
        }
    }
}
