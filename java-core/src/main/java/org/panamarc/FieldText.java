package org.panamarc;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.panamarc.internal.iso2709.FieldKind;
import org.panamarc.internal.layout.Tags;

/** The text of a field between field terminators, in UTF-8: read, and written. */
final class FieldText {
    private static final Pattern TAG = Pattern.compile("[0-9A-Za-z]{3}");
    private static final Pattern INDICATORS = Pattern.compile("[ -~]{2}");
    private static final Pattern CODE = Pattern.compile("[!-~]");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{3}");
    private static final Pattern STRUCTURAL = Pattern.compile("[\\x1D-\\x1F]");
    private static final char DELIMITER = 0x1F;

    private FieldText() {}

    /**
     * The field that a value with this tag is.
     *
     * @param number the tag's, as {@link Tags} has it; -1 for one that is not of 0-9 and A-Z
     * @param bytes holds the value in UTF-8 at {@code [from, to)}
     */
    static Field parse(String tag, int number, byte[] bytes, int from, int to) {
        return FieldKind.isControl(number, bytes, from, to)
                ? new ControlField(tag, text(bytes, from, to))
                : DataField.parse(tag, bytes, from, to);
    }

    /** The text of a range of UTF-8. */
    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** Whether a field of indicators alone reads back as a control field of local kind. */
    private static boolean isLocal(String tag, String indicators) {
        byte[] bytes = indicators.getBytes(StandardCharsets.US_ASCII);
        return FieldKind.isLocal(Tags.number(tag), bytes, 0, bytes.length);
    }

    private static boolean isDigits(String tag) {
        return DIGITS.matcher(tag).matches();
    }

    /** Whether the tag is one of a control field, 000 to 009. */
    private static boolean isControl(String tag) {
        return Tags.isControl(Tags.number(tag));
    }

    /**
     * The value of a field that MARC 21 allows (MARC 21 Record Structure).
     *
     * @throws IllegalArgumentException if it does not, with the reason
     */
    static byte[] bytes(Field field) {
        String tag = field.tag();
        expect(TAG, tag, tag, "the tag", "three letters or digits");
        boolean control = field instanceof ControlField;
        boolean local = control && !isDigits(tag);
        if (control != isControl(tag) && !local) {
            throw new IllegalArgumentException(
                    "field %s: %s, expected a control field for the tags 001 to 009, else a data field"
                            .formatted(tag, control ? "a control field" : "a data field"));
        }
        StringBuilder text = new StringBuilder();
        switch (field) {
            case ControlField(String any, String data) ->
                    text.append(checked(tag, "the data", data));
            case DataField data -> {
                expect(
                        INDICATORS,
                        tag,
                        data.indicators(),
                        "the indicators",
                        "two printable ASCII characters");
                text.append(data.indicators());
                if (data.subfields().isEmpty() && isLocal(tag, data.indicators())) {
                    throw new IllegalArgumentException(
                            "field %s: a data field without subfields, expected one at least; with the indicators '%s' alone it reads back as a control field"
                                    .formatted(tag, data.indicators()));
                }
                for (Subfield subfield : data.subfields()) {
                    String code = String.valueOf(subfield.code());
                    expect(CODE, tag, code, "a subfield code", "a printable ASCII character");
                    text.append(DELIMITER)
                            .append(code)
                            .append(checked(tag, "subfield $" + code, subfield.value()));
                }
            }
        }
        return utf8(tag, text);
    }

    private static void expect(
            Pattern pattern, String tag, String found, String what, String expected) {
        if (!pattern.matcher(found).matches()) {
            throw new IllegalArgumentException(
                    "field %s: %s is '%s', expected %s".formatted(tag, what, found, expected));
        }
    }

    private static String checked(String tag, String what, String text) {
        var found = STRUCTURAL.matcher(text);
        if (found.find()) {
            throw new IllegalArgumentException(
                    "field %s: %s holds 0x%02X at character %d, which ISO 2709 reserves for structure"
                            .formatted(tag, what, (int) text.charAt(found.start()), found.start()));
        }
        return text;
    }

    private static byte[] utf8(String tag, CharSequence text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] exact = new byte[bytes.remaining()];
            bytes.get(exact);
            return exact;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "field %s: the text has half of a surrogate pair, which is no character"
                            .formatted(tag),
                    e);
        }
    }
}
