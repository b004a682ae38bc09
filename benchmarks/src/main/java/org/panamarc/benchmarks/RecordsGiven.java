package org.panamarc.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.marc4j.MarcException;
import org.marc4j.MarcPermissiveStreamReader;
import org.marc4j.MarcReader;
import org.marc4j.MarcStreamReader;

/**
 * What marc4j's readers give of a file with defects: a line of JSON each, with the number of
 * records and the error that ended the reading. No time is taken.
 */
public final class RecordsGiven {
    private RecordsGiven() {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        report("marc4j MarcStreamReader", file, MarcStreamReader::new);
        report(
                "marc4j MarcPermissiveStreamReader",
                file,
                input -> new MarcPermissiveStreamReader(input, true, true));
    }

    private static void report(String name, Path file, Function<InputStream, MarcReader> open)
            throws IOException {
        int given = 0;
        String error = "";
        try (InputStream input = new BufferedInputStream(Files.newInputStream(file))) {
            MarcReader reader = open.apply(input);
            while (reader.hasNext()) {
                reader.next();
                given++;
            }
        } catch (MarcException e) {
            error = e.getClass().getSimpleName();
        }
        System.out.printf(
                "{\"library\": \"%s\", \"records\": %d, \"error\": \"%s\"}%n", name, given, error);
    }
}
