package org.panamarc.marc4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marc4j.MarcException;
import org.marc4j.MarcStreamReader;
import org.marc4j.MarcStreamWriter;
import org.marc4j.converter.impl.AnselToUnicode;
import org.marc4j.converter.impl.UnicodeToAnsel;
import org.marc4j.marc.DataField;
import org.marc4j.marc.Record;
import org.marc4j.marc.impl.SubfieldImpl;
import org.panamarc.WriteOptions;

class PanamarcWriterTest {
    /** Keeps what is written, and how often it was closed. */
    private static final class Watched extends ByteArrayOutputStream {
        int closed;

        @Override
        public void close() {
            closed++;
        }
    }

    private static final class Full extends OutputStream {
        int closed;

        @Override
        public void write(int value) throws IOException {
            throw new IOException("no space left");
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private static byte[] written(List<Record> records, WriteOptions options) {
        Watched stream = new Watched();
        try (PanamarcWriter writer = new PanamarcWriter(stream, options)) {
            records.forEach(writer::write);
        }
        assertEquals(1, stream.closed);
        return stream.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"loc_bibliographic_386.mrc", "uva_marc8_2000.mrc.gz"})
    void recordsThatWereReadAreWrittenByteForByte(String name) {
        byte[] bytes = Samples.data(name);
        List<Record> records = Samples.all(new PanamarcReader(Samples.stream(bytes)));
        assertArrayEquals(bytes, written(records, WriteOptions.DEFAULT));
        records.forEach(record -> record.find("."));
        assertArrayEquals(bytes, written(records, WriteOptions.DEFAULT), "after they were read");
    }

    @Test
    void recordsOfMarc4jAreWrittenAsItsOwnWriterDoes() {
        byte[] bytes = Samples.data("loc_bibliographic_386.mrc");
        List<Record> records = Samples.all(new MarcStreamReader(Samples.stream(bytes)));
        Watched expected = new Watched();
        MarcStreamWriter theirs = new MarcStreamWriter(expected, "UTF8");
        records.forEach(theirs::write);
        assertArrayEquals(expected.toByteArray(), written(records, WriteOptions.DEFAULT));
    }

    @Test
    void aChangedRecordIsReadBackByMarc4j() {
        Record record = Samples.lazy(Samples.book("7", "Title"));
        DataField title = (DataField) record.getVariableField("245");
        title.getSubfield('a').setData("\u4E2D\u6587");
        byte[] bytes = written(List.of(record), WriteOptions.DEFAULT);
        Record back = new MarcStreamReader(Samples.stream(bytes)).next();
        assertEquals(record.getVariableFields().toString(), back.getVariableFields().toString());
    }

    @Test
    void aChangedRecordInMarc8StaysInIt() {
        Record record = Samples.lazy(Samples.marc8());
        ((DataField) record.getVariableField("245")).getSubfield('c').setData("Other author.");
        byte[] bytes = written(List.of(record), WriteOptions.DEFAULT);
        assertEquals(' ', bytes[9]);
        Record back = Samples.lazy(bytes);
        assertEquals("245 10$aE\u0301te\u0301$cOther author.", text(back, "245"));
        WriteOptions utf8 = WriteOptions.DEFAULT.withCoding(WriteOptions.Coding.UTF_8);
        bytes = written(List.of(record), utf8);
        assertEquals('a', bytes[9]);
        assertEquals(text(back, "245"), text(Samples.lazy(bytes), "245"));
    }

    private static String text(Record record, String tag) {
        return String.valueOf(record.getVariableField(tag));
    }

