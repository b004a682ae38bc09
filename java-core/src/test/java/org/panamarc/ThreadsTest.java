package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.Dump;
import org.panamarc.testing.RecordBuilder;
import org.panamarc.testing.RepairCase;
import org.panamarc.testing.Rounds;
import org.panamarc.testing.SpecFolder;

/** What several threads read ahead is what one thread reads. */
@ClassTemplate
@Timeout(120)
class ThreadsTest {
    @RegisterExtension static final Rounds ROUNDS = new Rounds();

    /** What one thread gives, by policy and seed: the same in each round. */
    private static final Map<String, List<String>> TURNS_OF_ONE = new HashMap<>();

    private static final byte[] RECORDS =
            Bytes.concat(
                    IntStream.rangeClosed(1, 3000)
                            .mapToObj(RecordBuilder::numbered)
                            .toArray(byte[][]::new));

    /** Everything that a reading gives, a line for each thing. */
    private static final class Seen {
        private final List<String> lines = new ArrayList<>();

        void add(RecordBatch batch) {
            for (MarcRecord record : batch) {
                lines.add(record.number() + " " + record.span() + " " + Dump.of(record));
                record.defects().forEach(defect -> lines.add(defect.toString()));
            }
        }

        List<String> of(byte[] bytes, ReadOptions options) throws IOException {
            try (MarcReader reader = MarcReader.of(bytes, options)) {
                boolean more = true;
                while (more) {
                    try {
                        RecordBatch batch = reader.readBatch();
                        add(batch);
                        more = !batch.isEmpty();
                    } catch (MarcFormatException e) {
                        lines.add(e.getMessage());
                    }
                }
                return account(reader);
            }
        }

        List<String> account(MarcReader reader) {
            lines.add(reader.skipped() + " " + reader.defectCounts());
            lines.add(reader.recordsRead() + " " + reader.bytesRead());
            return lines;
        }
    }

