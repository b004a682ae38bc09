package org.panamarc;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A field with indicators and subfields (MARC 21 Record Structure, "Data fields").
 *
 * @param tag its three characters
 * @param indicators the characters before the first subfield delimiter, two in a field in order
 * @param subfields in the order of the input
 */
public record DataField(String tag, String indicators, List<Subfield> subfields) implements Field {
    private static final char DELIMITER = 0x1F;

    /** Means a subfield code that is a character beyond U+FFFF. */
    private static final char NO_CHAR = '\uFFFD';

    /** Copies the list. */
    public DataField {
        subfields = List.copyOf(subfields);
    }

    /**
     * A field of these subfields.
     *
     * @param codesAndValues by turns, such as {@code "a", "Title /", "c", "Author."}
     * @throws IllegalArgumentException if a value lacks, or a code is not one character
     */
    public static DataField of(String tag, String indicators, String... codesAndValues) {
        if (codesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "field %s: %d codes and values; expected a value for each code"
                            .formatted(tag, codesAndValues.length));
        }
        List<Subfield> subfields = new ArrayList<>();
        for (int i = 0; i < codesAndValues.length; i += 2) {
            String code = codesAndValues[i];
            if (code.length() != 1) {
                throw new IllegalArgumentException(
                        "field %s: the subfield code '%s' is not one character"
                                .formatted(tag, code));
            }
            subfields.add(new Subfield(code.charAt(0), codesAndValues[i + 1]));
        }
        return new DataField(tag, indicators, subfields);
    }

    /** Divides a field's data as found between field terminators: UTF-8 at {@code [from, to)}. */
    static DataField parse(String tag, byte[] bytes, int from, int to) {
        List<Subfield> subfields = new ArrayList<>();
        String indicators =
                divide(bytes, from, to, (code, value) -> subfields.add(new Subfield(code, value)));
        return new DataField(tag, indicators, subfields);
    }

    /** Hands on the subfields of a field's data; gives the indicators. */
    static String divide(byte[] bytes, int from, int to, SubfieldConsumer subfields) {
        int at = delimiter(bytes, from, to);
        String indicators = FieldText.text(bytes, from, at);
        while (at < to) {
            int end = delimiter(bytes, at + 1, to);
            if (at + 1 < end) {
                subfield(bytes, at + 1, end, subfields);
            }
            at = end;
        }
        return indicators;
    }

    /** Where the next subfield delimiter is, or {@code to}. */
    private static int delimiter(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != DELIMITER) {
            at++;
        }
        return at;
    }

    private static void subfield(byte[] bytes, int from, int to, SubfieldConsumer subfields) {
        if (bytes[from] >= 0) {
            subfields.accept((char) bytes[from], FieldText.text(bytes, from + 1, to));
            return;
        }
        String text = FieldText.text(bytes, from, to);
        int value = text.offsetByCodePoints(0, 1);
        subfields.accept(value == 1 ? text.charAt(0) : NO_CHAR, text.substring(value));
    }

    /** The first indicator; a space where there is none. */
    public char indicator1() {
        return indicators.isEmpty() ? ' ' : indicators.charAt(0);
    }

    /** The second indicator; a space where there is none. */
    public char indicator2() {
        return indicators.length() < 2 ? ' ' : indicators.charAt(1);
    }

    @Override
    public String text() {
        return subfields.stream().map(Subfield::value).collect(Collectors.joining(" "));
    }

    @Override
    public @Nullable String subfield(char code) {
        for (Subfield subfield : subfields) {
            if (subfield.code() == code) {
                return subfield.value();
            }
        }
        return null;
    }

    @Override
    public List<String> subfields(char code) {
        return subfields.stream()
                .filter(subfield -> subfield.code() == code)
                .map(Subfield::value)
                .toList();
    }

    /** A copy with other indicators. */
    public DataField withIndicators(String other) {
        return new DataField(tag, other, subfields);
    }

    /** A copy with other subfields. */
    public DataField withSubfields(List<Subfield> others) {
        return new DataField(tag, indicators, others);
    }

    /** A copy with one more subfield at its end. */
    public DataField withSubfield(char code, String value) {
        List<Subfield> more = new ArrayList<>(subfields);
        more.add(new Subfield(code, value));
        return withSubfields(more);
    }

    /** A copy without the subfields with this code. */
    public DataField withoutSubfields(char code) {
        return withSubfields(
                subfields.stream().filter(subfield -> subfield.code() != code).toList());
    }

    /** The field on a line, as people write it: {@code =245 10$aTitle}. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder("=").append(tag).append("  ");
        line.append(indicators.replace(' ', '\\'));
        for (Subfield subfield : subfields) {
            line.append('$').append(subfield.code()).append(subfield.value());
        }
        return line.toString();
    }
}
