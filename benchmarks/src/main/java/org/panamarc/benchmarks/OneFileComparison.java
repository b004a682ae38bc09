package org.panamarc.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;
import org.panamarc.MarcFile;
import org.panamarc.MarcReader;
import org.panamarc.MarcRecord;
import org.panamarc.ReadOptions;
import org.panamarc.RecordBatch;

/**
 * One file read by one thread and by two, in each way that there is, by turns, in one JVM: a line
 * of JSON for each reading. In each round the sum over what was read is compared.
 *
 * <p>Arguments: warm-up rounds, timed rounds, file.
 */
public final class OneFileComparison {
    private static final ReadOptions ALONE = ReadOptions.DEFAULT.withThreads(1);
    private static final int THREADS = 2;

    /** What is done with a batch: gives a sum. */
    private record Task(String name, ToLongFunction<RecordBatch> work) {}

    private interface Way {
        long read(MarcFile file, Task task, ExecutorService pool) throws Exception;
    }

    private static final Map<String, Way> WAYS = new LinkedHashMap<>();

    static {
        WAYS.put("one", (file, task, pool) -> alone(file, task));
        WAYS.put("threads", (file, task, pool) -> ahead(file.path(), task));
        WAYS.put("parallel", OneFileComparison::parallel);
        WAYS.put("split", OneFileComparison::split);
    }

    private static final List<Task> TASKS =
            List.of(
                    new Task("batches", RecordBatch::size),
                    new Task("value(\"245$a\") of each", OneFileComparison::titles));

    private OneFileComparison() {}

    public static void main(String[] args) throws Exception {
        int warmUp = Integer.parseInt(args[0]);
        int rounds = Integer.parseInt(args[1]);
        Path path = Path.of(args[2]);
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            for (Task task : TASKS) {
                long expected = 0;
                for (int round = -warmUp; round < rounds; round++) {
                    for (String way : WAYS.keySet()) {
                        System.gc(); // garbage of the round before is not this one's cost
                        long start = System.nanoTime();
                        long sum;
                        try (MarcFile file = MarcFile.open(path, ALONE)) {
                            sum = WAYS.get(way).read(file, task, pool);
                        }
                        double seconds = (System.nanoTime() - start) / 1e9;
                        expected = expected == 0 ? sum : expected;
                        if (sum != expected) {
                            throw new IllegalStateException(
                                    "%s, %s: other records".formatted(way, task.name));
                        }
                        System.out.printf(
                                Locale.ROOT,
                                "{\"way\": \"%s\", \"task\": \"%s\", \"round\": %d, \"seconds\": %.6f}%n",
                                way,
                                task.name.replace("\"", "\\\""),
                                round,
                                seconds);
                    }
                }
            }
        }
    }

    private static long sum(MarcReader reader, Task task) throws IOException {
        long sum = 0;
        for (RecordBatch batch = reader.readBatch(); !batch.isEmpty(); batch = reader.readBatch()) {
            sum += task.work.applyAsLong(batch);
        }
        return sum;
    }

    private static long titles(RecordBatch batch) {
        long sum = 0;
        for (MarcRecord record : batch) {
            String title = record.value("245$a");
            sum += title == null ? 1 : title.length();
        }
        return sum;
    }

    private static long alone(MarcFile file, Task task) throws IOException {
        try (MarcReader reader = file.reader()) {
            return sum(reader, task);
        }
    }

    private static long ahead(Path path, Task task) throws IOException {
        try (MarcReader reader = MarcReader.open(path, ALONE.withThreads(THREADS))) {
            return sum(reader, task);
        }
    }

    private static long parallel(MarcFile file, Task task, ExecutorService pool) throws Exception {
        return together(
                pool,
                file.parallel(THREADS).stream()
                        .<Callable<Long>>map(reader -> () -> sum(reader, task))
                        .toList());
    }

    /** The time of splitting the file is in it. */
    private static long split(MarcFile file, Task task, ExecutorService pool) throws Exception {
        return together(
                pool,
                file.split(THREADS).stream()
                        .<Callable<Long>>map(part ->
                                () -> {
                                    try (MarcReader reader = MarcReader.open(part, ALONE)) {
                                        return sum(reader, task);
                                    }
                                })
                        .toList());
    }

    private static long together(ExecutorService pool, List<Callable<Long>> works)
            throws Exception {
        long sum = 0;
        for (Future<Long> one : pool.invokeAll(works)) {
            sum += one.get();
        }
        return sum;
    }
}
