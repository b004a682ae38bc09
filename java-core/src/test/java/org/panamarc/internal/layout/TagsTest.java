package org.panamarc.internal.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.testing.Bytes;

class TagsTest {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    @Test
    void everyTagOfDigitsAndCapitalsHasANumberOfItsOwn() {
        int expected = 0;
        for (int a = 0; a < 36; a++) {
            for (int b = 0; b < 36; b++) {
                for (int c = 0; c < 36; c++) {
                    String tag = "" + DIGITS.charAt(a) + DIGITS.charAt(b) + DIGITS.charAt(c);
                    expected++;
                    assertEquals(expected, Tags.number(tag));
                    assertEquals(expected, Tags.number(Bytes.latin1("x" + tag), 1));
                    assertEquals(tag, Tags.text(expected));
                    assertFalse(Character.isSurrogate((char) expected));
                    assertEquals(a == 0 && b == 0 && c <= 9, Tags.isControl(expected));
                }
            }
        }
        assertEquals(46_656, expected);
        assertFalse(Tags.isControl(Tags.NONE));
        assertTrue(Tags.ODD > expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "24a",
                "zzz",
                "24 ",
                " 24",
                "   ",
                "2/5",
                "2:5",
                "2@5",
                "2[5",
                "24",
                "2450",
                "",
                "\u00E945",
                "24\u00FF",
                "\u0100\u0101\u0102",
                "...",
                "\u001F24"
            })
    void anyOtherTagHasNone(String tag) {
        assertEquals(-1, Tags.number(tag));
        if (tag.length() == 3 && tag.charAt(0) < 0x100) {
            assertTrue(Tags.number(Bytes.latin1(tag), 0) > 0xFFFF);
        }
    }

    @Test
    void oddTagsAreNumberedAsTheyCome() {
        SlotTable fields = new SlotTable(64);
        byte[] tags = Bytes.latin1("24a245\u00E9\u00E9\u00E924a");
        assertEquals(Tags.ODD, fields.tag(tags, 0));
        assertEquals(Tags.number("245"), fields.tag(tags, 3));
        assertEquals(Tags.ODD + 1, fields.tag(tags, 6));
        assertEquals(Tags.ODD, fields.tag(tags, 9));
        assertEquals(2, fields.oddTags.size());
        assertArrayEquals(Bytes.latin1("24a\u00E9\u00E9\u00E9"), fields.oddTags.bytes());
        fields.clear();
        assertEquals(0, fields.oddTags.size());
        assertEquals(Tags.ODD, fields.tag(tags, 6));
    }

    @Test
    void oddTagsBeyondTheirNumbersShareOne() {
        OddTags odd = new OddTags();
        int numbers = OddTags.OVERFLOW - Tags.ODD;
        for (int i = 0; i < numbers; i++) {
            assertEquals(Tags.ODD + i, odd.number(oddTag(i), 0));
        }
        assertEquals(OddTags.OVERFLOW, odd.number(oddTag(numbers), 0));
        assertEquals(OddTags.OVERFLOW, odd.number(oddTag(numbers + 1), 0));
        assertEquals(Tags.ODD + 17, odd.number(oddTag(17), 0));
        assertEquals(numbers, odd.size());
    }

    private static byte[] oddTag(int i) {
        return Bytes.of('a' + i / 1296, DIGITS.charAt(i / 36 % 36), DIGITS.charAt(i % 36));
    }
}
