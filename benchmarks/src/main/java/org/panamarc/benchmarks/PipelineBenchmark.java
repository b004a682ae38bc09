package org.panamarc.benchmarks;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.panamarc.MarcReader;
import org.panamarc.MarcRecord;
import org.panamarc.ReadOptions;
import org.panamarc.RecordBatch;

/**
 * Reading ahead by several threads, real records in memory. Scores are records a second; one thread
 * is the yardstick.
 *
 * <p>What the consumer does with the records runs on its own thread, not on those that read ahead.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PipelineBenchmark {
    private static final int COPIES = 40;
    private static final int RECORDS = COPIES * RealRecords.COUNT;

    /** 1: the consumer reads by itself. */
    @Param({"1", "2"})
    public int threads = 1;

    private ReadOptions options = ReadOptions.DEFAULT;
    private byte[] input = {};

    @Setup(Level.Trial)
    public void prepare() throws IOException {
        options = ReadOptions.DEFAULT.withThreads(threads);
        try (Arena arena = Arena.ofConfined()) {
            input = RealRecords.copies(arena, COPIES).toArray(JAVA_BYTE);
        }
        if (batches() != RECORDS) {
            throw new AssertionError(batches() + " of " + RECORDS + " records");
        }
        int expected = titles(ReadOptions.DEFAULT.withThreads(1));
        if (titles() != expected) {
            throw new AssertionError("other titles than one thread reads");
        }
    }

    /** Records that nothing is asked of. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int batches() throws IOException {
        int records = 0;
        try (MarcReader reader = MarcReader.of(input, options)) {
            for (RecordBatch batch = reader.readBatch();
                    !batch.isEmpty();
                    batch = reader.readBatch()) {
                records += batch.size();
            }
        }
        return records;
    }

    /** Each record's 245 $a, as a string. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int titles() throws IOException {
        return titles(options);
    }

    private int titles(ReadOptions with) throws IOException {
        int hash = 0;
        try (MarcReader reader = MarcReader.of(input, with)) {
            for (MarcRecord record : reader) {
                hash = 31 * hash + Objects.hashCode(record.value("245$a"));
            }
        }
        return hash;
    }
}
