package org.panamarc.internal.columns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of values on their way into a column. */
class ValueFormsTest {
    @ParameterizedTest
    @CsvSource({
        "0306406152, 9780306406157",
        "0-306-40615-2, 9780306406157",
        "' 0 306 40615 2 (pbk.) :', 9780306406157",
        "0306406152 1980, 9780306406157",
        "080442957X, 9780804429573",
        "080442957x (v. 1), 9780804429573",
        "978-0-306-40615-7, 9780306406157",
        "978 0 306 40615 7, 9780306406157",
        "9780306406157(pbk.), 9780306406157",
        "9780306406157 123, 9780306406157",
        "0306406153,",
        "9780306406158,",
        "97803064061570,",
        "030640615,",
        "X306406152,",
        "ISBN 0306406152,",
        "'',",
    })
    void isbnOfThirteenDigits(String value, @Nullable String expected) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        byte[] digits = new byte[Isbn.LENGTH];
        boolean valid = Isbn.normalize(bytes, 0, bytes.length, digits);
        assertEquals(expected, valid ? new String(digits, StandardCharsets.US_ASCII) : null);
    }

    @ParameterizedTest
    @CsvSource({
        "'Cats /', Cats",
        "'Cats : ', Cats",
        "'Doe, Jane,', 'Doe, Jane'",
        "'Cats.', Cats",
        "'Cats. ', Cats",
        "'Doe, J.', 'Doe, J.'",
        "'Doe, Jr.', 'Doe, Jr.'",
        "'1985.', 1985",
        "'Caf\u00E9.', Caf\u00E9",
        "'Cats ...', 'Cats ...'",
        "' / ', ''",
        "'', ''",
        "'etc.', etc",
        "'a=', a",
    })
    void punctuationOfIsbdAtTheEnd(String value, String expected) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        int end = IsbdPunctuation.endWithout(bytes, 0, bytes.length);
        assertEquals(expected, new String(bytes, 0, end, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"1", "63", "64", "10000"})
    void dictionaryGrowsAndFindsWhatItHas(int different) {
        DictionaryVector vector =
                new DictionaryVector(org.panamarc.columns.ColumnField.dictionary("it", false));
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < different; i++) {
                byte[] value = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
                vector.append(value, 0, value.length);
            }
        }
        assertEquals(different, vector.dictionary().length());
        assertEquals(2 * different, vector.length());
        vector.reset();
        assertEquals(0, vector.dictionary().length());
    }
}
