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
 * <p>Arguments: warm-up rounds, timed rounds, whether the digest is of values in NFC, file, names
 * of tasks. Warm-up rounds are printed with negative numbers. MARC-8 may be read composed or not,
 * which means the same.
 */
public final class ReadComparison {
    private record Task(String library, String name, Reading reading) {}

    private static final List<Task> TASKS =
            List.of(
                    new Task("panamarc", "loop", PanamarcReadings::loop),
                    new Task("marc4j", "loop", Marc4jReadings::loop),
                    new Task("panamarc", "one value", PanamarcReadings::oneValue),
                    new Task("marc4j", "one value", Marc4jReadings::oneValue),
                    new Task("panamarc", "lists", PanamarcReadings::lists),
                    new Task("marc4j", "lists", Marc4jReadings::lists));

    private ReadComparison() {}

    public static void main(String[] args) throws IOException {
        int warmUp = Integer.parseInt(args[0]);
        int rounds = Integer.parseInt(args[1]);
        boolean composed = Boolean.parseBoolean(args[2]);
        Path file = Path.of(args[3]);
        List<String> names = List.of(args).subList(4, args.length);
        for (int round = -warmUp; round < rounds; round++) {
            for (Task task : TASKS) {
                if (names.contains(task.name)) {
                    measure(task, file, composed, round);
                }
            }
        }
    }

    private static void measure(Task task, Path file, boolean composed, int round)
            throws IOException {
        System.gc(); // garbage of the round before is not this one's cost
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
                answers.digest(composed));
    }
}
