package org.panamarc.internal.charset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.testing.Bytes;

class CharsetValuesTest {
    private static final String TABLE = "\u0000" + ascii() + "\uFFFD\u0401" + "\u042F".repeat(126);

    private static String ascii() {
        StringBuilder ascii = new StringBuilder();
        for (char c = 1; c < 0x80; c++) {
            ascii.append(c);
        }
        return ascii.toString();
    }

    private static String decode(ValueDecoder decoder, byte[] value) {
        byte[] batch = new byte[value.length + decoder.mostGrowth() * value.length];
        System.arraycopy(value, 0, batch, 0, value.length);
        int end = decoder.decode(batch, 0, value.length, batch, value.length);
        return new String(batch, value.length, end - value.length, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "GBK, true",
        "GB18030, true",
        "Big5, true",
        "EUC-JP, true",
        "EUC-KR, true",
        "Shift_JIS, true",
        "windows-31j, true",
        "UTF-8, true",
        "windows-1251, false",
        "ISO-8859-1, false",
        "ISO-8859-8, false",
        "US-ASCII, false",
        "KOI8-U, false"
    })
    void anEncodingIsWideIfAByteWaitsForAnother(String name, boolean wide) {
        assertEquals(wide, CharsetValues.isWide(Charset.forName(name)));
    }

    @Test
    void aTableIsAnEncodingOfOneByte() {
        TableCharset charset = new TableCharset("mine", TABLE);
        assertFalse(CharsetValues.isWide(charset));
        assertFalse(charset.contains(StandardCharsets.US_ASCII));
        assertFalse(charset.canEncode());
        assertEquals(
                "mine is for reading only",
                assertThrows(UnsupportedOperationException.class, charset::newEncoder)
                        .getMessage());
        ValueDecoder decoder = new CharsetValues(charset);
        assertEquals("mine", decoder.name());
        byte[] value = Bytes.latin1("10\u001Fa\u0081\u0082b\u0080\u001Fb\u0080");
        assertEquals("10\u001Fa\u0401\u042Fb\uFFFD\u001Fb\uFFFD", decode(decoder, value));
        assertEquals(7, decoder.firstUndecodable());
    }

    @Test
    void aTableHas256Characters() {
        assertEquals(
                "the table of mine has 2 characters; expected 256",
                assertThrows(IllegalArgumentException.class, () -> new TableCharset("mine", "ab"))
                        .getMessage());
    }

    @Test
    void aCodeIsDecodedWithItsSubfield() {
        ValueDecoder decoder = new CharsetValues(Charset.forName("GBK"));
        byte[] value = "1 \u001F\u4E2D\u6587\u001Fb\u4E66".getBytes(Charset.forName("GBK"));
        assertEquals("1 \u001F\u4E2D\u6587\u001Fb\u4E66", decode(decoder, value));
        assertEquals(-1, decoder.firstUndecodable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001D", "\u001E", "\u001F"})
    void aLeadByteBeforeAStructuralByteIsAlone(String structural) {
        ValueDecoder decoder = new CharsetValues(Charset.forName("GBK"));
        byte[] value = Bytes.latin1("x\u00D6" + structural + "\u00D0\u00A1");
        String decoded = decode(decoder, value);
        assertEquals('\uFFFD', decoded.charAt(1));
        assertEquals(structural, decoded.substring(2, 3));
        assertEquals(1, decoder.firstUndecodable());
    }

    @Test
    void asciiAfterAByteThatBeginsNothingIsKept() {
        ValueDecoder decoder = new CharsetValues(Charset.forName("EUC-KR"));
        assertEquals("\uFFFDA\uFFFD B", decode(decoder, Bytes.latin1("\u00B0A\u00B0 B")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GBK", "GB18030", "Big5-HKSCS", "EUC-JP", "Shift_JIS", "windows-1252"})
    void anyBytesGiveWellFormedTextWithTheirStructureInPlace(String name) {
        ValueDecoder decoder = new CharsetValues(Charset.forName(name));
        Random random = new Random(8);
        for (int i = 0; i < 5_000; i++) {
            byte[] value = new byte[random.nextInt(40)];
            for (int j = 0; j < value.length; j++) {
                value[j] =
                        (byte)
                                (random.nextInt(4) == 0
                                        ? 0x1D + random.nextInt(3)
                                        : random.nextInt(256));
            }
            byte[] room = new byte[decoder.mostGrowth() * value.length];
            int end = decoder.decode(value, 0, value.length, room, 0);
            assertEquals(end, Utf8.walk(room, 0, end, end));
            String decoded = new String(room, 0, end, StandardCharsets.UTF_8);
            assertEquals(
                    structure(new String(value, StandardCharsets.ISO_8859_1)), structure(decoded));
            assertTrue(decoder.firstUndecodable() >= 0 || decoded.indexOf('\uFFFD') < 0);
        }
    }

    private static String structure(String text) {
        return text.replaceAll("[^\\x1D-\\x1F]", "");
    }
}
