package org.panamarc.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.marc4j.MarcPermissiveStreamReader;
import org.marc4j.MarcReader;
import org.marc4j.MarcStreamReader;
import org.marc4j.marc.ControlField;
import org.marc4j.marc.DataField;
import org.marc4j.marc.Record;
import org.marc4j.marc.Subfield;
import org.marc4j.marc.VariableField;
import org.panamarc.marc4j.PanamarcReader;

/**
 * A program for marc4j with each of its readers and with panamarc's in their place, by turns, in
 * one JVM: a line of JSON for each reading. Before the clock runs, all records of all readers are
 * compared; while it runs, a sum over the values that were asked for is.
 *
 * <p>Arguments: warm-up rounds, timed rounds, file in UTF-8 that is in order.
 */
public final class AdapterComparison {
    private static final int BUFFER = 1 << 20;

    /** What a program asks of each record: gives a sum over it. */
    private record Task(String name, Function<Record, Long> work) {}

    private record Library(String name, Function<InputStream, MarcReader> open) {}

    private static final List<Library> LIBRARIES =
            List.of(
                    new Library("PanamarcReader", PanamarcReader::new),
                    new Library("MarcStreamReader", MarcStreamReader::new),
                    new Library(
                            "MarcPermissiveStreamReader",
                            input -> new MarcPermissiveStreamReader(input, true, true)));

    private static final List<Task> TASKS =
            List.of(
                    new Task("each record", record -> 1L),
                    new Task("001 and 245 $a", AdapterComparison::few),
                    new Task("245 $a, 020 $a, 650 $a", AdapterComparison::lists),
                    new Task("all values", AdapterComparison::all));

    private AdapterComparison() {}

    public static void main(String[] args) throws IOException {
        int warmUp = Integer.parseInt(args[0]);
        int rounds = Integer.parseInt(args[1]);
        Path file = Path.of(args[2]);
        for (Library library : LIBRARIES) {
            compare(file, LIBRARIES.getFirst(), library);
        }
        for (Task task : TASKS) {
            long expected = 0;
            for (int round = -warmUp; round < rounds; round++) {
                for (Library library : LIBRARIES) {
                    System.gc(); // garbage of the round before is not this one's cost
                    long start = System.nanoTime();
                    long sum = read(file, library, task);
                    double seconds = (System.nanoTime() - start) / 1e9;
                    expected = expected == 0 ? sum : expected;
                    if (sum != expected) {
                        throw new IllegalStateException(
                                "%s, %s: other values".formatted(library.name, task.name));
                    }
                    print(library, task, round, seconds);
                }
            }
        }
    }

    private static void print(Library library, Task task, int round, double seconds) {
        System.out.printf(
                Locale.ROOT,
                "{\"library\": \"%s\", \"task\": \"%s\", \"round\": %d, \"seconds\": %.6f}%n",
                library.name,
                task.name,
                round,
                seconds);
    }

    private static InputStream open(Path file) throws IOException {
        return new BufferedInputStream(Files.newInputStream(file), BUFFER);
    }

    /** Throws unless two readers give the same records. */
    private static void compare(Path file, Library one, Library other) throws IOException {
        try (InputStream input = open(file);
                InputStream again = open(file)) {
            MarcReader first = one.open.apply(input);
            MarcReader second = other.open.apply(again);
            while (first.hasNext() && second.hasNext()) {
                String expected = first.next().toString();
                if (!expected.equals(second.next().toString())) {
                    throw new IllegalStateException(
                            "%s gives another record than %s:%n%s"
                                    .formatted(other.name, one.name, expected));
                }
            }
            if (first.hasNext() || second.hasNext()) {
                throw new IllegalStateException(
                        "%s gives another number of records than %s"
                                .formatted(other.name, one.name));
            }
        }
    }

    private static long read(Path file, Library library, Task task) throws IOException {
        long sum = 1;
        try (InputStream input = open(file)) {
            MarcReader reader = library.open.apply(input);
            while (reader.hasNext()) {
                sum = 31 * sum + task.work.apply(reader.next());
            }
        }
        return sum;
    }

    private static long few(Record record) {
        return 31 * hash(record.getControlNumber()) + title(record);
    }

    private static long lists(Record record) {
        long sum = title(record);
        for (String tag : List.of("020", "650")) {
            for (VariableField field : record.getVariableFields(tag)) {
                for (Subfield subfield : ((DataField) field).getSubfields('a')) {
                    sum = 31 * sum + hash(subfield.getData());
                }
            }
        }
        return sum;
    }

    private static long title(Record record) {
        if (record.getVariableField("245") instanceof DataField field) {
            Subfield subfield = field.getSubfield('a');
            return subfield == null ? 0 : hash(subfield.getData());
        }
        return 0;
    }

    private static long all(Record record) {
        long sum = 0;
        for (ControlField field : record.getControlFields()) {
            sum = 31 * sum + hash(field.getTag()) + hash(field.getData());
        }
        for (DataField field : record.getDataFields()) {
            sum = 31 * sum + hash(field.getTag()) + field.getIndicator1() + field.getIndicator2();
            for (Subfield subfield : field.getSubfields()) {
                sum = 31 * sum + subfield.getCode() + hash(subfield.getData());
            }
        }
        return sum;
    }

    private static long hash(String value) {
        return Objects.hashCode(value);
    }
}
