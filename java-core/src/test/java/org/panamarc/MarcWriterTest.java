package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.panamarc.WriteOptions.Coding;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.Dump;
import org.panamarc.testing.RecordBuilder;
import org.panamarc.testing.RepairCase;
import org.panamarc.testing.SpecFolder;

/** It is one file, longer than others, since all of it writes the same real and broken records. */
class MarcWriterTest {
    private static final WriteOptions OVERLONG = WriteOptions.DEFAULT.withOverlong(true);
    private static final DataField NOTE = DataField.of("500", "  ", "a", "Note \u0418, \u1E9E.");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private MarcWriter writer(WriteOptions options) {
        return MarcWriter.to(out, "<test>", options);
    }

    private static List<MarcRecord> read(byte[] input) throws IOException {
        try (MarcReader reader = MarcReader.of(input, ReadOptions.DEFAULT)) {
            return reader.stream().toList();
        }
    }

    private byte[] written(WriteOptions options, MarcRecord... records) throws IOException {
        out.reset();
        try (MarcWriter writer = writer(options)) {
            for (MarcRecord record : records) {
                writer.write(record);
            }
            writer.commit();
            assertEquals(out.size(), writer.bytesWritten());
            assertEquals(records.length, writer.recordsWritten());
        }
        return out.toByteArray();
    }

    private static boolean isBroken(MarcRecord record) {
        return record.defects().stream()
                .anyMatch(defect -> defect.severity() == Defect.Severity.STRUCTURE);
    }