    @Test
    void valuesThatPanamarcDidNotReadAreConverted() {
        byte[] marc8 = Samples.marc8();
        Record theirs = new MarcStreamReader(Samples.stream(marc8)).next();
        theirs.getLeader().setCharCodingScheme('a');
        AnselToUnicode converter = new AnselToUnicode();
        Watched stream = new Watched();
        try (PanamarcWriter writer = new PanamarcWriter(stream)) {
            assertTrue(writer.expectsUnicode());
            assertNull(writer.getConverter());
            writer.setConverter(converter);
            assertSame(converter, writer.getConverter());
            writer.write(theirs);
            writer.write(Samples.lazy(marc8));
            writer.setConverter(null);
            writer.write(Samples.lazy(marc8));
        }
        byte[] bytes = stream.toByteArray();
        byte[] converted = Arrays.copyOf(bytes, bytes.length - 2 * marc8.length);
        assertEquals("245 10$aE\u0301te\u0301$cAuthor.", text(Samples.lazy(converted), "245"));
        byte[] rest = Arrays.copyOfRange(bytes, converted.length, bytes.length);
        assertArrayEquals(Samples.concat(marc8, marc8), rest);
    }

    @Test
    void aConverterFromUnicodeIsRefused() {
        try (PanamarcWriter writer = new PanamarcWriter(new Watched())) {
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> writer.setConverter(new UnicodeToAnsel()));
            assertEquals(
                    "UnicodeToAnsel does not output Unicode; the writer encodes values itself, in the coding that its WriteOptions have",
                    e.getMessage());
        }
    }

    @Test
    void aRecordThatCannotBeWrittenIsLeftOutAndTheOutputGoesOn() {
        byte[] book = Samples.book("7", "Title");
        Watched stream = new Watched();
        try (PanamarcWriter writer = new PanamarcWriter(stream)) {
            Record record = Samples.lazy(book);
            DataField title = (DataField) record.getVariableField("245");
            title.addSubfield(new SubfieldImpl('b', "x".repeat(10_000)));
            MarcException tooLong = assertThrows(MarcException.class, () -> writer.write(record));
            String message = String.valueOf(tooLong.getMessage());
            assertTrue(
                    message.startsWith("<stream>: record 1 (record 1 of <bytes>), field 245: "),
                    message);
            title.getSubfield('b').setData("a\u001Eb");
            MarcException structural =
                    assertThrows(MarcException.class, () -> writer.write(record));
            assertEquals(
                    "record 7: field 245: subfield $b holds 0x1E at character 1, which ISO 2709 reserves for structure",
                    structural.getMessage());
            writer.write(Samples.lazy(book));
        }
        assertArrayEquals(book, stream.toByteArray());
    }

    @Test
    void aFileIsUnderItsNameOnlyOnceItIsClosed(@TempDir Path folder) throws IOException {
        byte[] book = Samples.book("7", "Title");
        Path file = folder.resolve("books.mrc");
        PanamarcWriter writer = new PanamarcWriter(file);
        writer.write(Samples.lazy(book));
        assertFalse(Files.exists(file));
        writer.close();
        writer.close();
        assertArrayEquals(book, Files.readAllBytes(file));
        assertThrows(IllegalStateException.class, () -> writer.write(Samples.lazy(book)));
        Path nowhere = folder.resolve("no/books.mrc");
        assertThrows(NoSuchFileException.class, () -> new PanamarcWriter(nowhere));
    }

    @Test
    void anOutputThatFailsIsAnExceptionOfMarc4jAndIsClosed() {
        Full stream = new Full();
        PanamarcWriter writer = new PanamarcWriter(stream);
        Record record = Samples.lazy(Samples.book("7", "x".repeat(5_000)));
        MarcException e =
                assertThrows(
                        MarcException.class,
                        () -> {
                            for (int i = 0; i < 100; i++) {
                                writer.write(record);
                            }
                        });
        assertEquals("<stream>: no space left", e.getMessage());
        assertInstanceOf(IOException.class, e.getCause());
        writer.close();
        assertEquals(1, stream.closed);
    }

    @Test
    void anOutputThatFailsAtItsEndIsAnExceptionOfMarc4jAndIsClosed() {
        Full stream = new Full();
        PanamarcWriter writer = new PanamarcWriter(stream);
        writer.write(Samples.lazy(Samples.book("7", "Title")));
        MarcException e = assertThrows(MarcException.class, writer::close);
        assertEquals("<stream>: no space left", e.getMessage());
        assertEquals(1, stream.closed);
    }
}
