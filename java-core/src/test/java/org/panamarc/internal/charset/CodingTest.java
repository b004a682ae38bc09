package org.panamarc.internal.charset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.testing.Bytes;

class CodingTest {
    /** The text of characters 0 to 255 between other bytes, which do not count. */
    private static Coding of(String latin1, boolean saysUtf8) {
        byte[] bytes = Bytes.latin1("\u00FF" + latin1 + "\u00FF");
        return Coding.of(bytes, 1, bytes.length - 1, saysUtf8);
    }

    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({
        "'', ASCII, ASCII",
        "plain, ASCII, ASCII",
        "Caf\u00E2e, MARC_8, MARC_8", // a mark before its letter
        "\u00A1\u00E2odz, MARC_8, MARC_8", // a letter, a mark
        "\u00E5\u00E2a, MARC_8, MARC_8", // two marks
        "\u0088The \u0089end, MARC_8, MARC_8", // control functions
        "Caf\u00E9 au lait, MARC_8, UTF_8", // a mark on a space is no proof against the leader
        "caf\u00E9, MARC_8, UTF_8", // nor is one at the end
        "\u00FF, MARC_8, UTF_8", // nor is what means nothing
        "\u00BF, MARC_8, UTF_8",
        "\u0080, MARC_8, UTF_8",
        "'\u001B(NOP', MARC_8, ASCII", // sets below 0x80 are looked for where the leader allows
        // them
        "'\u001B$1!0!', MARC_8, ASCII",
        "'\u001Bb2', MARC_8, ASCII",
        "'\u001BA', ASCII, ASCII",
        "'\u001B)N\u00CF\u00D0 \u00FF', MARC_8, MARC_8" // an escape is a proof
    })
    void otherTextIsMarc8WhereTheLeaderSaysSoOrItsBytesDo(
            String text, Coding saysMarc8, Coding saysUtf8) {
        assertEquals(saysMarc8, of(text, false));
        assertEquals(saysUtf8, of(text, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Caf\u00E9", "\u4E00", "\uD844\uDEC4", "t\u0361s, \u00E9\u00E8"})
    void wellFormedUtf8IsUtf8WhateverTheLeaderSays(String text) {
        assertEquals(Coding.UTF_8, of(utf8(text), false));
        assertEquals(Coding.UTF_8, of(utf8(text), true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Caf\u00E9", "Tit\u4E00", "Tit\uD844\uDEC4"})
    void utf8CutInItsOnlyCharacterBeyondAsciiIsUtf8IfTheLeaderSaysSo(String text) {
        String whole = utf8(text);
        for (int end = whole.indexOf(text.charAt(2)) + 2; end < whole.length(); end++) {
            assertEquals(Coding.UTF_8, of(whole.substring(0, end), true), whole.substring(0, end));
        }
        assertEquals(Coding.MARC_8, of("Caf\u00C3", false));
        assertEquals(Coding.MARC_8, of("Caf\u00C3.", true)); // the copyright sign
    }

    @Test
    void damagedUtf8StaysUtf8() {
        String damaged = utf8("d\u00E9j\u00E0 vu: ") + "\u00C3";
        assertEquals(Coding.UTF_8, of(damaged, false));
        assertEquals(Coding.UTF_8, of(damaged, true));
        String half = utf8("\u00E9 ") + "\u00E2e";
        assertEquals(Coding.MARC_8, of(half, false), "as much of the one as of the other");
        assertEquals(Coding.UTF_8, of(half, true), "the leader decides");
    }

    private static boolean isUtf8(byte[] text, boolean saysUtf8, boolean wide) {
        byte[] bytes = Bytes.concat(Bytes.of(0xFF), text, Bytes.of(0xFF));
        return Coding.isUtf8(bytes, 1, bytes.length - 1, saysUtf8, wide);
    }

    @ParameterizedTest
    @CsvSource({
        // text, then: narrow; narrow and flagged; wide; wide and flagged
        "\u00C3\u00A9, true, true, false, true", // two bytes prove nothing where pairs are usual
        "\u00C3\u00A9 \u00E4\u00B8\u00AD, true, true, true, true",
        "\u00F0\u00A1\u0084\u0084, true, true, true, true",
        "\u00E9, false, false, false, false",
        "\u00C3\u00A9 \u00E9, false, true, false, false", // as much of the one as of the other
        "\u00C3\u00A9\u00C3\u00A9\u00E9, false, true, false, true"
    })
    void inAFileOfAnotherEncodingTheBytesShowUtf8(
            String latin1,
            boolean narrow,
            boolean narrowFlagged,
            boolean wide,
            boolean wideFlagged) {
        byte[] text = Bytes.latin1(latin1);
        assertEquals(narrow, isUtf8(text, false, false));
        assertEquals(narrowFlagged, isUtf8(text, true, false));
        assertEquals(wide, isUtf8(text, false, true));
        assertEquals(wideFlagged, isUtf8(text, true, true));
    }

    @ParameterizedTest
    @CsvSource({
        "GB2312, B0A1, D7F9",
        "Big5, A440, C67E",
        "EUC-KR, B0A1, C8FE",
        "Shift_JIS, 889F, 9872"
    })
    void noUsualCharacterOfTwoBytesIsTakenForUtf8(String name, String first, String last) {
        int taken = 0;
        for (int code = Integer.parseInt(first, 16); code <= Integer.parseInt(last, 16); code++) {
            byte[] one = Bytes.of(code >> 8, code & 0xFF);
            String text = new String(one, Charset.forName(name));
            boolean character = text.length() == 1 && !text.equals("\uFFFD");
            taken += character && isUtf8(one, false, true) ? 1 : 0;
            taken += character && isUtf8(Bytes.concat(one, one), false, true) ? 1 : 0;
        }
        assertEquals(0, taken);
    }

    @Test
    void onlyEscapesOfMarc8DesignateASet() {
        for (int at = 0; at < 20; at++) {
            byte[] text = Bytes.repeat('x', 20);
            text[at] = 0x1B;
            assertFalse(Coding.designates(text, 0, text.length));
            for (byte next : Bytes.latin1("$(),-bgps")) {
                if (at + 1 < text.length) {
                    text[at + 1] = next;
                    assertTrue(Coding.designates(text, 0, text.length));
                    assertFalse(Coding.designates(text, 0, at + 1), "the text ends before");
                    assertFalse(Coding.designates(text, at + 1, text.length));
                }
            }
        }
        assertTrue(Coding.designates(Bytes.latin1("\u001B\u00E9\u001Bx\u001B(N"), 0, 7));
    }
}
