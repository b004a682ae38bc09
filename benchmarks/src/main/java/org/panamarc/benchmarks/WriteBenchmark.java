package org.panamarc.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.marc4j.MarcStreamReader;
import org.marc4j.MarcStreamWriter;
import org.marc4j.converter.impl.UnicodeToAnsel;
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
import org.openjdk.jmh.annotations.Warmup;
import org.panamarc.DataField;
import org.panamarc.MarcReader;
import org.panamarc.MarcRecord;
import org.panamarc.MarcWriter;
import org.panamarc.ReadOptions;
import org.panamarc.RecordBatch;
import org.panamarc.WriteOptions;
import org.panamarc.WriteOptions.Coding;

/**
 * Reading real records from memory and writing them to memory: unchanged, with a field more, and in
 * another coding; by marc4j, too; and, as the yardstick, copied. Scores are records a second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WriteBenchmark {
    private static final int COPIES = 10;
    private static final int RECORDS = COPIES * RealRecords.COUNT;
    private static final DataField ADDED = DataField.of("901", "  ", "a", "added");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private byte[] utf8 = {};
    private byte[] marc8 = {};

    /** Writes what a reader gives. */
    private interface Writing {
        void write(MarcReader reader, MarcWriter writer) throws IOException;
    }

    @Setup(Level.Trial)
    public void prepare() throws IOException {
        utf8 = RealRecords.inUtf8(COPIES);
        marc8 = RealRecords.marc8();
        copy();
        requireUnchanged("copy");
        batches();
        requireUnchanged("batches");
        records();
        requireUnchanged("records");
        marc4j();
        requireUnchanged("marc4j");
        changed();
        require("records changed", RECORDS, values(out.toByteArray(), "901$a", "added"));
        toUtf8();
        require(
                "records in UTF-8",
                RealRecords.MARC_8_COUNT,
                values(out.toByteArray(), "LDR/9", "a"));
    }

    private void requireUnchanged(String what) {
        require(what, 0, Arrays.mismatch(utf8, out.toByteArray()) < 0 ? 0 : 1);
    }

    private static void require(String what, int expected, int found) {
        if (found != expected) {
            throw new AssertionError(what + ": " + found + ", not " + expected);
        }
    }

    private static int values(byte[] records, String spec, String value) throws IOException {
        int found = 0;
        try (MarcReader reader = MarcReader.of(records, ReadOptions.DEFAULT)) {
            for (MarcRecord record : reader) {
                found += value.equals(record.value(spec)) ? 1 : 0;
            }
        }
        return found;
    }

    private int written(byte[] input, WriteOptions options, Writing writing) throws IOException {
        out.reset();
        try (MarcReader reader = MarcReader.of(input, ReadOptions.DEFAULT);
                MarcWriter writer = MarcWriter.to(out, "<memory>", options)) {
            writing.write(reader, writer);
            writer.commit();
        }
        return out.size();
    }

    private static void inBatches(MarcReader reader, MarcWriter writer) throws IOException {
        for (RecordBatch batch = reader.readBatch(); !batch.isEmpty(); batch = reader.readBatch()) {
            writer.writeAll(batch);
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int copy() throws IOException {
        out.reset();
        OutputStream stream = out;
        stream.write(utf8);
        return out.size();
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int batches() throws IOException {
        return written(utf8, WriteOptions.DEFAULT, WriteBenchmark::inBatches);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int records() throws IOException {
        return written(
                utf8,
                WriteOptions.DEFAULT,
                (reader, writer) -> {
                    for (MarcRecord record : reader) {
                        writer.write(record);
                    }
                });
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int changed() throws IOException {
        return written(
                utf8,
                WriteOptions.DEFAULT,
                (reader, writer) -> {
                    for (MarcRecord record : reader) {
                        writer.write(record.withField(ADDED));
                    }
                });
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int toMarc8() throws IOException {
        return written(
                utf8, WriteOptions.DEFAULT.withCoding(Coding.MARC_8), WriteBenchmark::inBatches);
    }

    @Benchmark
    @OperationsPerInvocation(RealRecords.MARC_8_COUNT)
    public int toUtf8() throws IOException {
        return written(
                marc8, WriteOptions.DEFAULT.withCoding(Coding.UTF_8), WriteBenchmark::inBatches);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int marc4j() {
        return marc4j(new MarcStreamWriter(cleared(), "UTF-8"));
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int marc4jToMarc8() {
        MarcStreamWriter writer = new MarcStreamWriter(cleared(), "ISO8859_1");
        writer.setConverter(new UnicodeToAnsel());
        return marc4j(writer);
    }

    private ByteArrayOutputStream cleared() {
        out.reset();
        return out;
    }

    private int marc4j(MarcStreamWriter writer) {
        MarcStreamReader reader = new MarcStreamReader(new ByteArrayInputStream(utf8));
        while (reader.hasNext()) {
            writer.write(reader.next());
        }
        writer.close();
        return out.size();
    }
}
