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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.panamarc.internal.kernel.JavaScanner;
import org.panamarc.internal.kernel.Scanner;
import org.panamarc.internal.kernel.Scanners;
import org.panamarc.internal.kernel.StructuralIndex;

/** The scanners over windows of 1 MiB of real records; a copy of the window is the yardstick. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class ScannerBenchmark {
    /** Bytes that each operation goes over. */
    static final int WINDOW = 1 << 20;

    private static final int ALL =
            Scanner.RECORD_TERMINATOR | Scanner.FIELD_TERMINATOR | Scanner.SUBFIELD_DELIMITER;

    private final Arena arena = Arena.ofConfined();
    private final StructuralIndex index = new StructuralIndex();
    private MemorySegment window = MemorySegment.NULL;
    private MemorySegment copy = MemorySegment.NULL;
    private final Scanner fastest = Scanners.fastest(arena);
    private final Scanner java = new JavaScanner();

    @Setup(Level.Trial)
    public void prepare() throws IOException {
        window = RealRecords.copies(arena, 2).asSlice(0, WINDOW);
        copy = arena.allocate(WINDOW, 64);
        requireSameAnswer();
    }

    /**
     * No time is printed for a scanner that finds something else than a plain look at each byte.
     */
    private void requireSameAnswer() {
        for (Scanner scanner : new Scanner[] {fastest, java}) {
            scanner.scan(window, WINDOW, ALL, index);
            int found = 0;
            for (int i = 0; i < WINDOW; i++) {
                byte value = window.get(JAVA_BYTE, i);
                if (value >= 0x1D && value <= 0x1F && index.positions[found++] != i) {
                    throw new AssertionError(scanner.name() + " misses position " + i);
                }
            }
            if (found != index.count) {
                throw new AssertionError(scanner.name() + " finds " + index.count + " of " + found);
            }
        }
    }

    @TearDown(Level.Trial)
    public void free() {
        arena.close();
    }

    /** The native scanner's best tier; the Java one where there is no native library. */
    @Benchmark
    public int fastestScanner() {
        fastest.scan(window, WINDOW, ALL, index);
        return index.count;
    }

    @Benchmark
    public int javaScanner() {
        java.scan(window, WINDOW, ALL, index);
        return index.count;
    }

    @Benchmark
    public MemorySegment memoryCopy() {
        MemorySegment.copy(window, 0, copy, 0, WINDOW);
        return copy;
    }
}
