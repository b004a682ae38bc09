package org.panamarc.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Reads whole files with panamarc and marc4j in turn, in one JVM, and prints a line of JSON for
 * each reading: library, task, file, round, seconds, records, digest. compare.py checks the answers
 * before it uses the times.
 *
 * <p>Arguments: warm-up rounds, timed rounds, files. Warm-up rounds are printed with negative
 * numbers.
 */
public final class ReadComparison {
    private record Task(String library, String name, Reading reading) {}

    private static final List<Task> TASKS =
            List.of(
                    new Task("panamarc", "loop", PanamarcReadings::loop),
                    new Task("marc4j", "loop", Marc4jReadings::loop),
                    new Task("panamarc", "one value", PanamarcReadings::oneValue),
                    new Task("marc4j", "one value", Marc4jReadings::oneValue));

    private ReadComparison() {}

    public static void main(String[] args) throws IOException {
        int warmUp = Integer.parseInt(args[0]);
        int rounds = Integer.parseInt(args[1]);
        for (int round = -warmUp; round < rounds; round++) {
            for (int i = 2; i < args.length; i++) {
                for (Task task : TASKS) {
                    measure(task, Path.of(args[i]), round);
                }
            }
        }
    }

    private static void measure(Task task, Path file, int round) throws IOException {
        System.gc(); // what the round before left behind is not this one's cost
        long start = System.nanoTime();
        Answers answers = task.reading.read(file);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "{\"library\": \"%s\", \"task\": \"%s\", \"file\": \"%s\", \"round\": %d,"
                        + " \"seconds\": %.6f, \"records\": %d, \"digest\": \"%s\"}%n",
                task.library,
                task.name,
                file.getFileName(),
                round,
                seconds,
                answers.records(),
                answers.digest());
    }
}
