package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.reader.BatchReader;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.source.Source;
import org.panamarc.internal.source.Sources;
import org.panamarc.testing.AwkwardStream;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;
import org.panamarc.testing.RepairCase;
import org.panamarc.testing.SpecFolder;

/** Counting by framing alone gives what reading gives, with any number of threads. */
class CountTest {
    private static final int[] WINDOWS = {64, 4096, 1 << 20};
    private static final int[] TINY_WINDOWS = {1, 7};
    private static final int[] THREADS = {1, 2, 5};

    private static final byte[] RECORDS =
            Bytes.concat(
                    IntStream.rangeClosed(1, 3000)
                            .mapToObj(RecordBuilder::numbered)
                            .toArray(byte[][]::new));

    static Stream<RepairCase> cases() throws IOException {
        return RepairCase.all();
    }

    private static void check(byte[] content, String name, int... windows) throws IOException {
        List<SkippedRange> skipped;
        long records;
        try (MarcReader reader = MarcReader.of(content, ReadOptions.DEFAULT)) {
            records = reader.stream().count();
            skipped = reader.skipped();
        }
        for (int window : windows) {
            for (int threads : THREADS) {
                ReadOptions options =
                        ReadOptions.DEFAULT.withWindowBytes(window).withThreads(threads);
                try (MarcReader reader = MarcReader.of(content, options)) {
                    String what = "%s, %s".formatted(name, options);
                    assertEquals(records, reader.count(), what);
                    assertEquals(skipped, reader.skipped(), what);
                    assertEquals(content.length, reader.bytesRead(), what);
                    assertEquals(records, reader.recordsRead(), what);
                    assertTrue(reader.readBatch().isEmpty(), what);
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void aCaseHasAsManyRecordsAsReadingGives(RepairCase given) throws IOException {
        check(given.content(), given.toString(), TINY_WINDOWS);
        check(given.content(), given.toString(), WINDOWS);
    }

    @Test
    void theCasesInARowHaveAsManyWhereverStretchesBegin() throws IOException {
        List<byte[]> parts = new ArrayList<>();
        for (RepairCase given : RepairCase.all().toList()) {
            if (given.content().length < 100_000) {
                parts.add(given.content());
            }
        }
        Random random = new Random(6);
        for (int round = 0; round < 5; round++) {
            Collections.shuffle(parts, random);
            check(Bytes.concat(parts.toArray(byte[][]::new)), "round " + round, WINDOWS);
        }
    }

    @Test
    void leadersInsideAnotherFormatAreNoRecords() throws IOException {
        // Begins as XML does: only leaders with a directory that ends where they say count.
        byte[] fake =
                Bytes.latin1("<?xml version='1.0'?>" + "00100nam a2200049 a 4500".repeat(2000));
        check(fake, "leaders in XML", WINDOWS);
        check(Bytes.concat(fake, RECORDS), "leaders in XML, then records", WINDOWS);
    }

    @Test
    void aFileHasAsManyAsReadingItGives() throws IOException {
        Path path = SpecFolder.file("data/ia_malformed_116.mrc");
        check(Files.readAllBytes(path), "malformed", WINDOWS);
        try (MarcReader reader = MarcReader.open(path, ReadOptions.DEFAULT)) {
            assertEquals(116, reader.count());
        }
    }

    @Test
    void whatWasReadBeforeIsNotCounted() throws IOException {
        for (int threads : THREADS) {
            ReadOptions options = ReadOptions.DEFAULT.withThreads(threads);
            try (MarcReader reader = MarcReader.of(RECORDS, options)) {
                reader.readBatch(10);
                assertEquals(2990, reader.count());
                assertEquals(0, reader.count());
                assertEquals(3000, reader.recordsRead());
            }
        }
    }

    @Test
    void aStreamIsCountedAsItComes() throws IOException {
        AwkwardStream stream = new AwkwardStream(RECORDS, 997);
        try (MarcReader reader = MarcReader.of(stream, "stream", ReadOptions.DEFAULT)) {
            assertEquals(3000, reader.count());
        }
    }

    @Test
    void recordsAreDisputedWhereTheLeaderLiesAboutTheEnd() throws IOException {
        byte[] wrong = RecordBuilder.numbered(2);
        wrong[4] ^= 1;
        byte[] content = Bytes.concat(RecordBuilder.numbered(1), wrong, RecordBuilder.numbered(3));
        Source source = Sources.ofSegment(MemorySegment.ofArray(content), "bytes", () -> {});
        try (BatchReader reader =
                new BatchReader(source, ReadOptions.DEFAULT, InputRange.whole(1), null)) {
            ReadState state = ReadState.PAUSED;
            while (state != ReadState.END) {
                state = reader.count(2);
            }
            assertEquals(3, reader.recordsRead());
            assertEquals(1, reader.unproven());
        }
    }

    @Test
    void piecesAreNotCounted() throws IOException {
        ReadOptions options = ReadOptions.DEFAULT.withFraming(Framing.TERMINATOR);
        try (MarcReader reader = MarcReader.of(RECORDS, options)) {
            IllegalStateException thrown = assertThrows(IllegalStateException.class, reader::count);
            assertEquals(
                    "<bytes>: the framing TERMINATOR gives ranges, not records; scan its boundaries",
                    thrown.getMessage());
        }
    }
}
