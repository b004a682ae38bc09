package org.panamarc.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.Defect;
import org.panamarc.ErrorPolicy;
import org.panamarc.MarcFile;
import org.panamarc.MarcFormatException;
import org.panamarc.MarcReader;
import org.panamarc.MarcRecord;
import org.panamarc.ReadOptions;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.Dump;
import org.panamarc.testing.RecordBuilder;
import org.panamarc.testing.SpecFolder;

/** Record n by the index is record n of sequential reading, whatever is wrong with the file. */
class IndexedRecordsTest {
    private static final long SEED = 18;

    @TempDir Path folder;

    private static String described(MarcRecord record) {
        return String.join(
                "\n",
                record.number() + " " + record.span() + " " + record.source(),
                HexFormat.of().formatHex(record.raw()),
                record.defects().toString(),
                Dump.of(record));
    }

    private static List<String> sequential(Path file, ReadOptions options) throws IOException {
        try (MarcReader reader = MarcReader.open(file, options)) {
            return reader.stream().map(IndexedRecordsTest::described).toList();
        }
    }

    private static void assertIndexGivesTheFile(Path file, IndexOptions options)
            throws IOException {
        List<String> expected = sequential(file, options.reading());
        IndexSummary summary;
        try {
            summary = MarcIndex.build(file, options);
        } catch (IndexException e) {
            assertEquals(IndexException.Kind.UNSUPPORTED, e.kind(), file.toString());
            assertTrue(expected.isEmpty() || !e.toString().contains("no record"), e.toString());
            return;
        }
        assertEquals(expected.size(), summary.records(), file.toString());
        try (MarcIndex index = MarcIndex.open(file, options)) {
            assertEquals(expected.size(), index.size());
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, expected.size()).boxed().toList());
            Collections.shuffle(order, new Random(SEED));
            for (int n : order) {
                assertEquals(expected.get(n), described(index.record(n)), file + " record " + n);
            }
            List<String> atOnce =
                    index.records(order.stream().mapToLong(n -> n)).stream()
                            .map(IndexedRecordsTest::described)
                            .toList();
            assertEquals(order.stream().map(expected::get).toList(), atOnce, file.toString());
            List<String> iterated = new ArrayList<>();
            index.forEach(record -> iterated.add(described(record)));
            assertEquals(expected, iterated, file.toString());
            try (MarcFile framed = MarcFile.open(file, options.reading())) {
                for (int parts : new int[] {1, 2, 7}) {
                    assertEquals(framed.split(parts), index.split(parts), file.toString());
                }
            }
        }
    }

    private static List<Path> specFiles() throws IOException {
        try (Stream<Path> files = Files.walk(SpecFolder.file(""))) {
            return files.filter(file -> file.toString().endsWith(".mrc")).sorted().toList();
        }
    }

    @Test
    void specFilesAreReadByTheIndexAsInSequence() throws IOException {
        for (Path file : specFiles()) {
            IndexOptions options = IndexOptions.DEFAULT.withFolder(folder.resolve("index"));
            assertIndexGivesTheFile(file, options);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void damagedFilesAreReadByTheIndexAsInSequence(int threads) throws IOException {
        Random random = new Random(SEED + threads);
        byte[] good = Files.readAllBytes(SpecFolder.file("data/loc_edge_cases_50.mrc"));
        Path file = folder.resolve("damaged.mrc");
        IndexOptions options =
                IndexOptions.DEFAULT
                        .withReading(ReadOptions.DEFAULT.withThreads(threads))
                        .withSegmentRecords(7);
        for (int round = 0; round < 12; round++) {
            Files.write(file, damaged(good, random));
            assertIndexGivesTheFile(file, options);
        }
    }

    /** A copy with bytes changed, taken out and put in, most of them at boundaries of records. */
    private static byte[] damaged(byte[] good, Random random) {
        byte[] bytes = good.clone();
        int changes = 1 + random.nextInt(40);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            if (random.nextBoolean()) {
                while (at < bytes.length - 1 && bytes[at] != 0x1D) {
                    at++;
                }
                at = Math.min(at + random.nextInt(8), bytes.length - 1);
            }
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) "\u001D\u001E\u001F0 9ax\n".charAt(random.nextInt(9));
                case 1 -> bytes = without(bytes, at, 1 + random.nextInt(60));
                case 2 -> bytes = with(bytes, at, "garbage of some length ", random.nextInt(23));
                default -> bytes = with(bytes, at, "\r\n\0\u001A   ", random.nextInt(7));
            }
        }
        return bytes;
    }

    private static byte[] without(byte[] bytes, int at, int length) {
        int end = Math.min(bytes.length, at + length);
        return Bytes.concat(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, end, bytes.length));
    }

    private static byte[] with(byte[] bytes, int at, String text, int length) {
        return Bytes.concat(
                Arrays.copyOf(bytes, at),
                Bytes.latin1(text.substring(0, length)),
                Arrays.copyOfRange(bytes, at, bytes.length));
    }

    @Test
    void aRecordAfterOtherBytesIsReadAsInSequence() throws IOException {
        byte[] record = RecordBuilder.numbered(1);
        byte[] odd = record.clone();
        odd[5] = 'z'; // a leader that is believed only where a record may begin
        Path file = folder.resolve("odd.mrc");
        for (String before : List.of("", "\n", "<xml", "junk", "{\"a\":", "PK\3\4", "\0\0")) {
            Files.write(
                    file,
                    Bytes.concat(
                            Bytes.latin1(before),
                            odd,
                            record,
                            Bytes.latin1(before),
                            odd,
                            Bytes.latin1(before),
                            record));
            assertIndexGivesTheFile(file, IndexOptions.DEFAULT);
        }
    }

    @Test
    void aBrokenRecordIsThrownWhereThePolicySaysSo() throws IOException {
        Path file = SpecFolder.file("data/ia_malformed_116.mrc");
        ReadOptions raise = ReadOptions.DEFAULT.withOnError(ErrorPolicy.RAISE);
        IndexOptions options = IndexOptions.DEFAULT.withFolder(folder.resolve("index"));
        MarcIndex.build(file, options);
        List<String> expected = new ArrayList<>();
        List<String> found = new ArrayList<>();
        try (MarcIndex index = MarcIndex.open(file, options.withReading(raise));
                MarcReader reader = MarcReader.open(file, ReadOptions.DEFAULT)) {
            for (MarcRecord record : reader) {
                expected.add(
                        record.defects().stream()
                                        .anyMatch(
                                                one -> one.severity() == Defect.Severity.STRUCTURE)
                                ? "thrown"
                                : described(record));
            }
            for (long n = 0; n < index.size(); n++) {
                try {
                    found.add(described(index.record(n)));
                } catch (MarcFormatException e) {
                    assertEquals(n + 1, e.defect().recordNumber());
                    found.add("thrown");
                }
            }
        }
        assertEquals(expected, found);
        assertTrue(found.contains("thrown"));
    }

    @Test
    void recordsLargerThanAWindowAreRead() throws IOException {
        byte[] large = new RecordBuilder().field("500", "x".repeat(300_000)).build();
        Path file = folder.resolve("large.mrc");
        Files.write(
                file, Bytes.concat(RecordBuilder.numbered(1), large, RecordBuilder.numbered(2)));
        assertIndexGivesTheFile(file, IndexOptions.DEFAULT);
    }

    @Test
    void numbersOutsideOfTheFileAreRefused() throws IOException {
        Path file = folder.resolve("one.mrc");
        Files.write(file, RecordBuilder.numbered(1));
        MarcIndex.build(file, IndexOptions.DEFAULT);
        try (MarcIndex index = MarcIndex.open(file, IndexOptions.DEFAULT)) {
            assertThrows(IndexOutOfBoundsException.class, () -> index.record(1));
            assertThrows(IndexOutOfBoundsException.class, () -> index.record(-1));
            assertThrows(IndexOutOfBoundsException.class, () -> index.records(0, 2));
            assertThrows(IndexOutOfBoundsException.class, () -> index.records(LongStream.of(0, 1)));
        }
    }

    @Test
    void skippingBrokenRecordsIsRefused() {
        IndexOptions skip =
                IndexOptions.DEFAULT.withReading(ReadOptions.DEFAULT.withOnError(ErrorPolicy.SKIP));
        IllegalArgumentException thrown =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> MarcIndex.build(folder.resolve("any.mrc"), skip));
        assertEquals(
                "an index counts records as RECOVER gives them; SKIP would give them other numbers",
                thrown.getMessage());
    }
}
