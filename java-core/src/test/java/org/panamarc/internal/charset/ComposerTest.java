package org.panamarc.internal.charset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComposerTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String composed(String value, boolean control) {
        byte[] bytes = utf8("e\u0301" + value + "\u0301");
        byte[] found = Composer.composed(bytes, 3, bytes.length - 2, control);
        return found == null ? value : new String(found, StandardCharsets.UTF_8);
    }

    @Test
    void whatIsSureIsComposedAndJoinsNothingBeforeIt() {
        Set<Integer> joining = new HashSet<>(); // characters that compose with one before them
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            String apart = Normalizer.normalize(Character.toString(point), Normalizer.Form.NFD);
            apart.codePoints().skip(1).forEach(joining::add);
        }
        int sure = 0;
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            String text = Character.toString(point);
            byte[] bytes = utf8(text);
            boolean surrogate = point >= 0xD800 && point <= 0xDFFF;
            if (!surrogate && Composer.isSurely(bytes, 0, bytes.length)) {
                sure++;
                assertTrue(Normalizer.isNormalized(text, Normalizer.Form.NFC), text);
                assertFalse(joining.contains(point), text);
                // Nor do marks around it change their order.
                assertTrue(
                        Normalizer.isNormalized("\u0334" + text + "\u0334", Normalizer.Form.NFC));
            }
        }
        assertEquals(0x300 + 0x80 + 0x6000, sure);
    }

    @Test
    void aTextIsSureIfAllItsCharactersAre() {
        byte[] text = utf8("Caf\u00E9 \u0416 \u4E2D x \u0301");
        assertTrue(Composer.isSurely(text, 0, text.length - 2));
        assertFalse(Composer.isSurely(text, 0, text.length));
        assertTrue(Composer.isSurely(text, 4, 4));
    }

    @ParameterizedTest
    @CsvSource({
        "10#aCafe\u0301, 10#aCaf\u00E9",
        "10#aCafe\u0301#be\u0301#cx, 10#aCaf\u00E9#b\u00E9#cx",
        "10#aa\u0323\u0302, 10#a\u1EAD",
        "10#aa\u0302\u0323, 10#a\u1EAD", // marks get their order, too
        "10#a\u1112\u1161\u11AB, 10#a\uD55C",
        "10#a\u212B, 10#a\u00C5",
        "10#a\u0958, 10#a\u0915\u093C", // some are composed apart
        "10#a\u0301x, 10#a\u0301x", // a code is no letter
        "10#e#a\u0301, 10#e#a\u0301",
        "1e\u0301#ae\u0301, 1e\u0301#a\u00E9", // nor is an indicator
        "e\u0301e\u0301#ax, e\u0301\u00E9#ax",
        "##a#, ##a#",
        "10ke\u0301, 10k\u00E9",
        "#, #",
        "1, 1"
    })
    void textIsComposedWithinItsSubfield(String value, String expected) {
        assertEquals(
                expected.replace('#', '\u001F'), composed(value.replace('#', '\u001F'), false));
    }

    @Test
    void aControlFieldIsTextFromItsStart() {
        assertEquals("\u00E9\u00E9", composed("e\u0301e\u0301", true));
    }

    @Test
    void whatIsComposedAlreadyIsLeftAlone() {
        for (String value : new String[] {"", "10\u001FaPlain", "10\u001Fa\u00E9\u1EAD\uFFFD"}) {
            byte[] bytes = utf8(value);
            assertNull(Composer.composed(bytes, 0, bytes.length, false));
        }
    }
}
