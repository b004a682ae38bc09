package org.panamarc.internal.parse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.internal.parse.FormatParser.Outcome;

class MarcJsonParserTest {
    private static final String[] TOKENS = {"{", "}", "[", "]", ",", ":", "\"a\"", "1", "\n"};
    private static final int LENGTH = 4;

    /** The shortest record. */
    private static final String RECORD = "{\"leader\":\"\",\"fields\":[]}";

    /** Whatever tokens follow each other, it does not matter in what pieces they come. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"fields\":[",
                "{\"leader\":\"\",\"fields\":[",
                "{\"leader\":\"\",\"fields\":[{\"245\":{\"subfields\":[",
                "{\"leader\":\"\",\"fields\":[{\"tag\":",
                "\u001E{\"leader\":",
                "[",
                "{\"a\":[{\"leader\":\"\",",
                "[{\"leader\":\"\",\"fields\":[{\"leader\":\"\","
            })
    void piecesAreReadAsTheWholeIs(String before) {
        for (int number = 0; number < Math.pow(TOKENS.length, LENGTH); number++) {
            String text = before + sequence(number) + "\n" + RECORD + "\n";
            List<String> whole = outcomes(text, text.length());
            for (int atOnce = 1; atOnce <= 3; atOnce++) {
                int size = atOnce;
                assertEquals(whole, outcomes(text, size), () -> size + " at once of " + text);
            }
        }
    }

    @Test
    void anObjectThatEndsAfterACommaOrColonIsMalformed() {
        for (String bad : List.of("{\"a\":}\n", "{\"a\":\"b\",}\n", "{\"a\":\n}\n")) {
            String text = bad + RECORD;
            assertEquals(
                    List.of("MALFORMED before " + bad.length(), "RECORD before " + text.length()),
                    outcomes(text, 1),
                    text);
        }
    }

    @Test
    void aByteOrderMarkCountsInOffsetsButNotInColumns() {
        String text = "\uFEFF" + RECORD + "\n{[\n" + RECORD;
        int length = RECORD.length();
        List<String> found =
                List.of(
                        "RECORD before " + (3 + length),
                        "MALFORMED before " + (7 + length),
                        "RECORD before " + (7 + 2 * length));
        assertEquals(found, outcomes(text, text.length()));
        assertEquals(found, outcomes(text, 1));
        assertEquals("malformed JSON at line 1, column 2", place("\uFEFF{[".getBytes(UTF_8)));
        assertEquals("malformed JSON at line 2, column 2", place("\uFEFF{}\n{[".getBytes(UTF_8)));
        assertEquals("malformed JSON at line 2, column 1", place("{}\n\uFEFF{[".getBytes(UTF_8)));
    }

    /** Bytes that are no UTF-8 may be taken for one character with those after them. */
    @Test
    void linesAreCountedAfterBytesThatAreNoUtf8() {
        for (String text :
                List.of("{\"a\\\u00E9\n", "\"\u00E9\n", "{\"a\":\"\u00E9\n", "\r\n\"\u00E9")) {
            byte[] bytes = (text + "{}\n{[").getBytes(ISO_8859_1);
            assertEquals("malformed JSON at line 3, column 2", place(bytes), text);
        }
    }

    /** Where the last thing is malformed. */
    private static String place(byte[] bytes) {
        MarcJsonParser parser = new MarcJsonParser();
        parser.feed(bytes, bytes.length);
        RecordAssembler image = new RecordAssembler();
        while (parser.next(image) != Outcome.NEED_INPUT) {
            // Until the bytes are used up.
        }
        return parser.problem().replaceFirst(": .*", "");
    }

    private static String sequence(int number) {
        StringBuilder text = new StringBuilder();
        for (int rest = number, i = 0; i < LENGTH; rest /= TOKENS.length, i++) {
            text.append(TOKENS[rest % TOKENS.length]);
        }
        return text.toString();
    }

    private static List<String> outcomes(String text, int atOnce) {
        byte[] bytes = text.getBytes(UTF_8);
        byte[] piece = new byte[atOnce];
        MarcJsonParser parser = new MarcJsonParser();
        RecordAssembler image = new RecordAssembler();
        List<String> found = new ArrayList<>();
        int fed = 0;
        while (true) {
            Outcome outcome = parser.next(image);
            if (outcome == Outcome.END) {
                return found;
            } else if (outcome != Outcome.NEED_INPUT) {
                // After something malformed without a record nothing is read any more.
                boolean over = outcome == Outcome.MALFORMED && parser.position() == fed;
                found.add(over ? "MALFORMED to the end" : outcome + " before " + parser.position());
            } else if (fed == bytes.length) {
                parser.end();
            } else {
                int size = Math.min(atOnce, bytes.length - fed);
                System.arraycopy(bytes, fed, piece, 0, size);
                fed += size;
                parser.feed(piece, size);
            }
        }
    }
}
