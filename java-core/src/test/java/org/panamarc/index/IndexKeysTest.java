package org.panamarc.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.MarcRecord;
import org.panamarc.testing.RecordBuilder;
import org.panamarc.testing.SpecFolder;

class IndexKeysTest {
    @TempDir Path folder;

    private Path written(byte[]... records) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] record : records) {
            all.writeBytes(record);
        }
        return Files.write(folder.resolve("books.mrc"), all.toByteArray());
    }

    private static byte[] record(String id, String isbn, String title) {
        RecordBuilder record = new RecordBuilder();
        if (!id.isEmpty()) {
            record.field("001", id);
        }
        return record.field("020", "  $a" + isbn).field("245", "10$a" + title).build();
    }

    @Test
    void everyControlNumberFindsItsFirstRecord() throws IOException {
        Path file = SpecFolder.file("data/loc_bibliographic_386.mrc");
        IndexOptions options =
                IndexOptions.DEFAULT.withFolder(folder.resolve("i")).withSegmentRecords(50);
        MarcIndex.build(file, options);
        try (MarcIndex index = MarcIndex.open(file, options)) {
            assertTrue(index.segments() > 3, index.segments() + " segments");
            List<String> seen = new ArrayList<>();
            for (MarcRecord record : index) {
                String id = Objects.requireNonNull(record.value("001")).strip();
                seen.add(id);
                MarcRecord found = Objects.requireNonNull(index.get(id));
                assertEquals(seen.indexOf(id) + 1, found.number());
            }
            assertEquals(386, seen.size());
        }
    }

    @Test
    void controlNumbersAreComparedWithoutBlanksAroundThem() throws IOException {
        Path file = written(record("  ocm1 ", "", "A"), record("ocm 1", "", "B"));
        MarcIndex.build(file, IndexOptions.DEFAULT);
        try (MarcIndex index = MarcIndex.open(file, IndexOptions.DEFAULT)) {
            assertArrayEquals(new long[] {0}, index.find("id", "ocm1").toArray());
            assertArrayEquals(new long[] {0}, index.find("id", " ocm1\t").toArray());
            assertArrayEquals(new long[] {1}, index.find("id", "ocm 1").toArray());
            assertNull(index.get("ocm"));
            assertNull(index.get(" "));
        }
    }

    @Test
    void duplicateAndMissingControlNumbersAreKept() throws IOException {
        Path file =
                written(
                        record("a", "", "1"),
                        record("", "", "2"),
                        record("b", "", "3"),
                        record("a", "", "4"),
                        record("  ", "", "5"));
        IndexOptions options = IndexOptions.DEFAULT.withSegmentRecords(2);
        MarcIndex.build(file, options);
        try (MarcIndex index = MarcIndex.open(file, options)) {
            assertEquals(5, index.size());
            assertEquals("1", Objects.requireNonNull(index.get("a")).value("245$a"));
            assertEquals(
                    List.of("1", "4"),
                    index.getAll("id", "a").stream().map(one -> one.value("245$a")).toList());
            assertEquals(List.of(), index.getAll("id", ""));
        }
    }

    @Test
    void isbnsAreFoundInAnyForm() throws IOException {
        Path file =
                written(
                        record("1", "0-306-40615-2 (pbk.)", "A"),
                        record("2", "9780306406157", "B"),
                        record("3", "not one", "C"));
        IndexOptions options = IndexOptions.DEFAULT.withKey("isbn", "020$a");
        MarcIndex.build(file, options);
        try (MarcIndex index = MarcIndex.open(file, IndexOptions.DEFAULT)) {
            assertEquals(List.of("id", "isbn"), index.keys());
            for (String form : List.of("0306406152", "978-0-306-40615-7", "0 306 40615 2")) {
                assertArrayEquals(new long[] {0, 1}, index.find("isbn", form).toArray(), form);
            }
            assertArrayEquals(new long[] {2}, index.find("isbn", "not one").toArray());
        }
    }

    @Test
    void valuesOfAnyLengthAreKeys() throws IOException {
        String same = "x".repeat(2000);
        Path file = written(record(same + "1", "", "A"), record(same + "2", "", "B"));
        MarcIndex.build(file, IndexOptions.DEFAULT);
        try (MarcIndex index = MarcIndex.open(file, IndexOptions.DEFAULT)) {
            assertArrayEquals(new long[] {1}, index.find("id", same + "2").toArray());
            assertArrayEquals(new long[] {}, index.find("id", same).toArray());
        }
    }

    @Test
    void textsAreSearchedByWords() throws IOException {
        Path file =
                written(
                        record("1", "", "World atlas / Maps."),
                        record("2", "", "ATLAS of the sea"),
                        record("3", "", "The sea"));
        IndexOptions options =
                IndexOptions.DEFAULT.withText("title", "245$a").withSegmentRecords(2);
        MarcIndex.build(file, options);
        try (MarcIndex index = MarcIndex.open(file, options)) {
            assertEquals(List.of("title"), index.texts());
            assertArrayEquals(new long[] {0, 1}, index.search("title:Atlas").toArray());
            assertArrayEquals(new long[] {1}, index.search("title:atlas sea").toArray());
            assertArrayEquals(new long[] {2}, index.search("sea id:3").toArray());
            assertArrayEquals(new long[] {0}, index.search("title:\"maps, world\"").toArray());
            assertArrayEquals(new long[] {}, index.search("title:...").toArray());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "nothing:atlas", "title:\"atlas"})
    void whatIsNoQueryIsRefused(String query) throws IOException {
        Path file = written(record("1", "", "World atlas"));
        MarcIndex.build(file, IndexOptions.DEFAULT.withText("title", "245$a"));
        try (MarcIndex index = MarcIndex.open(file, IndexOptions.DEFAULT)) {
            assertThrows(IllegalArgumentException.class, () -> index.search(query));
        }
    }

    @Test
    void unknownKeysAreNamed() throws IOException {
        Path file = written(record("1", "", "World atlas"));
        MarcIndex.build(file, IndexOptions.DEFAULT.withKey("isbn", "020$a"));
        try (MarcIndex index = MarcIndex.open(file, IndexOptions.DEFAULT)) {
            assertEquals(
                    "the index has no key issn; it has id, isbn",
                    assertThrows(IllegalArgumentException.class, () -> index.getAll("issn", "1"))
                            .getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "a b", "a:b"})
    void whatIsNoNameOfAKeyIsRefused(String name) {
        assertThrows(
                IllegalArgumentException.class, () -> IndexOptions.DEFAULT.withKey(name, "001"));
    }

    @Test
    void samplesAndOrdersHaveEachRecordOnce() throws IOException {
        Path file = SpecFolder.file("data/loc_authority_150.mrc");
        IndexOptions options = IndexOptions.DEFAULT.withFolder(folder.resolve("i"));
        MarcIndex.build(file, options);
        try (MarcIndex index = MarcIndex.open(file, options)) {
            long[] all = LongStream.range(0, 150).toArray();
            for (long window : new long[] {0, 1, 7, 150, 1000}) {
                long[] order = index.shuffled(5, window).toArray();
                assertArrayEquals(order, index.shuffled(5, window).toArray());
                assertArrayEquals(all, LongStream.of(order).sorted().toArray());
            }
            List<Long> sample =
                    index.sample(20, 3).stream().map(MarcRecord::number).distinct().toList();
            assertEquals(20, sample.size());
            assertEquals(150, index.sample(1000, 3).size());
        }
    }
}
