package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.panamarc.testing.RecordBuilder;
import org.panamarc.testing.SpecFolder;

/** Converts files: what the target holds, and when it has its name. */
class ConversionTest {
    @TempDir private Path folder;
    private Conversion conversion = new Conversion(0, 0, List.of(), 0);

    @Test
    void aConversionComesIntoBeingWhole() throws IOException {
        Path source = SpecFolder.file("data/loc_bibliographic_386.mrc");
        Path target = folder.resolve("out.xml.gz");
        Files.writeString(target, "before");
        Conversion conversion =
                Panamarc.convert(source, target, ReadOptions.DEFAULT, MarcFormat.MARCXML);
        assertEquals(new Conversion(386, Files.size(source), List.of(), 0), conversion);
        assertEquals(386, FormatWritingTest.records(Files.readAllBytes(target)).size());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(target), files.toList());
        }
    }

    @Test
    void aFailedConversionLeavesWhatWasThere() throws IOException {
        Path source = folder.resolve("in.xml");
        Files.writeString(source, "<collection><record></collection>");
        Path target = folder.resolve("out.mrc");
        Files.writeString(target, "before");
        assertThrows(
                MarcFormatException.class,
                () -> Panamarc.convert(source, target, ReadOptions.DEFAULT, MarcFormat.ISO_2709));
        assertEquals("before", Files.readString(target));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(2, files.count());
        }
        assertEquals(
                "the format aleph is only read; write another one",
                assertThrows(
                                IllegalArgumentException.class,
                                () ->
                                        Panamarc.convert(
                                                source,
                                                target,
                                                ReadOptions.DEFAULT,
                                                MarcFormat.ALEPH))
                        .getMessage());
        assertThrows(
                FileSystemException.class,
                () -> Panamarc.convert(source, folder, ReadOptions.DEFAULT, MarcFormat.JSON));
    }

    private byte[] recoded(byte[] input, ReadOptions reading, WriteOptions.Coding coding)
            throws IOException {
        Path source = folder.resolve("in.mrc");
        Path target = folder.resolve("out.mrc");
        Files.write(source, input);
        WriteOptions writing = WriteOptions.DEFAULT.withCoding(coding);
        conversion = Panamarc.convert(source, target, reading, MarcFormat.ISO_2709, writing);
        return Files.readAllBytes(target);
    }

    private static byte[] titled(String title, Charset charset, char coding) {
        return new RecordBuilder()
                .scheme(coding)
                .field("245", ("10\u001Fa" + title).getBytes(charset))
                .build();
    }

    @Test
    void convertRecodesIso2709() throws IOException {
        byte[] utf8 = titled("\u1E9E \u0160", StandardCharsets.UTF_8, 'a');
        byte[] marc8 = titled("&#x1E9E; \u00E9S", StandardCharsets.ISO_8859_1, ' ');
        ReadOptions plain = ReadOptions.DEFAULT;
        assertArrayEquals(utf8, recoded(utf8, plain, WriteOptions.Coding.BY_LEADER));
        assertArrayEquals(utf8, recoded(utf8, plain, WriteOptions.Coding.UTF_8));
        assertEquals(List.of(), conversion.losses());
        assertArrayEquals(marc8, recoded(utf8, plain, WriteOptions.Coding.MARC_8));
        assertEquals(
                List.of(
                        "1 characters that MARC-8 does not have were written as references,"
                                + " first in record 1"),
                conversion.losses());
    }

    @Test
    void convertKeepsTheTargetWhereTheSourceIsNotMarc(@TempDir Path folder) throws IOException {
        Path target = Files.writeString(folder.resolve("out.mrc"), "before");
        for (String text : List.of("id,title\n1,2\n", "<html><body/></html>", "{\"a\":1}")) {
            Path source = Files.writeString(folder.resolve("in"), text);
            MarcFormatException thrown =
                    assertThrows(
                            MarcFormatException.class,
                            () ->
                                    Panamarc.convert(
                                            source,
                                            target,
                                            ReadOptions.DEFAULT,
                                            MarcFormat.ISO_2709));
            String message =
                    source + ": record 1 at byte 0: there is no record; the input begins as ";
            assertTrue(String.valueOf(thrown.getMessage()).startsWith(message), thrown::toString);
            assertEquals("before", Files.readString(target));
        }
        for (String text : List.of("", "\n", "<?xml version='1.0'?>\n<collection/>", " [ ]\n")) {
            Path source = Files.writeString(folder.resolve("in"), text);
            Files.writeString(target, "before");
            Panamarc.convert(source, target, ReadOptions.DEFAULT, MarcFormat.ISO_2709);
            assertEquals("", Files.readString(target));
            try (MarcReader reader = MarcReader.open(source, ReadOptions.DEFAULT)) {
                assertTrue(reader.readBatch().isEmpty());
                for (SkippedRange range : reader.skipped()) {
                    assertEquals(SkippedRange.Reason.FILLER, range.reason());
                }
            }
        }
    }

    /** Bytes that were read cannot be in NFC, so that UTF-8 is what is written. */
    @Test
    void convertToNfcWritesUtf8() throws IOException {
        byte[] marc8 = titled("\u00E9S", StandardCharsets.ISO_8859_1, ' ');
        ReadOptions nfc = ReadOptions.DEFAULT.withNfc(Nfc.ALL);
        assertArrayEquals(
                titled("\u0160", StandardCharsets.UTF_8, 'a'),
                recoded(marc8, nfc, WriteOptions.Coding.BY_LEADER));
        assertArrayEquals(marc8, recoded(marc8, nfc, WriteOptions.Coding.MARC_8));
    }
}
