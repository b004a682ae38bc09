package org.panamarc.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.panamarc.DataField;
import org.panamarc.Field;
import org.panamarc.MarcRecord;

/** The values that specs find in a batch's bytes must be those of the fields, made from text. */
final class ValuesCheck {
    private static final Predicate<String> IS_TAG =
            Pattern.compile("(?!LDR)[0-9A-Za-z]{3}").asMatchPredicate();
    private static final Predicate<String> IS_CODE = Pattern.compile("[a-z0-9]").asMatchPredicate();
    private static final int MOST_TAGS = 20; // of one record, or large ones would take seconds

    private ValuesCheck() {}

    /** Checks the values of the first tags of a record. */
    static void valuesAreThoseOfTheFields(MarcRecord record) {
        record.fields().stream()
                .map(Field::tag)
                .distinct()
                .filter(IS_TAG)
                .limit(MOST_TAGS)
                .forEach(tag -> check(record, tag, record.fields(tag)));
    }

    private static void check(MarcRecord record, String tag, List<Field> fields) {
        assertEquals(fields.getFirst(), record.field(tag));
        assertEquals(
                fields.stream().filter(ValuesCheck::hasText).map(Field::text).toList(),
                record.values(tag));
        fields.stream()
                .filter(DataField.class::isInstance)
                .flatMap(field -> ((DataField) field).subfields().stream())
                .map(subfield -> String.valueOf(subfield.code()))
                .distinct()
                .filter(IS_CODE)
                .forEach(code ->
                        assertEquals(
                                fields.stream()
                                        .flatMap(field -> field.subfields(code.charAt(0)).stream())
                                        .toList(),
                                record.values(tag + "$" + code)));
    }

    private static boolean hasText(Field field) {
        return !(field instanceof DataField data) || !data.subfields().isEmpty();
    }
}
