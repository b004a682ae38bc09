package org.panamarc.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.panamarc.MarcReader;
import org.panamarc.MarcRecord;
import org.panamarc.ReadOptions;
import org.panamarc.RecordBatch;

/**
 * Reads the files whose paths are in its input's lines, a billion records at a time. For each it
 * says how many errors there were for want of memory, how many bytes are accounted for, whether
 * spans and skipped ranges lie side by side, and the last record's control number.
 */
final class ClaimsChild {
    private ClaimsChild() {}

    public static void main(String[] args) throws IOException {
        BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            System.out.println(read(Path.of(line)));
        }
    }

    private static String read(Path path) throws IOException {
        long spans = 0;
        int errors = 0;
        String last = "none";
        try (MarcReader reader = MarcReader.open(path, ReadOptions.DEFAULT)) {
            while (true) {
                try {
                    RecordBatch batch = reader.readBatch(1_000_000_000);
                    if (batch.isEmpty()) {
                        break;
                    }
                    for (MarcRecord record : batch) {
                        spans += record.span().length();
                        last = String.valueOf(record.value("001"));
                    }
                } catch (OutOfMemoryError e) {
                    errors++;
                }
            }
            long ranges = reader.skipped().stream().mapToLong(range -> range.span().length()).sum();
            boolean closed = spans + ranges == reader.bytesRead();
            return "%d %d %s %s".formatted(errors, reader.bytesRead(), closed, last);
        }
    }
}