    /** Compares line by line, since a message with all of them would help nobody. */
    private static void assertLines(List<String> expected, List<String> actual, String how) {
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            assertEquals(expected.get(i), actual.get(i), how + ": line " + i);
        }
        assertEquals(expected.size(), actual.size(), how);
    }

    /** Real files and broken ones, end to end. */
    private static byte[] everything() throws IOException {
        List<byte[]> parts = new ArrayList<>();
        for (String name :
                new String[] {
                    "loc_bibliographic_386", "ia_malformed_116", "bu_bibs_100", "loc_edge_cases_50"
                }) {
            parts.add(Files.readAllBytes(SpecFolder.file("data/" + name + ".mrc")));
        }
        for (RepairCase each : RepairCase.all().toList()) {
            parts.add(each.content());
        }
        return Bytes.concat(parts.toArray(byte[][]::new));
    }

    @ParameterizedTest
    @EnumSource
    void recordsDefectsRangesAndFailuresAreThoseOfOneThread(ErrorPolicy policy) throws IOException {
        byte[] bytes = everything();
        ReadOptions options = ReadOptions.DEFAULT.withOnError(policy);
        List<String> expected = new Seen().of(bytes, options.withThreads(1));
        assertTrue(expected.size() > 500);
        // Threads, records of a batch, bytes of a window.
        for (int[] way :
                new int[][] {{2, 1, 1 << 20}, {2, 100, 3000}, {4, 100, 1 << 20}, {4, 5000, 3000}}) {
            assertLines(
                    expected,
                    new Seen()
                            .of(
                                    bytes,
                                    options.withThreads(way[0])
                                            .withBatchRecords(way[1])
                                            .withWindowBytes(way[2])),
                    Arrays.toString(way));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPutAsideIsTheSame(ErrorPolicy policy, @TempDir Path folder) throws IOException {
        byte[] bytes = everything();
        List<List<String>> reports = new ArrayList<>();
        List<byte[]> files = new ArrayList<>();
        for (int threads : new int[] {1, 3}) {
            Path path = folder.resolve("aside" + threads);
            ReadOptions options =
                    ReadOptions.DEFAULT
                            .withOnError(policy)
                            .withThreads(threads)
                            .withWindowBytes(9000)
                            .withQuarantine(path);
            new Seen().of(bytes, options);
            files.add(Files.readAllBytes(path));
            reports.add(Files.readAllLines(Path.of(path + ".tsv")));
        }
        assertTrue(reports.getFirst().size() > 100);
        assertLines(reports.getFirst(), reports.get(1), "report");
        assertArrayEquals(files.getFirst(), files.get(1));
    }

    @ParameterizedTest
    @EnumSource
    void batchesOfAnySizesMayTakeTurns(ErrorPolicy policy) throws IOException {
        byte[] bytes = everything();
        ReadOptions options = ReadOptions.DEFAULT.withOnError(policy).withWindowBytes(4000);
        for (int seed = 0; seed < 3; seed++) {
            String key = policy + " " + seed;
            if (!TURNS_OF_ONE.containsKey(key)) {
                TURNS_OF_ONE.put(key, inTurns(bytes, options.withThreads(1), seed, Long.MAX_VALUE));
            }
            assertLines(
                    TURNS_OF_ONE.get(key),
                    inTurns(bytes, options.withThreads(3), seed, Long.MAX_VALUE),
                    "seed " + seed);
        }
    }

    @Test
    void boundariesGoOnWhereBatchesEnded() throws IOException {
        byte[] bytes = everything();
        ReadOptions options = ReadOptions.DEFAULT.withWindowBytes(4000);
        for (int seed = 0; seed < 3; seed++) {
            long end = bytes.length / 3L * seed;
            assertLines(
                    inTurns(bytes, options.withThreads(1), seed, end),
                    inTurns(bytes, options.withThreads(3), seed, end),
                    "seed " + seed);
        }
    }

    /** What batches of changing sizes give up to an offset, and boundaries after it. */
    private static List<String> inTurns(byte[] bytes, ReadOptions options, int seed, long end)
            throws IOException {
        Random random = new Random(seed);
        Seen seen = new Seen();
        try (MarcReader reader = MarcReader.of(bytes, options)) {
            boolean more = true;
            while (more && reader.bytesRead() < end) {
                try {
                    RecordBatch batch = reader.readBatch(1 + random.nextInt(4) * 20);
                    seen.add(batch);
                    more = !batch.isEmpty();
                } catch (MarcFormatException e) {
                    seen.lines.add(e.getMessage());
                }
            }
            seen.lines.add(reader.scanBoundaries().toString());
            assertTrue(reader.readBatch().isEmpty());
            return seen.account(reader);
        }
    }

    @Test
    void severalConsumersGetEachRecordOnce() throws Exception {
        try (MarcReader reader = MarcReader.of(RECORDS, ReadOptions.DEFAULT.withThreads(2));
                ExecutorService consumers = Executors.newFixedThreadPool(4)) {
            ConcurrentSkipListSet<Long> numbers = new ConcurrentSkipListSet<>();
            Callable<Integer> consumer =
                    () -> {
                        int taken = 0;
                        for (RecordBatch batch = reader.readBatch(10);
                                !batch.isEmpty();
                                batch = reader.readBatch(10)) {
                            taken += batch.size();
                            batch.forEach(record -> numbers.add(record.number()));
                        }
                        return taken;
                    };
            int taken = 0;
            for (Future<Integer> each :
                    consumers.invokeAll(List.of(consumer, consumer, consumer, consumer))) {
                taken += each.get();
            }
            assertEquals(3000, taken);
            assertEquals(3000, numbers.size());
            assertEquals(3000, numbers.last());
        }
    }

    @Test
    void closingEndsTheThreadsAndFurtherReadingIsAnError() throws Exception {
        // Windows so small that the threads cannot have read all there is before they are counted.
        ReadOptions options = ReadOptions.DEFAULT.withThreads(3).withWindowBytes(8000);
        MarcReader reader = MarcReader.of(RECORDS, options);
        RecordBatch batch = reader.readBatch();
        assertTrue(threads() > 0);
        reader.close();
        assertEquals(
                "<bytes>: the reader is closed",
                assertThrows(IllegalStateException.class, reader::readBatch).getMessage());
        assertEquals("test00001", batch.get(0).value("001"));
        awaitNoThreads();
    }

    @Test
    void theThreadsEndWithTheInput() throws Exception {
        try (MarcReader reader = MarcReader.of(RECORDS, ReadOptions.DEFAULT.withThreads(3))) {
            while (!reader.readBatch().isEmpty()) {}
            awaitNoThreads();
            assertTrue(reader.readBatch(7).isEmpty());
            assertEquals(0, threads());
        }
    }

    private static void awaitNoThreads() throws InterruptedException {
        while (threads() > 0) {
            Thread.sleep(1);
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("panamarc-reader"))
                .count();
    }
}
