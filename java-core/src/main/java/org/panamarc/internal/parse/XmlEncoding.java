package org.panamarc.internal.parse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an XML document is coded in, and its bytes in UTF-8, which the parser wants: UTF-8 itself,
 * UTF-16, and encodings of one byte a character. A byte order mark counts more than the declaration
 * (XML 1.0, appendix F), and the bytes of the declaration more than what it says. Mutable, not
 * thread-safe.
 */
final class XmlEncoding {
    /** Bytes among which a declaration ends. */
    static final int MOST = 1024;

    /** Bytes that a declaration begins with, at most: in UTF-16, after a byte order mark. */
    private static final int BEGINNING = 12;

    /** One in ASCII, so that its places count in bytes as in characters. */
    private static final Pattern DECLARATION =
            Pattern.compile(
                    "<\\?xml\\s+version\\s*=\\s*[\"']#[\"'](\\s+encoding\\s*=\\s*[\"'](#)[\"'])"
                            .replace("#", "[\\x00-\\x7F&&[^\"'<>?]]*"));

    /** How a character is made of bytes. */
    private enum Form {
        UTF_8,
        ONE_BYTE,
        UTF_16_BIG,
        UTF_16_LITTLE
    }

    private final String name;
    private final Form form;
    private final char[] table; // of 256 characters, for one byte
    private final int mark; // bytes of the byte order mark
    private int declarationStart; // of what names the encoding, in what is given to the parser
    private int declarationEnd;
    private int half = -1; // the first byte of a unit whose second has not come
    private char high; // a high surrogate whose other half has not come; else 0

    private XmlEncoding(String name, Form form, char[] table, int mark, @Nullable Matcher named) {
        this.name = name;
        this.form = form;
        this.table = table;
        this.mark = mark;
        if (named != null) {
            declarationStart = named.start(1);
            declarationEnd = named.end(1);
        }
    }

    /** Whether more bytes are needed to know the encoding. */
    static boolean needsMore(byte[] first, int length) {
        String text = new String(first, 0, length, ISO_8859_1).replace("\0", "");
        return length < BEGINNING
                || (length < MOST && text.contains("<?xml") && !text.contains("?>"));
    }

    /**
     * The encoding of a document.
     *
     * @param first its first bytes
     * @throws UnsupportedCharsetException for one that is not read, with its name
     */
    static XmlEncoding of(byte[] first, int length) {
        String text = new String(first, 0, length, ISO_8859_1);
        if (text.startsWith("\u00FE\u00FF") || text.startsWith("\0<")) {
            return utf16(first, length, Form.UTF_16_BIG);
        }
        if (text.startsWith("\u00FF\u00FE") || text.startsWith("<\0")) {
            return utf16(first, length, Form.UTF_16_LITTLE);
        }
        boolean marked = text.startsWith("\u00EF\u00BB\u00BF");
        String unmarked = marked ? text.substring(3) : text;
        Matcher named = DECLARATION.matcher(unmarked);
        if (!named.lookingAt()) {
            return new XmlEncoding("UTF-8", Form.UTF_8, new char[0], marked ? 3 : 0, null);
        }
        String given = named.group(2);
        // A declaration of UTF-16 in single bytes is wrong; such files are UTF-8.
        boolean utf8 = given.toUpperCase(Locale.ROOT).matches("UTF-?(8|16(LE|BE)?)|US-ASCII|ASCII");
        if (marked || utf8) {
            return new XmlEncoding("UTF-8", Form.UTF_8, new char[0], marked ? 3 : 0, named);
        }
        return new XmlEncoding(given, Form.ONE_BYTE, table(given), 0, named);
    }

    private static XmlEncoding utf16(byte[] first, int length, Form form) {
        boolean marked = (first[0] & 0xFF) >= 0xFE;
        int mark = marked ? 2 : 0;
        Charset charset =
                form == Form.UTF_16_BIG ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
        Matcher named = DECLARATION.matcher(new String(first, mark, length - mark, charset));
        return new XmlEncoding("UTF-16", form, new char[0], mark, named.lookingAt() ? named : null);
    }

    private static char[] table(String name) {
        Charset charset;
        try {
            charset = Charset.forName(name);
        } catch (IllegalCharsetNameException e) {
            throw new UnsupportedCharsetException(name);
        }
        char[] table = new char[256];
        for (int i = 0; i < table.length; i++) {
            CharBuffer one = charset.decode(ByteBuffer.wrap(new byte[] {(byte) i}));
            if (one.length() != 1 || (i < 0x80 && one.get(0) != i)) {
                throw new UnsupportedCharsetException(name);
            }
            table[i] = one.get(0);
        }
        // What of an encoding of several bytes is read alone is mostly no character.
        if (charset.newEncoder().maxBytesPerChar() > 1) {
            throw new UnsupportedCharsetException(name);
        }
        return table;
    }

    /** Bytes before the document: a byte order mark. */
    int mark() {
        return mark;
    }

    /** Its name; {@code UTF-8} where nothing else was said. */
    String name() {
        return name;
    }

    /** Whether bytes may mean nothing here without the parser's knowing, and read as U+FFFD. */
    boolean replaces() {
        return form != Form.UTF_8;
    }

    /**
     * Bytes of the document in UTF-8, which are to be given one chunk after the other.
     *
     * @return an array of their length; the given one where nothing has to be changed
     */
    byte[] toUtf8(byte[] bytes, int length) {
        byte[] given =
                switch (form) {
                    case UTF_8 -> bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
                    case ONE_BYTE -> oneByte(bytes, length);
                    case UTF_16_BIG, UTF_16_LITTLE -> twoBytes(bytes, length);
                };
        if (declarationEnd > 0) {
            // The parser takes no other name than UTF-8; blanks leave the columns as they are.
            byte[] copy = given.clone();
            Arrays.fill(copy, declarationStart, declarationEnd, (byte) ' ');
            declarationEnd = 0;
            return copy;
        }
        return given;
    }

    private byte[] oneByte(byte[] bytes, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(table[bytes[i] & 0xFF]);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] twoBytes(byte[] bytes, int length) {
        StringBuilder text = new StringBuilder(length / 2 + 1);
        for (int i = 0; i < length; i++) {
            int last = bytes[i] & 0xFF;
            if (half < 0) {
                half = last;
            } else {
                append(
                        (char) (form == Form.UTF_16_BIG ? half << 8 | last : last << 8 | half),
                        text);
                half = -1;
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Appends a unit; single halves of a pair read as U+FFFD. */
    private void append(char unit, StringBuilder text) {
        boolean low = Character.isLowSurrogate(unit);
        if (high != 0) {
            if (low) {
                text.append(high).append(unit);
                high = 0;
                return;
            }
            text.append('\uFFFD');
            high = 0;
        }
        if (Character.isHighSurrogate(unit)) {
            high = unit;
        } else {
            text.append(low ? '\uFFFD' : unit);
        }
    }

    /** How many bytes of the document these bytes of UTF-8 were made from. */
    long originalLength(byte[] utf8, int length) {
        if (form == Form.UTF_8) {
            return length;
        }
        long units = 0;
        for (int i = 0; i < length; i++) {
            int b = utf8[i] & 0xFF;
            units += (b & 0xC0) == 0x80 ? 0 : b >= 0xF0 ? 2 : 1;
        }
        return form == Form.ONE_BYTE ? units : 2 * units;
    }
}
