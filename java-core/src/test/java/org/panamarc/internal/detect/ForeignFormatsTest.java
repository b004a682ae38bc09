package org.panamarc.internal.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.ErrorPolicy;
import org.panamarc.MarcFormatException;
import org.panamarc.MarcReader;
import org.panamarc.ReadOptions;
import org.panamarc.SkippedRange;
import org.panamarc.SkippedRange.Reason;
import org.panamarc.Span;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

class ForeignFormatsTest {
    private static final byte[] RECORD = RecordBuilder.numbered(1);

    private static byte[] in(String charset) {
        return new String(RECORD, StandardCharsets.ISO_8859_1).getBytes(Charset.forName(charset));
    }

    static Stream<Arguments> formats() {
        return Stream.of(
                Arguments.of(Reason.UTF_16, in("UTF-16")), // with its mark
                Arguments.of(Reason.UTF_16, in("UTF-16LE")),
                Arguments.of(Reason.UTF_16, in("UTF-16BE")),
                Arguments.of(Reason.UTF_16, Bytes.concat(Bytes.of(0xFF, 0xFE), in("UTF-16LE"))),
                Arguments.of(Reason.UTF_32, in("UTF-32LE")),
                Arguments.of(Reason.UTF_32, in("UTF-32BE")),
                Arguments.of(Reason.UTF_32, Bytes.concat(Bytes.of(0, 0, 0xFE, 0xFF), in("UTF-32"))),
                Arguments.of(Reason.EBCDIC, in("IBM1047")),
                Arguments.of(Reason.XML, Bytes.latin1("\u00EF\u00BB\u00BF<?xml version='1.0'?>")),
                Arguments.of(Reason.XML, Bytes.latin1("\n  <collection><record><leader>00")),
                Arguments.of(Reason.JSON, Bytes.latin1("{\"leader\":\"01471cjm a2200349")),
                Arguments.of(Reason.JSON, Bytes.latin1("[\n  {\"leader\":\"01471cjm a220")),
                Arguments.of(Reason.MARC_MAKER, Bytes.latin1("=LDR  01471cjm a2200349 a 45")),
                Arguments.of(Reason.ZIP, Bytes.latin1("PK\u0003\u0004\u0014\0\0\0\b\0")),
                Arguments.of(Reason.GZIP, Bytes.of(0x1F, 0x8B, 8, 0)),
                Arguments.of(Reason.BZIP2, Bytes.latin1("BZh91AY&SY")),
                Arguments.of(Reason.XZ, Bytes.of(0xFD, '7', 'z', 'X', 'Z', 0, 0)),
                Arguments.of(Reason.ZSTANDARD, Bytes.of(0x28, 0xB5, 0x2F, 0xFD, 4)),
                Arguments.of(Reason.SEVEN_ZIP, Bytes.of('7', 'z', 0xBC, 0xAF, 0x27, 0x1C)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formats")
    void anInputOfAnotherFormatIsNamed(Reason format, byte[] input) {
        assertEquals(format, ForeignFormats.of(MemorySegment.ofArray(input), input.length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<",
                "{ x",
                "[1]",
                "PK",
                "7zz",
                "BZh0",
                "00714cam a2200205 a 4500",
                "text"
            })
    void whatOnlyResemblesOneIsNot(String input) {
        byte[] bytes = Bytes.latin1(input);
        assertNull(ForeignFormats.of(MemorySegment.ofArray(bytes), bytes.length));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1 << 20})
    void itIsTheReasonOfWhatIsSkippedUpToTheFirstRecord(int window) throws IOException {
        byte[] wide = in("UTF-16BE");
        byte[] input = Bytes.concat(wide, RECORD, Bytes.latin1("junk"), RECORD);
        ReadOptions options = ReadOptions.DEFAULT.withWindowBytes(window);
        try (MarcReader reader = MarcReader.of(input, options)) {
            assertEquals(2, reader.stream().count());
            assertEquals(
                    List.of(
                            new SkippedRange("<bytes>", new Span(0, wide.length), Reason.UTF_16),
                            new SkippedRange(
                                    "<bytes>",
                                    new Span(wide.length + RECORD.length, 4),
                                    Reason.NO_LEADER)),
                    reader.skipped());
        }
    }

    @Test
    void itIsNamedWhereErrorsAreRaised() throws IOException {
        ReadOptions options = ReadOptions.DEFAULT.withOnError(ErrorPolicy.RAISE);
        try (MarcReader reader = MarcReader.of(in("UTF-16LE"), options)) {
            MarcFormatException thrown = assertThrows(MarcFormatException.class, reader::readBatch);
            assertEquals(
                    "<bytes>: record 1 at byte 0: no record begins here: found 30 00 30 00 31 00 37 00"
                            + " 39 00 6E 00 61 00 6D 00 20 00 61 00 32 00 32 00, as UTF-16 text"
                            + " begins, expected a leader of 24 bytes",
                    thrown.getMessage());
            assertEquals(0, reader.readBatch().size());
        }
    }
}
