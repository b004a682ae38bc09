package org.panamarc.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.panamarc.MarcFile;
import org.panamarc.MarcReader;
import org.panamarc.ReadOptions;
import org.panamarc.RecordBatch;

/**
 * Reads a file once for each line of its input, in batches of which nothing is asked, and answers
 * with the seconds and the number of records; so that another program may take turns with it.
 *
 * <p>A line is a way, a number of threads, and a path. {@code mapped}: the file is mapped again,
 * and the first and the second pass over that mapping are two answers. {@code stream}: it is read
 * into a buffer that is used again.
 */
public final class OneReading {
    private OneReading() {}

    public static void main(String[] args) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", 3);
            ReadOptions options =
                    ReadOptions.DEFAULT
                            .withBatchRecords(200)
                            .withThreads(Integer.parseInt(words[1]));
            Path path = Path.of(words[2]);
            if (words[0].equals("stream")) {
                answer(() -> {
                    var stream = Files.newInputStream(path);
                    return MarcReader.of(stream, path.toString(), options);
                });
            } else {
                try (MarcFile file = MarcFile.open(path, options)) {
                    answer(file::reader);
                    answer(file::reader);
                }
            }
        }
    }

    private interface Opening {
        MarcReader open() throws IOException;
    }

    private static void answer(Opening opening) throws IOException {
        long start = System.nanoTime();
        long records = 0;
        try (MarcReader reader = opening.open()) {
            for (RecordBatch batch = reader.readBatch();
                    !batch.isEmpty();
                    batch = reader.readBatch()) {
                records += batch.size();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(Locale.ROOT, "%.9f %d%n", seconds, records);
    }
}
