package org.panamarc.marc4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marc4j.MarcException;
import org.marc4j.marc.DataField;
import org.marc4j.marc.Record;
import org.panamarc.ErrorPolicy;
import org.panamarc.MarcFormatException;
import org.panamarc.ReadOptions;

class PanamarcReaderTest {
    private static final byte[] FIRST = Samples.book("1", "One");
    private static final byte[] LAST = Samples.book("2", "Two");

    /** Counts how often it is closed; may fail after its bytes. */
    private static final class Watched extends FilterInputStream {
        final boolean fails;
        int closed;

        Watched(byte[] bytes, boolean fails) {
            super(new ByteArrayInputStream(bytes));
            this.fails = fails;
        }

        @Override
        public int read(byte[] target, int at, int length) throws IOException {
            int got = super.read(target, at, length);
            if (got < 0 && fails) {
                throw new IOException("the disk is gone");
            }
            return got;
        }

        @Override
        public void close() throws IOException {
            closed++;
            super.close();
        }
    }

    @Test
    void theStrictReaderThrowsInPlaceOfABrokenRecordAndGoesOn() {
        PanamarcReader reader = new PanamarcReader(Samples.stream(FIRST, Samples.broken(), LAST));
        assertTrue(reader.hasNext());
        assertEquals("1", reader.next().getControlNumber());
        assertTrue(reader.hasNext());
        assertTrue(reader.hasNext());
        MarcException e = assertThrows(MarcException.class, reader::next);
        String message = String.valueOf(e.getMessage());
        assertTrue(
                message.startsWith(
                        "<stream>: record 2 at byte %d: the leader states a record length of"
                                .formatted(FIRST.length)),
                message);
        assertInstanceOf(MarcFormatException.class, e.getCause());
        assertEquals("2", reader.next().getControlNumber());
        assertFalse(reader.hasNext());
        assertEquals(
                "<stream> has no more records",
                assertThrows(MarcException.class, reader::next).getMessage());
    }

    @Test
    void thePermissiveReaderGivesAllRecords() throws IOException {
        try (PanamarcReader reader =
                new PanamarcReader(
                        Samples.stream(FIRST, Samples.broken(), LAST), PanamarcReader.PERMISSIVE)) {
            List<Record> records = Samples.all(reader);
            assertEquals(
                    List.of("1", "666", "2"),
                    records.stream().map(Record::getControlNumber).toList());
            assertEquals(
                    List.of(false, true, false), records.stream().map(Record::hasErrors).toList());
            assertEquals(3, reader.reader().recordsRead());
        }
    }

    @Test
    void brokenRecordsMayBeLeftOut() throws IOException {
        ReadOptions options = ReadOptions.DEFAULT.withOnError(ErrorPolicy.SKIP);
        try (PanamarcReader reader =
                new PanamarcReader(Samples.stream(FIRST, Samples.broken(), LAST), options)) {
            assertEquals(2, Samples.all(reader).size());
            assertEquals(1, reader.reader().skipped().size());
        }
    }

    @Test
    void anEmptyInputHasNoRecords() {
        assertFalse(new PanamarcReader(Samples.stream()).hasNext());
    }

    @Test
    void aFileIsReadAndClosed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("books.mrc");
        Files.write(file, Samples.concat(FIRST, LAST));
        PanamarcReader reader = new PanamarcReader(file);
        assertEquals(2, Samples.all(reader).size());
        reader.close();
        reader.close();
        assertThrows(IllegalStateException.class, reader::hasNext);
        Path missing = folder.resolve("none.mrc");
        assertThrows(NoSuchFileException.class, () -> new PanamarcReader(missing));
    }

    @Test
    void aStreamIsClosedWithTheReaderAlone() throws IOException {
        Watched stream = new Watched(FIRST, false);
        PanamarcReader reader = new PanamarcReader(stream);
        assertEquals(1, Samples.all(reader).size());
        reader.reader().close(); // as where the reader was dropped
        assertEquals(0, stream.closed);
        reader.close();
        assertEquals(1, stream.closed);
    }

    @Test
    void anInputThatFailsIsAnExceptionOfMarc4j() {
        PanamarcReader reader = new PanamarcReader(new Watched(FIRST, true));
        MarcException e = assertThrows(MarcException.class, () -> Samples.all(reader));
        assertEquals("<stream>: the disk is gone", e.getMessage());
        assertInstanceOf(IOException.class, e.getCause());
        e =
                assertThrows(
                        MarcException.class,
                        () -> new PanamarcReader(new Watched(new byte[0], true)));
        assertEquals("<stream>: the disk is gone", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"MARC8", "marc-8", "BESTGUESS"})
    void marc8IsDecoded(String name) {
        assertEquals(
                "E\u0301te\u0301",
                title(new PanamarcReader(Samples.stream(Samples.marc8()), name)));
    }

    @ParameterizedTest
    @CsvSource({"ISO8859_1, \u00C9t\u00E9, ISO-8859-1", "windows-1251, \u041B\u0435\u0441, cp1251"})
    void anyCharsetOfJavaIsDecoded(String name, String title, String charset) {
        byte[] bytes = Samples.book("1", "xyz");
        bytes =
                Samples.replaced(
                        bytes,
                        "xyz",
                        new String(
                                title.getBytes(Charset.forName(charset)),
                                StandardCharsets.ISO_8859_1));
        bytes[9] = ' ';
        assertEquals(title, title(new PanamarcReader(Samples.stream(bytes), name)));
    }

    @Test
    void utf8IsReadWhateverTheLeaderSays() {
        byte[] bytes = Samples.book("1", "\u4E2D\u6587");
        bytes[9] = ' ';
        assertEquals("\u4E2D\u6587", title(new PanamarcReader(Samples.stream(bytes), "UTF8")));
    }

    @Test
    void unimarcIsReadByItsField100() {
        assertEquals("One", title(new PanamarcReader(Samples.stream(FIRST), "UNIMARC")));
    }

    private static String title(PanamarcReader reader) {
        return ((DataField) reader.next().getVariableField("245")).getSubfield('a').getData();
    }

    @ParameterizedTest
    @ValueSource(strings = {"KLINGON", "UTF-16", ""})
    void anEncodingThatCannotBeReadIsAnError(String name) {
        InputStream stream = Samples.stream(FIRST);
        MarcException e = assertThrows(MarcException.class, () -> new PanamarcReader(stream, name));
        String message = String.valueOf(e.getMessage());
        assertTrue(
                message.startsWith("the encoding '%s' cannot be read: ".formatted(name)), message);
        assertTrue(
                message.endsWith("; expected MARC8, UNIMARC or a Java charset that extends ASCII"),
                message);
    }
}
