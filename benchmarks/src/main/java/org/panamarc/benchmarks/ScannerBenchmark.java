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
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.panamarc.internal.kernel.JavaScanner;
import org.panamarc.internal.kernel.Scanner;
import org.panamarc.internal.kernel.StructuralIndex;

/**
 * The scanners over a window of 1 MiB of real records: the one in Java and each native tier that
 * this machine runs. A copy of the window is the yardstick.
 *
 * <p>What is looked for matters, since each position that is found is written down: record
 * terminators are one byte in 1,400 here, those of fields too one in 46, the structural index one
 * in 15.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class ScannerBenchmark {
    /** Bytes that each operation goes over; java_side.py knows it, too. */
    private static final int WINDOW = 1 << 20;

    private static final int TERMINATORS = Scanner.RECORD_TERMINATOR | Scanner.FIELD_TERMINATOR;
    private static final int ALL = TERMINATORS | Scanner.SUBFIELD_DELIMITER;

    /** The window, and room for a copy of it. */
    @State(Scope.Thread)
    public static class Memory {
        private final Arena arena = Arena.ofConfined();
        MemorySegment window = MemorySegment.NULL;
        MemorySegment copy = MemorySegment.NULL;

        @Setup(Level.Trial)
        public void prepare() throws IOException {
            window = RealRecords.copies(arena, 2).asSlice(0, WINDOW);
            copy = arena.allocate(WINDOW, 64);
        }

        @TearDown(Level.Trial)
        public void free() {
            arena.close();
        }
    }

    /** The scanner. */
    @State(Scope.Thread)
    public static class Chosen {
        /** Its name; {@link RunBenchmarks} asks for each that this machine runs. */
        @Param("java")
        public String scanner = "";

        private final Arena arena = Arena.ofConfined();
        private final StructuralIndex index = new StructuralIndex();
        private Scanner chosen = new JavaScanner();

        @Setup(Level.Trial)
        public void prepare(Memory memory) {
            chosen = ScannerNames.scanner(scanner, arena);
            requireRightAnswer(memory.window, Scanner.RECORD_TERMINATOR, 0x1D, 0x1D);
            requireRightAnswer(memory.window, TERMINATORS, 0x1D, 0x1E);
            requireRightAnswer(memory.window, ALL, 0x1D, 0x1F);
        }

        /** No time is printed for what finds something else than a plain look at each byte. */
        private void requireRightAnswer(MemorySegment window, int kinds, int first, int last) {
            int count = scan(window, kinds);
            int found = 0;
            for (int i = 0; i < WINDOW; i++) {
                byte value = window.get(JAVA_BYTE, i);
                if (value >= first
                        && value <= last
                        && (found == count || index.positions[found++] != i)) {
                    throw new AssertionError(scanner + " misses position " + i);
                }
            }
            if (found != count) {
                throw new AssertionError(scanner + " finds " + count + " of " + found);
            }
        }

        int scan(MemorySegment window, int kinds) {
            chosen.scan(window, WINDOW, kinds, index);
            return index.count;
        }

        @TearDown(Level.Trial)
        public void free() {
            arena.close();
        }
    }

    /** Where records end, and nothing else. */
    @Benchmark
    public int recordTerminators(Memory memory, Chosen chosen) {
        return chosen.scan(memory.window, Scanner.RECORD_TERMINATOR);
    }

    /** What framing and parsing ask for. */
    @Benchmark
    public int terminators(Memory memory, Chosen chosen) {
        return chosen.scan(memory.window, TERMINATORS);
    }

    /** Every structural byte. */
    @Benchmark
    public int structuralIndex(Memory memory, Chosen chosen) {
        return chosen.scan(memory.window, ALL);
    }

    @Benchmark
    public MemorySegment memoryCopy(Memory memory) {
        MemorySegment.copy(memory.window, 0, memory.copy, 0, WINDOW);
        return memory.copy;
    }
}
