package org.panamarc.marc4j;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.marc4j.MarcReader;
import org.marc4j.marc.Record;
import org.panamarc.ControlField;
import org.panamarc.DataField;
import org.panamarc.MarcRecord;
import org.panamarc.ReadOptions;

/** Records to test with. */
final class Samples {
    private Samples() {}

    /** A file of the folder {@code spec}. */
    static Path spec(String name) {
        return Path.of("../../spec").resolve(name);
    }

    /** What a file of real records holds, decompressed. */
    static byte[] data(String name) {
        try (InputStream file = Files.newInputStream(spec("data/" + name));
                InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(file) : file) {
            return plain.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A stream over bytes. */
    static InputStream stream(byte[]... parts) {
        return new ByteArrayInputStream(concat(parts));
    }

    /** All parts, one after the other. */
    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** A book, with a number and a title. */
    static byte[] book(String number, String title) {
        return MarcRecord.builder()
                .add(new ControlField("001", number))
                .add(new ControlField("008", "200101s2020"))
                .add(DataField.of("245", "10", "a", title, "c", "Author."))
                .add(DataField.of("650", " 0", "a", "Maps", "x", "Old"))
                .add(DataField.of("650", " 1", "a", "Towns"))
                .build()
                .raw();
    }

    /** A book in MARC-8 whose title is {@code Été}. */
    static byte[] marc8() {
        byte[] bytes = book("8", "__t__");
        byte[] title = {(byte) 0xE2, 'E', 't', (byte) 0xE2, 'e'};
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        System.arraycopy(title, 0, bytes, text.indexOf("__t__"), title.length);
        bytes[9] = ' ';
        return bytes;
    }

    /** A book whose record length, five digits, is one too large. */
    static byte[] broken() {
        byte[] bytes = book("666", "Broken");
        bytes[4]++;
        return bytes;
    }

    /** The bytes with others in place of a text of the same length. */
    static byte[] replaced(byte[] bytes, String text, String other) {
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .replace(text, other)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The one record of panamarc in bytes. */
    static MarcRecord read(byte[] bytes) {
        try (var reader = org.panamarc.MarcReader.of(bytes, ReadOptions.DEFAULT)) {
            return reader.readBatch().getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one record of marc4j in bytes, over one of panamarc. */
    static Record lazy(byte[] bytes) {
        return Marc4jRecords.toMarc4j(read(bytes));
    }

    /** All records. */
    static List<Record> all(MarcReader reader) {
        List<Record> records = new ArrayList<>();
        while (reader.hasNext()) {
            records.add(reader.next());
        }
        return records;
    }

    /** All records, as marc4j writes them for people. */
    static List<String> texts(MarcReader reader) {
        return all(reader).stream().map(Object::toString).toList();
    }
}
