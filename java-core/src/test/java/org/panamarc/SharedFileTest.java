package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;
import org.panamarc.testing.RepairCase;
import org.panamarc.testing.SpecFolder;

/** Readers that share a file give together what one reader gives. */
@Timeout(60)
class SharedFileTest {
    private static final int RECORDS = 3000;

    @TempDir Path folder;

    /** Records, failures and skipped ranges, in any order. */
    private static final class Seen {
        final List<String> items = new ArrayList<>();
        long bytes;

        /** Reads a batch; false at the end. */
        boolean readOn(MarcReader reader) throws IOException {
            try {
                RecordBatch batch = reader.readBatch(3);
                for (MarcRecord record : batch) {
                    String raw = HexFormat.of().formatHex(record.raw());
                    items.add(record.number() + " " + record.span() + raw + record.defects());
                }
                return !batch.isEmpty();
            } catch (MarcFormatException e) {
                items.add(e.getMessage());
                return true;
            }
        }

        void account(MarcReader reader) {
            reader.skipped().forEach(range -> items.add(range.toString()));
            bytes += reader.bytesRead();
        }

        List<String> sorted() {
            Collections.sort(items);
            return items;
        }
    }

    private static Seen readByOne(MarcFile file) throws IOException {
        Seen seen = new Seen();
        try (MarcReader reader = file.reader()) {
            boolean more = true;
            while (more) {
                more = seen.readOn(reader);
            }
            seen.account(reader);
        }
        return seen;
    }

    private static void assertSharedByTurns(Path path, ReadOptions options, int readers)
            throws IOException {
        try (MarcFile file = MarcFile.open(path, options)) {
            Seen whole = readByOne(file);
            Seen shared = new Seen();
            Queue<MarcReader> open = new ArrayDeque<>(file.parallel(readers));
            while (!open.isEmpty()) {
                MarcReader reader = open.remove();
                if (shared.readOn(reader)) {
                    open.add(reader);
                } else {
                    shared.account(reader);
                }
            }
            String how = path + " by " + readers + " readers, " + options;
            assertEquals(whole.sorted(), shared.sorted(), how);
            assertEquals(whole.bytes, shared.bytes, how);
        }
    }

    @ParameterizedTest
    @EnumSource
    void brokenFilesComeWholeFromReadersInTurn(ErrorPolicy policy) throws IOException {
        ReadOptions options =
                ReadOptions.DEFAULT
                        .withOnError(policy)
                        .withFormat(MarcFormat.ISO_2709)
                        .withWindowBytes(512);
        Path path = folder.resolve("case.mrc");
        for (RepairCase broken : RepairCase.all().toList()) {
            Files.write(path, broken.content());
            assertSharedByTurns(path, options, 2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void realFilesComeWholeFromReadersInTurn(ErrorPolicy policy) throws IOException {
        for (String name : new String[] {"ia_malformed_116", "bu_bibs_100"}) {
            for (int window : new int[] {1, 4096, 1 << 20}) {
                assertSharedByTurns(
                        SpecFolder.file("data/" + name + ".mrc"),
                        ReadOptions.DEFAULT.withOnError(policy).withWindowBytes(window),
                        3);
            }
        }
    }

    private Path numbered() throws IOException {
        byte[][] records =
                IntStream.rangeClosed(1, RECORDS)
                        .mapToObj(RecordBuilder::numbered)
                        .toArray(byte[][]::new);
        return Files.write(folder.resolve("numbered.mrc"), Bytes.concat(records));
    }

    private static List<Long> numbers(MarcReader reader) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (RecordBatch batch = reader.readBatch(); !batch.isEmpty(); batch = reader.readBatch()) {
            batch.forEach(record -> numbers.add(record.number()));
        }
        return numbers;
    }

    @Test
    void threadsGetEachRecordOnceAndEachInOrder() throws Exception {
        ReadOptions options = ReadOptions.DEFAULT.withWindowBytes(8192);
        try (MarcFile file = MarcFile.open(numbered(), options);
                ExecutorService pool = Executors.newFixedThreadPool(4)) {
            List<Callable<List<Long>>> works = new ArrayList<>();
            file.parallel(4).forEach(reader -> works.add(() -> numbers(reader)));
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> one : pool.invokeAll(works)) {
                assertEquals(one.get().stream().sorted().toList(), one.get());
                all.addAll(one.get());
            }
            Collections.sort(all);
            assertEquals(LongStream.rangeClosed(1, RECORDS).boxed().toList(), all);
        }
    }

    @Test
    void aReaderThatIsClosedKeepsNobodyWaiting() throws IOException {
        ReadOptions options = ReadOptions.DEFAULT.withWindowBytes(8192);
        try (MarcFile file = MarcFile.open(numbered(), options)) {
            List<MarcReader> readers = file.parallel(2);
            RecordBatch first = readers.get(0).readBatch(1);
            assertEquals(1, first.get(0).number());
            readers.get(0).close();
            List<Long> rest = numbers(readers.get(1));
            assertTrue(rest.size() > RECORDS - 100, () -> rest.size() + " records");
            assertEquals(RECORDS, rest.getLast());
        }
    }

    @Test
    void aParallelStreamHasEachRecordOnce() throws IOException {
        ReadOptions options = ReadOptions.DEFAULT.withWindowBytes(8192);
        try (MarcFile file = MarcFile.open(numbered(), options);
                Stream<MarcRecord> records = file.parallelStream()) {
            assertTrue(records.isParallel());
            List<Long> numbers = records.map(MarcRecord::number).sorted().toList();
            assertEquals(LongStream.rangeClosed(1, RECORDS).boxed().toList(), numbers);
        }
    }

    @Test
    void whatCannotBeSharedIsRefused() throws IOException {
        Path path = numbered();
        try (MarcFile file = MarcFile.open(path)) {
            assertThrows(IllegalArgumentException.class, () -> file.parallel(0));
            MarcReader reader = file.parallel(1).getFirst();
            IllegalStateException thrown =
                    assertThrows(IllegalStateException.class, reader::scanBoundaries);
            assertEquals(
                    path
                            + ": several readers share it, which give records; count them and find"
                            + " boundaries with a reader of its own",
                    thrown.getMessage());
            assertThrows(IllegalStateException.class, reader::count);
        }
        Path aside = folder.resolve("aside.mrc");
        for (ReadOptions options :
                List.of(
                        ReadOptions.DEFAULT.withQuarantine(aside),
                        ReadOptions.DEFAULT.withFraming(Framing.TERMINATOR))) {
            try (MarcFile file = MarcFile.open(path, options)) {
                assertThrows(IllegalArgumentException.class, () -> file.parallel(2));
            }
        }
        Path compressed = folder.resolve("numbered.mrc.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
            out.write(Files.readAllBytes(path));
        }
        try (MarcFile file = MarcFile.open(compressed)) {
            assertThrows(UnsupportedOperationException.class, () -> file.parallel(2));
            assertThrows(UnsupportedOperationException.class, file::parallelStream);
        }
    }
}
