package org.panamarc.marc4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marc4j.MarcException;
import org.marc4j.MarcPermissiveStreamReader;
import org.marc4j.MarcReader;
import org.marc4j.MarcStreamReader;
import org.marc4j.marc.Record;
import org.panamarc.MarcFile;
import org.panamarc.MarcRecord;

/** Real and broken files: the records of marc4j's own readers, and where they differ. */
class GoldenRecordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cliffeh_1010.mrc.gz",
                "loc_authority_150.mrc",
                "loc_bibliographic_386.mrc",
                "loc_edge_cases_50.mrc"
            })
    void recordsInOrderAreThoseOfMarc4j(String name) throws IOException {
        byte[] bytes = Samples.data(name);
        List<String> expected = Samples.texts(new MarcStreamReader(Samples.stream(bytes)));
        assertEquals(expected, Samples.texts(new PanamarcReader(Samples.stream(bytes))));
        Path file = Samples.spec("data/" + name);
        try (PanamarcReader reader = new PanamarcReader(file)) {
            assertEquals(expected, Samples.texts(reader));
        }
        try (PanamarcReader reader = new PanamarcReader(file, PanamarcReader.PERMISSIVE)) {
            List<Record> records = Samples.all(reader);
            assertEquals(0, records.stream().filter(Record::hasErrors).count());
            assertEquals(expected, records.stream().map(Object::toString).toList());
        }
        MarcReader permissive = new MarcPermissiveStreamReader(Samples.stream(bytes), true, true);
        assertEquals(expected, Samples.texts(permissive));
    }

    @Test
    void recordsInMarc8AreThoseOfMarc4jWhereItConverts() {
        byte[] bytes = Samples.data("uva_marc8_2000.mrc.gz");
        List<String> expected =
                Samples.texts(
                        new MarcPermissiveStreamReader(
                                Samples.stream(bytes), false, true, "MARC8"));
        List<String> found = Samples.texts(new PanamarcReader(Samples.stream(bytes)));
        assertEquals(
                expected.stream().map(GoldenRecordsTest::composed).toList(),
                found.stream().map(GoldenRecordsTest::composed).toList());
    }

    /**
     * In NFC, without the marks over two letters, for halves of which each has characters of its
     * own.
     */
    private static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .replaceAll("[\u0360\u0361\uFE20-\uFE23]", "");
    }

    @ParameterizedTest
    @CsvSource({"bu_bibs_100.mrc, 100, 84, 2, 30", "ia_malformed_116.mrc, 116, 0, 0, 0"})
    void brokenFilesGiveMoreThanMarc4jDoes(
            String name, int all, int inOrder, int ofStrict, int ofPermissive) {
        byte[] bytes = Samples.data(name);
        PanamarcReader permissive =
                new PanamarcReader(Samples.stream(bytes), PanamarcReader.PERMISSIVE);
        List<Record> records = Samples.all(permissive);
        assertEquals(all, records.size());
        assertEquals(all - inOrder, records.stream().filter(Record::hasErrors).count());
        assertEquals(
                records.stream().filter(one -> !one.hasErrors()).map(Object::toString).toList(),
                inOrder(new PanamarcReader(Samples.stream(bytes)), all));
        assertEquals(ofStrict, untilItThrows(new MarcStreamReader(Samples.stream(bytes))));
        assertEquals(
                ofPermissive,
                untilItThrows(new MarcPermissiveStreamReader(Samples.stream(bytes), true, true)));
    }

    /** The records of a reader that throws for all others. */
    private static List<String> inOrder(PanamarcReader reader, int all) {
        List<String> given = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            assertTrue(reader.hasNext());
            try {
                given.add(reader.next().toString());
            } catch (MarcException e) {
                assertTrue(String.valueOf(e.getMessage()).startsWith("<stream>: record "));
            }
        }
        assertFalse(reader.hasNext());
        return given;
    }

    private static int untilItThrows(MarcReader reader) {
        int given = 0;
        while (reader.hasNext()) {
            try {
                reader.next();
            } catch (MarcException e) {
                return given;
            }
            given++;
        }
        return given;
    }

    @Test
    void recordsOfAllCasesAreTheSameThereAndBack() throws IOException {
        int records = 0;
        try (Stream<Path> files = Files.walk(Samples.spec("cases"))) {
            for (Path path : files.filter(one -> one.toString().endsWith(".mrc")).toList()) {
                try (MarcFile file = MarcFile.open(path)) {
                    for (MarcRecord record : file) {
                        records++;
                        Record view = Marc4jRecords.toMarc4j(record);
                        assertSame(record, Marc4jRecords.toPanamarc(view));
                        assertEquals(record.fieldCount(), view.getVariableFields().size());
                        assertEquals(record.defects().size(), errors(view));
                        assertTrue(view.toString().startsWith("LEADER "));
                        assertSame(record, Marc4jRecords.toPanamarc(view), "after it was read");
                    }
                }
            }
        }
        assertTrue(records > 100, "cases were found");
    }

    private static int errors(Record record) {
        return record.hasErrors() ? record.getErrors().size() : 0;
    }

    @Test
    void recordsInOrderAreTheSameThroughRecordsOfMarc4jItself() {
        byte[] bytes = Samples.data("loc_bibliographic_386.mrc");
        List<Record> theirs = Samples.all(new MarcStreamReader(Samples.stream(bytes)));
        List<Record> ours = Samples.all(new PanamarcReader(Samples.stream(bytes)));
        for (int i = 0; i < theirs.size(); i++) {
            assertEquals(
                    Marc4jRecords.toPanamarc(ours.get(i)), Marc4jRecords.toPanamarc(theirs.get(i)));
        }
    }

    @Test
    void whatIsNoMarcIsAnErrorOfTheStrictReader() {
        PanamarcReader reader =
                new PanamarcReader(
                        Samples.stream("hello, world".getBytes(StandardCharsets.US_ASCII)));
        assertTrue(reader.hasNext());
        assertThrows(MarcException.class, reader::next);
        assertFalse(reader.hasNext());
    }
}
