package org.panamarc.benchmarks;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.marc4j.converter.impl.AnselToUnicode;
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
import org.panamarc.ReadOptions;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.charset.Marc8;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.reader.BatchReader;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.source.SegmentSource;

/**
 * All values of real records in MARC-8: decoded, decoded by marc4j, and, as the yardstick, copied;
 * and the whole of reading such records. Scores are records a second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Marc8Benchmark {
    private static final int RECORDS = RealRecords.MARC_8_COUNT;
    private static final ReadOptions OPTIONS = ReadOptions.DEFAULT;

    /** Subfields with the first half of a double mark alone, which marc4j makes a whole one. */
    private static final int READ_OTHERWISE_BY_MARC4J = 2;

    private final Marc8 decoder = new Marc8();
    private final AnselToUnicode marc4j = new AnselToUnicode();
    private final List<byte[]> subfields = new ArrayList<>();
    private byte[] file = {};
    private int[] starts = {}; // of the values, in the file
    private int[] ends = {};
    private byte[] out = {};

    @Setup(Level.Trial)
    public void prepare() throws IOException {
        file = RealRecords.marc8();
        starts = new int[file.length];
        ends = new int[file.length];
        out = new byte[decoder.mostGrowth() * file.length];
        int values = 0;
        int records = 0;
        for (int from = 0, at = 0; at < file.length; at++) {
            if (file[at] == 0x1E) {
                if (from == 0 || file[from] == 0x1D) {
                    records++; // what ends here is a directory, not a value
                } else {
                    starts[values] = from;
                    ends[values++] = at;
                    addSubfields(from, at);
                }
                from = at + 1;
            }
        }
        starts = Arrays.copyOf(starts, values);
        ends = Arrays.copyOf(ends, values);
        require("records", RECORDS, records);
        require("subfields unlike marc4j's", READ_OTHERWISE_BY_MARC4J, unlikeMarc4j());
        require("records read", RECORDS, batch());
    }

    /** Divides a value at its subfield delimiters, since marc4j converts subfield by subfield. */
    private void addSubfields(int from, int to) {
        int start = from;
        for (int at = from; at <= to; at++) {
            if (at == to || file[at] == 0x1F) {
                subfields.add(Arrays.copyOfRange(file, start, at));
                start = at + 1;
            }
        }
    }

    private int unlikeMarc4j() {
        int unlike = 0;
        for (byte[] subfield : subfields) {
            int end = decoder.decode(subfield, 0, subfield.length, out, 0);
            String ours = new String(out, 0, end, StandardCharsets.UTF_8);
            unlike += ours.equals(marc4j.convert(subfield)) ? 0 : 1;
        }
        return unlike;
    }

    private static void require(String what, int expected, int found) {
        if (found != expected) {
            throw new AssertionError(what + ": " + found + ", not " + expected);
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int copy() {
        int end = 0;
        for (int i = 0; i < starts.length; i++) {
            int length = ends[i] - starts[i];
            System.arraycopy(file, starts[i], out, end, length);
            end += length;
        }
        return end;
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int decode() {
        int end = 0;
        for (int i = 0; i < starts.length; i++) {
            end = decoder.decode(file, starts[i], ends[i], out, end);
        }
        return end;
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int decodeByMarc4j() {
        int chars = 0;
        for (byte[] subfield : subfields) {
            chars += marc4j.convert(subfield).length();
        }
        return chars;
    }

    /** Packs the records into batches, which is all that reading does: decoding is a part of it. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int batch() throws IOException {
        int records = 0;
        SegmentSource source = new SegmentSource(MemorySegment.ofArray(file), "<memory>", () -> {});
        try (BatchReader reader = new BatchReader(source, OPTIONS, InputRange.whole(1), null)) {
            while (reader.advance(OPTIONS.batchRecords(), OPTIONS.batchBytes())
                    == ReadState.READY) {
                records += BatchView.of(reader.take()).records();
            }
        }
        return records;
    }
}