    static Stream<Path> data() throws IOException {
        try (Stream<Path> files = Files.list(SpecFolder.file("data"))) {
            return files
                    .filter(file -> file.toString().contains(".mrc"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    static List<RepairCase> cases() throws IOException {
        return RepairCase.all().toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("data")
    void realRecordsAreWrittenUnchangedAndBrokenOnesValid(Path file) throws IOException {
        try (MarcReader reader = MarcReader.open(file, ReadOptions.DEFAULT)) {
            checkAll(reader);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void recordsInOrderAreWrittenUnchangedAndBrokenOnesValid(RepairCase given) throws IOException {
        try (MarcReader reader = MarcReader.of(given.content(), ReadOptions.DEFAULT)) {
            checkAll(reader);
        }
    }

    /** Writes all records one by one and, where none is refused, in batches. */
    private void checkAll(MarcReader reader) throws IOException {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        List<MarcRecord> refused = new ArrayList<>();
        try (MarcWriter batches = writer(OVERLONG)) {
            for (RecordBatch batch = reader.readBatch();
                    !batch.isEmpty();
                    batch = reader.readBatch()) {
                for (MarcRecord record : batch) {
                    if (!isBroken(record)) {
                        expected.write(record.raw());
                    } else if (String.join("", Dump.fields(record)).indexOf('\u001D') >= 0) {
                        refused.add(record);
                    } else {
                        expected.write(repaired(record));
                    }
                }
                if (refused.isEmpty()) {
                    batches.writeAll(batch);
                }
            }
            batches.commit();
        }
        for (MarcRecord record : refused) {
            assertThrows(MarcWriteException.class, () -> written(WriteOptions.DEFAULT, record));
        }
        if (refused.isEmpty()) {
            assertArrayEquals(expected.toByteArray(), out.toByteArray());
        }
    }

    /** What a broken record is written as: without a defect of structure, and with its fields. */
    private static byte[] repaired(MarcRecord record) throws IOException {
        ByteArrayOutputStream alone = new ByteArrayOutputStream();
        try (MarcWriter writer = MarcWriter.to(alone, "<alone>", OVERLONG)) {
            writer.write(record);
            writer.commit();
        }
        List<MarcRecord> back = read(alone.toByteArray());
        assertEquals(1, back.size());
        MarcRecord again = back.getFirst();
        assertEquals(record.fields(), again.fields());
        assertEquals(
                record.leader().text().substring(5, 10).replaceAll("[^ -~]", " "),
                again.leader().text().substring(5, 10));
        boolean terminatorInside = String.join("", Dump.fields(record)).indexOf('\u001E') >= 0;
        assertEquals(
                terminatorInside,
                again.defects().stream().anyMatch(d -> d.kind() == Defect.Kind.TERMINATOR_IN_DATA));
        boolean overlong =
                alone.size() > 99_999
                        || again.fields().stream().anyMatch(f -> f.text().length() > 9_990);
        assertEquals(
                terminatorInside || overlong, isBroken(again), () -> again.defects().toString());
        return alone.toByteArray();
    }

    @Test
    void recordsOfAnyOriginAreWrittenOneAfterTheOther() throws IOException {
        byte[] input = Bytes.concat(RecordBuilder.numbered(1), RecordBuilder.numbered(2));
        List<MarcRecord> records = read(input);
        MarcRecord changed = records.get(1).withField(NOTE);
        byte[] expected =
                new RecordBuilder()
                        .field("001", "test00002")
                        .field("008", "850101s1985    xx            000 0 eng d")
                        .field("245", "10$aTitle of number 2 /$cAuthor.")
                        .field("650", " 0$aSubject$xPart 2.")
                        .field("500", "  $aNote \u0418, \u1E9E.")
                        .build();
        assertArrayEquals(
                Bytes.concat(RecordBuilder.numbered(2), expected, RecordBuilder.numbered(1)),
                written(WriteOptions.DEFAULT, records.get(1), changed, records.get(0)));
    }

    @Test
    void aBatchIsWrittenWholeWhateverIsBetweenItsRecords() throws IOException {
        byte[] good = RecordBuilder.numbered(1);
        byte[] marc8 =
                new RecordBuilder()
                        .scheme(' ')
                        .field("245", Bytes.latin1("10\u001Fa\u00E2e"))
                        .build();
        byte[] broken = Bytes.with(RecordBuilder.numbered(2), 0, "00001");
        byte[] input =
                Bytes.concat(good, Bytes.of('\n'), good, marc8, good, good, broken, good, broken);
        byte[] repaired = RecordBuilder.numbered(2);
        try (MarcWriter writer = writer(WriteOptions.DEFAULT);
                MarcReader reader = MarcReader.of(input, ReadOptions.DEFAULT)) {
            writer.writeAll(reader.readBatch());
            writer.writeAll(reader.readBatch()); // the empty one
            writer.writeAll(List.of());
            writer.commit();
            assertEquals(8, writer.recordsWritten());
        }
        assertArrayEquals(
                Bytes.concat(good, good, marc8, good, good, repaired, good, repaired),
                out.toByteArray());
    }

    @Test
    void allOfAStreamIsWritten() throws IOException {
        byte[] input = Bytes.concat(RecordBuilder.numbered(1), RecordBuilder.numbered(2));
        try (MarcReader reader = MarcReader.of(input, ReadOptions.DEFAULT);
                MarcWriter writer = writer(WriteOptions.DEFAULT)) {
            writer.writeAll(reader.stream().filter(record -> record.number() == 2));
            writer.commit();
        }
        assertArrayEquals(RecordBuilder.numbered(2), out.toByteArray());
    }

    private static byte[] title(char scheme, String latin1) {
        return new RecordBuilder().scheme(scheme).field("245", Bytes.latin1(latin1)).build();
    }

    @Test
    void aChangedRecordIsInTheCodingThatItsLeaderStates() throws IOException {
        DataField title = DataField.of("245", "10", "a", "\u00E9\u1E9E");
        MarcRecord utf8 = MarcRecord.builder().add(title).build();
        MarcRecord marc8 = utf8.withLeader(utf8.leader().withCharacterCodingScheme(' '));
        assertArrayEquals(utf8.raw(), written(WriteOptions.DEFAULT, utf8));
        assertArrayEquals(
                Bytes.with(title(' ', "10\u001Fa\u00E2e&#x1E9E;"), 18, " "),
                written(WriteOptions.DEFAULT, marc8));
        MarcRecord read = read(title(' ', "10\u001Fa\u00E2e\u001B(Ni\u001B(B")).getFirst();
        assertArrayEquals(
                new RecordBuilder()
                        .scheme(' ')
                        .field("245", Bytes.latin1("10\u001Fa\u00E2e\u001B(Ni\u001B(B"))
                        .field("500", Bytes.latin1("  \u001FaNote \u001B(Ni, \u001B(B&#x1E9E;."))
                        .build(),
                written(WriteOptions.DEFAULT, read.withField(NOTE)));
    }

    @Test
    void aChangedRecordOfUnimarcIsUtf8() throws IOException {
        byte[] unimarc = Bytes.with(title(' ', "10\u001Fae"), 20, "450 ");
        MarcRecord changed = read(unimarc).getFirst().withField(NOTE);
        assertArrayEquals(changed.raw(), written(WriteOptions.DEFAULT, changed));
        assertEquals("450 ", changed.leader().text().substring(20));
    }

    @Test
    void allIsUtf8WhereThatIsAskedFor() throws IOException {
        WriteOptions options = WriteOptions.DEFAULT.withCoding(Coding.UTF_8);
        byte[] utf8 = title('a', "10\u001Fa\u00C3\u00A9");
        byte[] decomposed = title('a', "10\u001Fae\u00CC\u0081");
        byte[] input =
                Bytes.concat(
                        utf8,
                        title(' ', "10\u001Fa\u00E2e"),
                        title('a', "10\u001Fa\u00E2e"), // MARC-8 in truth
                        title(' ', "10\u001Fa\u00C3\u00A9"), // UTF-8 in truth
                        title(' ', "10\u001Fae"),
                        Bytes.with(utf8, 0, "00001"));
        List<MarcRecord> records = read(input);
        assertArrayEquals(
                Bytes.concat(utf8, decomposed, decomposed, utf8, title('a', "10\u001Fae"), utf8),
                written(options, records.toArray(MarcRecord[]::new)));
    }

    @Test
    void allIsMarc8WhereThatIsAskedFor() throws IOException {
        WriteOptions options = WriteOptions.DEFAULT.withCoding(Coding.MARC_8);
        byte[] marc8 = title(' ', "10\u001Fa\u00E2e");
        byte[] input =
                Bytes.concat(
                        title('a', "10\u001Fa\u00C3\u00A9"),
                        marc8,
                        title('a', "10\u001Fae"),
                        title('a', "10\u001Fa\u00E1\u00BA\u009E\u001Bx"));
        List<MarcRecord> records = read(input);
        assertArrayEquals(
                Bytes.concat(
                        marc8,
                        marc8,
                        title(' ', "10\u001Fae"),
                        title(' ', "10\u001Fa&#x1E9E;&#x001B;x")),
                written(options, records.toArray(MarcRecord[]::new)));
        MarcRecord odd = read(title('a', "10\u001F\u00C3\u00A9x")).getFirst();
        assertEquals(
                "<test>: record 1 (record 1 of <bytes>), field 245: the subfield code U+00E9 is not"
                        + " ASCII, which MARC-8 asks for",
                assertThrows(MarcWriteException.class, () -> written(options, odd)).getMessage());
    }

    @Test
    void textInTheFormOfAReferenceStaysText() throws IOException {
        WriteOptions options = WriteOptions.DEFAULT.withCoding(Coding.MARC_8);
        MarcRecord literal = read(title('a', "10\u001Fa&#x4E2D;")).getFirst();
        byte[] marc8 = written(options, literal);
        MarcRecord again = read(marc8).getFirst();
        assertEquals("&#x4E2D;", again.value("245$a"));
        assertEquals(List.of(), again.defects());
        assertArrayEquals(marc8, written(options, again));
        byte[] reference = title(' ', "10\u001Fa&#x4E2D;\u00E2e");
        try (MarcReader kept =
                MarcReader.of(reference, ReadOptions.DEFAULT.withKeepReferences(true))) {
            assertArrayEquals(reference, written(options, kept.readBatch().getFirst()));
        }
    }

    @Test
    void realMarc8BecomesUtf8AndIsTheSameAgain() throws IOException {
        Path file = SpecFolder.file("data/uva_marc8_2000.mrc.gz");
        List<MarcRecord> records;
        try (MarcReader reader = MarcReader.open(file, ReadOptions.DEFAULT)) {
            records = reader.stream().toList();
        }
        MarcRecord[] all = records.toArray(MarcRecord[]::new);
        byte[] utf8 = written(WriteOptions.DEFAULT.withCoding(Coding.UTF_8), all);
        MarcRecord[] inUtf8 = read(utf8).toArray(MarcRecord[]::new);
        assertEquals(
                List.of(all).stream().map(Dump::fields).toList(),
                List.of(inUtf8).stream().map(Dump::fields).toList());
        assertTrue(List.of(inUtf8).stream().allMatch(record -> record.defects().isEmpty()));
        assertArrayEquals(
                written(WriteOptions.DEFAULT, all),
                written(WriteOptions.DEFAULT.withCoding(Coding.MARC_8), inUtf8));
    }

    @Test
    void whatIsTooLongIsRefusedOrLeftToTheTerminators() throws IOException {
        MarcRecord field =
                MarcRecord.builder()
                        .add(DataField.of("500", "  ", "a", "x".repeat(9_995)))
                        .add(NOTE)
                        .build();
        MarcRecordBuilder many = MarcRecord.builder();
        for (int i = 0; i < 12; i++) {
            many.add(DataField.of("500", "  ", "a", "x".repeat(9_000 + i)));
        }
        MarcRecord record = many.build();
        try (MarcWriter writer = writer(WriteOptions.DEFAULT)) {
            writer.write(MarcRecord.builder().build());
            MarcWriteException tooLong =
                    assertThrows(MarcWriteException.class, () -> writer.write(field));
            assertEquals(
                    "<test>: record 2, field 500: the field has 10,000 bytes with its terminator; a"
                            + " directory entry can state 9,999",
                    tooLong.getMessage());
            assertEquals("<test>", tooLong.target());
            assertEquals(2, tooLong.recordNumber());
            assertEquals("500", tooLong.tag());
            assertEquals(
                    "<test>: record 2: the record has 108,296 bytes; a leader can state 99,999",
                    assertThrows(MarcWriteException.class, () -> writer.write(record))
                            .getMessage());
            writer.write(MarcRecord.builder().build()); // the output goes on
            writer.commit();
            assertEquals(2, writer.recordsWritten());
        }
        List<MarcRecord> back = read(written(OVERLONG, field, record, field));
        assertEquals(
                List.of(field.fields(), record.fields(), field.fields()),
                back.stream().map(MarcRecord::fields).toList());
    }

    @Test
    void brokenBytesAreWrittenUnchangedWhereThatIsAskedFor() throws IOException {
        byte[] broken = Bytes.with(RecordBuilder.numbered(2), 12, "00000");
        MarcRecord record = read(broken).getFirst();
        WriteOptions asRead = WriteOptions.DEFAULT.withRepair(false);
        assertArrayEquals(broken, written(asRead, record));
        assertArrayEquals(
                RecordBuilder.numbered(2), written(asRead.withCoding(Coding.UTF_8), record));
    }

    @Test
    void theBytesOfABrokenRecordStayInItsOwnCoding() throws IOException {
        byte[] cyrillic = title(' ', "10\u001Fa\u00CF\u00F0\u00E8\u00E2\u00E5\u00F2");
        ReadOptions options =
                ReadOptions.DEFAULT.withFileEncoding(
                        new FileEncoding.Legacy(Charset.forName("windows-1251")));
        try (MarcReader reader = MarcReader.of(Bytes.with(cyrillic, 0, "99999"), options)) {
            MarcRecord record = reader.readBatch().getFirst();
            assertEquals("\u041F\u0440\u0438\u0432\u0435\u0442", record.value("245$a"));
            assertArrayEquals(cyrillic, written(WriteOptions.DEFAULT, record));
        }
    }

    @Test
    void aWriterThatIsNotCommittedSaysSo() throws IOException {
        MarcWriter writer = writer(WriteOptions.DEFAULT);
        writer.write(MarcRecord.builder().build());
        assertEquals(
                "<test>: closed without commit(), so the output is not complete",
                assertThrows(IllegalStateException.class, writer::close).getMessage());
        writer.close();
        assertEquals(
                "<test>: the writer is closed",
                assertThrows(IllegalStateException.class, writer::commit).getMessage());
    }

    @Test
    void aWriterThatIsCommittedTakesNoMore() throws IOException {
        MarcWriter writer = writer(WriteOptions.DEFAULT);
        writer.commit();
        assertEquals(
                "<test>: the output is committed",
                assertThrows(
                                IllegalStateException.class,
                                () -> writer.write(MarcRecord.builder().build()))
                        .getMessage());
        writer.close();
        writer.close();
    }

    @Test
    void aWriterWhoseOutputFailedCanOnlyBeClosed() throws IOException {
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int value) throws IOException {
                        throw new IOException("no space");
                    }
                };
        MarcRecord large =
                MarcRecord.builder()
                        .add(DataField.of("500", "  ", "a", "x".repeat(70_000)))
                        .build();
        MarcWriter writer = MarcWriter.to(full, "<full>", OVERLONG);
        assertEquals(
                "no space",
                assertThrows(IOException.class, () -> writer.write(large)).getMessage());
        assertEquals(0, writer.recordsWritten());
        assertEquals(
                "<full>: writing has failed before",
                assertThrows(IllegalStateException.class, writer::commit).getMessage());
        writer.close();
        MarcWriter small = MarcWriter.to(full, "<full>", OVERLONG);
        small.write(MarcRecord.builder().build());
        assertThrows(IOException.class, small::commit);
        small.close();
    }

    @Test
    void aRefusedRecordAtTheEndLeavesCloseSilent() {
        WriteOptions options = WriteOptions.DEFAULT;
        MarcRecord tooLong =
                MarcRecord.builder().add(DataField.of("500", "  ", "a", "x".repeat(9_995))).build();
        MarcWriteException refused =
                assertThrows(MarcWriteException.class, () -> written(options, tooLong));
        assertEquals(0, refused.getSuppressed().length);
    }
}
