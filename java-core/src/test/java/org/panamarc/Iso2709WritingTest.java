package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.Dump;
import org.panamarc.testing.RecordBuilder;
import org.panamarc.testing.RepairCase;

/** What a conversion to ISO 2709 writes. */
class Iso2709WritingTest {
    @TempDir private Path folder;

    private byte[] converted(byte[] input) throws IOException {
        Path source = Files.write(folder.resolve("in.mrc"), input);
        Path target = folder.resolve("out.mrc");
        Panamarc.convert(source, target, ReadOptions.DEFAULT, MarcFormat.ISO_2709);
        return Files.readAllBytes(target);
    }

    private static List<MarcRecord> read(byte[] input, ErrorPolicy policy) throws IOException {
        ReadOptions options = ReadOptions.DEFAULT.withOnError(policy);
        try (MarcReader reader = MarcReader.of(input, options)) {
            return reader.stream().toList();
        }
    }

    private static boolean isBroken(MarcRecord record) {
        return record.defects().stream()
                .anyMatch(defect -> defect.severity() == Defect.Severity.STRUCTURE);
    }

    private static boolean holds(List<MarcRecord> records, char terminator) {
        return records.stream().anyMatch(record -> Dump.of(record).indexOf(terminator) >= 0);
    }

    private static boolean isTooLong(MarcRecord record) {
        return record.raw().length > 99_999
                || record.fields().stream().anyMatch(field -> field.text().length() > 9_990);
    }

    static List<RepairCase> cases() throws IOException {
        return RepairCase.all().toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void whatWasRepairedReadsBackInOrderAndAllElseIsAsItWas(RepairCase given) throws IOException {
        List<MarcRecord> before = read(given.content(), ErrorPolicy.RECOVER);
        byte[] expected;
        try {
            expected = byMarcWriter(before);
        } catch (MarcWriteException e) {
            // No reader could know where such a record ends, or its directory has no room.
            assertTrue(
                    holds(before, '\u001D')
                            || before.stream().anyMatch(record -> isTooLong(record)),
                    e.getMessage());
            assertThrows(MarcWriteException.class, () -> converted(given.content()));
            return;
        }
        byte[] converted;
        try {
            converted = converted(given.content());
        } catch (MarcFormatException e) {
            assertEquals(List.of(), before);
            assertTrue(String.valueOf(e.getMessage()).contains(": there is no record; the input"));
            return;
        }
        assertArrayEquals(expected, converted);
        // A field with a field terminator in it cannot be written otherwise.
        ErrorPolicy policy = holds(before, '\u001E') ? ErrorPolicy.RECOVER : ErrorPolicy.RAISE;
        List<MarcRecord> after = read(converted, policy);
        assertEquals(before.size(), after.size());
        for (int i = 0; i < before.size(); i++) {
            assertEquals(before.get(i).fields(), after.get(i).fields());
            if (!isBroken(before.get(i))) {
                assertArrayEquals(before.get(i).raw(), after.get(i).raw());
            }
        }
    }

    private static byte[] byMarcWriter(List<MarcRecord> records) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MarcWriter writer = MarcWriter.to(out, "out", WriteOptions.DEFAULT)) {
            writer.writeAll(records);
            writer.commit();
        }
        return out.toByteArray();
    }

    @Test
    void aTooLongRecordIsReportedAndTheOldFileStays() throws IOException {
        Path target = Files.writeString(folder.resolve("out.mrc"), "old");
        byte[] fine = new RecordBuilder().field("245", "00\u001FaB").build();
        String xml =
                """
                <collection xmlns="http://www.loc.gov/MARC21/slim"><record>
                <leader>00000nam a2200000 i 4500</leader>
                <datafield tag="520" ind1=" " ind2=" "><subfield code="a">%s</subfield></datafield>
                </record></collection>
                """
                        .formatted("x".repeat(10_000));
        assertTrue(converted(fine).length > 0);
        Files.writeString(target, "old");
        MarcWriteException e =
                assertThrows(MarcWriteException.class, () -> converted(Bytes.latin1(xml)));
        assertEquals(
                target
                        + ": record 1 (record 1 of "
                        + folder.resolve("in.mrc")
                        + "), field 520: the field has 10,005 bytes"
                        + " with its terminator; a directory entry can state 9,999",
                e.getMessage());
        assertEquals("old", Files.readString(target));
    }
}
