package org.panamarc.internal.layout;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tags as numbers of 16 bits, none of them a surrogate, so that a row of tags is a string.
 *
 * <p>Three characters from 0-9 and A-Z count as digits of base 36, plus 1; 0 is no tag. Any other
 * tag has a number from 0xE000 on, given out by an {@link OddTags}.
 */
public final class Tags {
    /** No tag: closes the slots of a record. */
    public static final int NONE = 0;

    /** The largest number of all. */
    public static final int LARGEST = 0xFFFF;

    /** The first number of the tags that are not three characters from 0-9 and A-Z. */
    public static final int ODD = 0xE000;

    private static final int LAST_CONTROL = 10; // 009
    private static final int BASE = 36;
    private static final int FAR = 1 << 20;
    private static final int[] FIRST = table(BASE * BASE, 1);
    private static final int[] SECOND = table(BASE, 0);
    private static final int[] THIRD = table(1, 0);
    // Made when they are asked for.
    private static final @Nullable String[] TEXTS = new @Nullable String[BASE * BASE * BASE + 1];

    private Tags() {}

    private static int[] table(int weight, int offset) {
        int[] table = new int[256];
        Arrays.fill(table, FAR);
        for (int i = 0; i < 10; i++) {
            table['0' + i] = i * weight + offset;
        }
        for (int i = 0; i < 26; i++) {
            table['A' + i] = (10 + i) * weight + offset;
        }
        return table;
    }

    /**
     * The number of the tag at {@code bytes[at, at + 3)}; above {@link #LARGEST} for an odd one.
     */
    public static int number(byte[] bytes, int at) {
        return FIRST[bytes[at] & 0xFF] + SECOND[bytes[at + 1] & 0xFF] + THIRD[bytes[at + 2] & 0xFF];
    }

    /** The number of a tag of three characters from 0-9 and A-Z, or -1 for any other. */
    public static int number(String tag) {
        byte[] bytes = tag.getBytes(StandardCharsets.ISO_8859_1);
        int number = bytes.length == 3 ? number(bytes, 0) : FAR;
        return number < FAR ? number : -1;
    }

    /** Whether the tag is one of a control field: 000 to 009 (MARC 21 Record Structure). */
    public static boolean isControl(int number) {
        return number > NONE && number <= LAST_CONTROL;
    }

    /** Whether the tag begins with 00: MARCXML has control fields 001 to 00Z. */
    public static boolean beginsWithZeros(int number) {
        return number > NONE && number <= BASE;
    }

    /** Whether the tag is three digits; false for {@link #NONE} and for an odd tag. */
    public static boolean isDigits(int number) {
        int rest = number - 1;
        boolean known = rest >= 0 && rest < BASE * BASE * BASE;
        return known && rest / (BASE * BASE) < 10 && rest / BASE % BASE < 10 && rest % BASE < 10;
    }

    /** All ones for a tag above those of control fields, 0 for the others; for no {@link #NONE}. */
    public static int maskOfDataField(int number) {
        return (LAST_CONTROL - number) >> 31;
    }

    /** What a character counts in a tag, or -1 for one that is in odd tags alone. */
    public static int digit(char character) {
        int value = character < THIRD.length ? THIRD[character] : FAR;
        return value < FAR ? value : -1;
    }

    /** What the first character of a tag that is not odd counts. */
    public static int first(int number) {
        return (number - 1) / (BASE * BASE);
    }

    /** What the second character of a tag that is not odd counts. */
    public static int second(int number) {
        return (number - 1) / BASE % BASE;
    }

    /** What the third character of a tag that is not odd counts. */
    public static int third(int number) {
        return (number - 1) % BASE;
    }

    /** The three characters of a tag that is not odd. */
    public static String text(int number) {
        String text = TEXTS[number];
        if (text == null) {
            byte[] bytes = new byte[3];
            put(number, bytes, 0);
            text = new String(bytes, StandardCharsets.ISO_8859_1);
            TEXTS[number] = text; // any thread would put the same there
        }
        return text;
    }

    /**
     * Puts the three characters of a tag that is not odd into bytes.
     *
     * @return the offset after them
     */
    public static int put(int number, byte[] target, int at) {
        int rest = number - 1;
        target[at] = (byte) digit(rest / (BASE * BASE));
        target[at + 1] = (byte) digit(rest / BASE % BASE);
        target[at + 2] = (byte) digit(rest % BASE);
        return at + 3;
    }

    private static char digit(int value) {
        return (char) (value < 10 ? '0' + value : 'A' + value - 10);
    }
}
