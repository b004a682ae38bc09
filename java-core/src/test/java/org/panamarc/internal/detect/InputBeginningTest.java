package org.panamarc.internal.detect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.ErrorPolicy;
import org.panamarc.MarcFormat;
import org.panamarc.ReadOptions;
import org.panamarc.SkippedRange.Reason;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.reader.BatchReader;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.source.Sources;

class InputBeginningTest {
    @ParameterizedTest
    @CsvSource({
        "%PDF-1.7, PDF document",
        "GIF89a, GIF image",
        "PAR1, Parquet table",
        "#!/bin/sh, script",
        "'title,author', 'text: ''title,author'''",
        "'a\tb', 'text: ''a b'''",
        "'first\nsecond', 'text: ''first'''",
        "'', nothing that is known",
        "0123456789012345678901234567890123456789012,"
                + " 'text: ''0123456789012345678901234567890123456789...'''",
    })
    void beginningsAreNamed(String input, String name) {
        assertEquals(name, InputBeginning.name(input.getBytes(UTF_8), Reason.NO_LEADER));
    }

    @Test
    void bytesThatAreNoTextAreShownAsBytes() {
        byte[] control = "\u0001\u0002".getBytes(ISO_8859_1);
        assertEquals("bytes 01 02", InputBeginning.name(control, Reason.NO_LEADER));
        byte[] notUtf8 = "\u00FF\u00FE\u00FD456789".getBytes(ISO_8859_1);
        assertEquals(
                "bytes FF FE FD 34 35 36 37 38", InputBeginning.name(notUtf8, Reason.NO_LEADER));
    }

    @Test
    void formatOfTheFirstRangeComesBeforeItsBytes() {
        assertEquals("JSON", InputBeginning.name("{}".getBytes(UTF_8), Reason.JSON));
    }

    @Test
    void textThatIsCutInsideACharacterIsText() {
        byte[] text = ("x".repeat(FormatDetector.MOST - 1) + "\u00E9").getBytes(UTF_8);
        byte[] cut = Arrays.copyOf(text, FormatDetector.MOST);
        assertEquals(
                "text: '" + "x".repeat(40) + "...'", InputBeginning.name(cut, Reason.NO_LEADER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<collection/>",
                "<?xml version='1.0'?>\n<!-- a --><m:collection xmlns:m='b'>\n</m:collection>\n",
                "[]",
                "\uFEFF [\n]\n",
            })
    void emptyCollectionsAreNoForeignInput(String input) {
        assertTrue(InputBeginning.isEmpty(input.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<collection><a/></collection>", "{}", "[1]", ""})
    void otherInputsAreNotEmptyCollections(String input) {
        assertFalse(InputBeginning.isEmpty(input.getBytes(UTF_8)));
    }

    private static final String RECORD =
            "{\"leader\":\"00000nam a2200000 a 4500\",\"fields\":[{\"001\":\"1\"}]}";

    private static String foreign(String input, ReadOptions options) throws IOException {
        return read(input, options).split("\\|", -1)[0];
    }

    /** What a reader says at the end of an input: what it begins as, and its format. */
    private static String read(String input, ReadOptions options) throws IOException {
        byte[] bytes = input.getBytes(UTF_8);
        try (BatchReader reader =
                new BatchReader(
                        Sources.ofSegment(MemorySegment.ofArray(bytes), "bytes", () -> {}),
                        options,
                        InputRange.whole(1),
                        null)) {
            ReadState state;
            do {
                state = reader.advance(100, 1 << 20);
                reader.drop();
            } while (state != ReadState.END);
            return reader.foreign() + "|" + reader.format();
        }
    }

    @Test
    void inputWithoutARecordIsForeign() throws IOException {
        assertEquals("text: 'a,b'", foreign("a,b\n1,2\n", ReadOptions.DEFAULT));
        assertEquals("", foreign("", ReadOptions.DEFAULT));
        assertEquals("", foreign("[]", ReadOptions.DEFAULT));
        ReadOptions skip = ReadOptions.DEFAULT.withOnError(ErrorPolicy.SKIP);
        assertEquals("", foreign(RECORD, skip));
        String malformed = "<c><record>\u000B</record><record><leader>x</leader></record></c>";
        assertEquals("", foreign(malformed, skip));
    }

    @Test
    void jsonIsInLinesUnlessItBeginsWithAnArray() throws IOException {
        assertEquals("|" + MarcFormat.JSON_LINES, read(RECORD + "\n", ReadOptions.DEFAULT));
        assertEquals("|" + MarcFormat.JSON, read("[" + RECORD + "]", ReadOptions.DEFAULT));
        ReadOptions given = ReadOptions.DEFAULT.withFormat(MarcFormat.JSON);
        assertEquals("|" + MarcFormat.JSON, read("\uFEFF[" + RECORD + "]", given));
    }
}
