package org.panamarc.internal.charset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.panamarc.testing.Bytes;

class ReferencesTest {
    private static final String TEXT = "# &# x; &#x41; &#x4E2; &#x4E2D &#xD800; ".repeat(3);

    @Test
    void areFoundWhereverTheyBegin() {
        for (String reference : new String[] {"&#x4E2D;", "&#x004e2d;", "&#x001B;", "&#x0301;"}) {
            for (int at = 0; at <= TEXT.length(); at++) {
                String text = TEXT.substring(0, at) + reference + TEXT.substring(at);
                int end = at + reference.length();
                for (int from : new int[] {0, at, at + 1}) {
                    boolean expected = from <= at;
                    assertEquals(
                            expected,
                            References.areIn(Bytes.latin1(text), from, text.length()),
                            text);
                    assertEquals(expected, References.areIn(Bytes.latin1(text), from, end), text);
                }
                assertFalse(References.areIn(Bytes.latin1(text), 0, end - 1), text);
            }
        }
        assertFalse(References.areIn(Bytes.latin1(TEXT), 0, TEXT.length()));
    }
}
