package org.panamarc.internal.charset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.panamarc.testing.Bytes;

/** The walk over UTF-8 against the platform's decoder. */
class Utf8Test {
    /** Bytes at the limits of the ranges of the Unicode Standard's table 3-7. */
    private static final int[] EDGES = {
        0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xED, 0xF0,
        0xF4, 0xF5, 0xFF
    };

    private final CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
    private final CharsetDecoder replacing =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final CharBuffer chars = CharBuffer.allocate(1024);

    /** Where the platform finds the first malformed byte, or the length. */
    private int wellFormed(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        strict.reset().decode(in, chars.clear(), true);
        return in.position();
    }

    private void check(byte[] bytes) throws CharacterCodingException {
        assertEquals(
                wellFormed(bytes),
                Utf8.walk(bytes, 0, bytes.length, bytes.length),
                () -> HexFormat.ofDelimiter(" ").formatHex(bytes));
        assertArrayEquals(
                replacing
                        .decode(ByteBuffer.wrap(bytes))
                        .toString()
                        .getBytes(StandardCharsets.UTF_8),
                Utf8.repaired(bytes, 0, bytes.length));
    }

    @Test
    void everyPairOfBytesIsJudgedAsThePlatformDoes() throws CharacterCodingException {
        for (int first = 0; first < 256; first++) {
            check(Bytes.of(first));
            for (int second = 0; second < 256; second++) {
                check(Bytes.of(first, second));
            }
        }
    }

    @Test
    void sequencesOfThreeAndFourBytesAreJudgedAsThePlatformDoes() throws CharacterCodingException {
        for (int first = 0xE0; first < 256; first++) {
            for (int second = 0x70; second < 256; second++) {
                for (int third : EDGES) {
                    check(Bytes.of(first, second, third));
                }
            }
        }
        for (int first = 0xF0; first < 0xF8; first++) {
            for (int second = 0x70; second < 0xD0; second++) {
                for (int third : EDGES) {
                    for (int fourth : EDGES) {
                        check(Bytes.of(first, second, third, fourth));
                    }
                }
            }
        }
    }

    @Test
    void everyCharacterIsWellFormed() throws CharacterCodingException {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                byte[] bytes = Character.toString(c).getBytes(StandardCharsets.UTF_8);
                assertEquals(bytes.length, Utf8.walk(bytes, 0, bytes.length, bytes.length));
            }
        }
    }

    @Test
    void randomTextIsJudgedAsThePlatformDoes() throws CharacterCodingException {
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                int most = new int[] {0x7F, 0x7FF, 0xD7FF, 0x10FFFF}[random.nextInt(4)];
                int c = random.nextInt(most + 1);
                text.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 'x' : c);
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            check(bytes);
        }
    }

    @Test
    void aWalkStopsAfterTheSequenceThatBeginsBeforeItsEnd() {
        byte[] bytes = "ab\u65E5cd\u00E9".getBytes(StandardCharsets.UTF_8);
        int[] ends = {0, 1, 2, 5, 5, 5, 6, 7, 9, 9};
        for (int stop = 0; stop <= bytes.length; stop++) {
            assertEquals(ends[stop], Utf8.walk(bytes, 0, stop, bytes.length));
        }
        assertEquals(2, Utf8.walk(bytes, 0, 4, 4)); // its last byte is out of reach
    }

    @Test
    void theFirstHighByteIsFoundAtAnyPlace() {
        for (int length = 0; length < 40; length++) {
            for (int from = 0; from <= length; from++) {
                for (int high = 0; high < 40; high++) {
                    byte[] bytes = Bytes.repeat(0x7F, 40);
                    bytes[high] = (byte) 0x80;
                    int expected = high >= from && high < length ? high : length;
                    assertEquals(expected, Utf8.firstHigh(bytes, from, length));
                }
            }
        }
    }

    @Test
    void ofAnUnknownSetOnlyAsciiIsKept() {
        byte[] bytes = Bytes.of('a', 0x1B, '(', 0x80, 0xE9, 'z', 0xFF);
        assertEquals(
                "\u001B(\uFFFD\uFFFDz",
                new String(AsciiOrReplacement.toUtf8(bytes, 1, 6), StandardCharsets.UTF_8));
    }
}
