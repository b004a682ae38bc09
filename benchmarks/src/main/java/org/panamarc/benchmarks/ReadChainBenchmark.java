package org.panamarc.benchmarks;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.panamarc.ReadOptions;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.framing.Framer;
import org.panamarc.internal.iso2709.Directory;
import org.panamarc.internal.iso2709.Directory.Verdict;
import org.panamarc.internal.kernel.Scanner;
import org.panamarc.internal.kernel.Scanners;
import org.panamarc.internal.kernel.StructuralIndex;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.layout.SlotTable;
import org.panamarc.internal.reader.BatchReader;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.source.SegmentSource;
import org.panamarc.internal.source.Source;
import org.panamarc.internal.source.Window;

/**
 * The steps of reading, each with those before it, over real records in memory: copy, scan, frame,
 * parse, batch. Scores are records a second; a step's own cost is the difference of two times.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReadChainBenchmark {
    private static final int COPIES = 40;
    private static final int RECORDS = COPIES * RealRecords.COUNT;
    private static final ReadOptions OPTIONS = ReadOptions.DEFAULT;
    private static final int TERMINATORS = Scanner.RECORD_TERMINATOR | Scanner.FIELD_TERMINATOR;

    private final Arena arena = Arena.ofConfined();
    private final StructuralIndex index = new StructuralIndex();
    private final SlotTable fields = new SlotTable(4096);
    private final byte[] record = new byte[100_000];
    private final Scanner scanner = Scanners.fastest(arena);
    private MemorySegment input = MemorySegment.NULL;

    @Setup(Level.Trial)
    public void prepare() throws IOException {
        input = RealRecords.copies(arena, COPIES);
        if (copy() != input.byteSize()) {
            throw new AssertionError("copy gives " + copy() + " of " + input.byteSize() + " bytes");
        }
        require("scan", scan());
        require("frame", frame());
        require("parse", parse());
        require("batch", batch());
    }

    private static void require(String step, int records) {
        if (records != RECORDS) {
            throw new AssertionError(step + " gives " + records + " of " + RECORDS + " records");
        }
    }

    @TearDown(Level.Trial)
    public void free() {
        arena.close();
    }

    private Source source() {
        return new SegmentSource(input, "<memory>", () -> {});
    }

    /** Copies the input window by window; gives the bytes. The yardstick of what follows. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long copy() throws IOException {
        long bytes = 0;
        try (Window window = new Window(source(), OPTIONS.windowBytes())) {
            for (int got = 0; got != Source.END; got = window.refill(window.length())) {
                bytes += got;
            }
        }
        return bytes;
    }

    /** Finds the terminators of each window, too; gives the record terminators. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int scan() throws IOException {
        int records = 0;
        try (Window window = new Window(source(), OPTIONS.windowBytes())) {
            while (window.refill(window.length()) != Source.END) {
                scanner.scan(window.memory(), window.length(), TERMINATORS, index);
                records += recordTerminators(window.memory());
            }
        }
        return records;
    }

    private int recordTerminators(MemorySegment memory) {
        int records = 0;
        for (int i = 0; i < index.count; i++) {
            records += memory.get(JAVA_BYTE, index.positions[i]) == 0x1D ? 1 : 0;
        }
        return records;
    }

    /** Finds where each record begins and ends. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int frame() throws IOException {
        int records = 0;
        try (Window window = new Window(source(), OPTIONS.windowBytes())) {
            Framer framer = new Framer(window, scanner, OPTIONS.maxRecordBytes());
            while (framer.next() == Framer.Outcome.RECORD) {
                records++;
            }
        }
        return records;
    }

    /** Reads each record's directory, too. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int parse() throws IOException {
        int records = 0;
        try (Window window = new Window(source(), OPTIONS.windowBytes())) {
            Framer framer = new Framer(window, scanner, OPTIONS.maxRecordBytes());
            while (framer.next() == Framer.Outcome.RECORD) {
                MemorySegment.copy(
                        framer.memory(), JAVA_BYTE, framer.start(), record, 0, framer.length());
                fields.clear();
                int[] terminators = framer.index().positions;
                int first = framer.firstTerminator();
                Verdict found =
                        Directory.read(record, 0, terminators, first, -framer.start(), fields);
                records += found == Verdict.OUT_OF_ORDER ? 0 : 1;
            }
        }
        return records;
    }

    /** Packs the records into batches, which is all that reading does. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int batch() throws IOException {
        int records = 0;
        try (BatchReader reader = new BatchReader(source(), OPTIONS, InputRange.whole(1), null)) {
            while (reader.advance(OPTIONS.batchRecords(), OPTIONS.batchBytes())
                    == ReadState.READY) {
                records += BatchView.of(reader.take()).records();
            }
        }
        return records;
    }
}
