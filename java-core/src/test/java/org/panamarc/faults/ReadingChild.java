package org.panamarc.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.panamarc.MarcReader;
import org.panamarc.MarcRecord;
import org.panamarc.ReadOptions;
import org.panamarc.RecordBatch;
import org.panamarc.SkippedRange;
import org.panamarc.testing.RecordBuilder;

/**
 * Reads the files whose window size and path are in its input's lines. For each it says {@code
 * open}; then how many records came, how many of these are as they were, how many bytes are
 * accounted for, whether spans and skipped ranges lie side by side, and how it ended: {@code end},
 * or an exception.
 */
final class ReadingChild {
    static final int RECORDS = 6000;

    private ReadingChild() {}

    static List<byte[]> records() {
        return IntStream.rangeClosed(1, RECORDS).mapToObj(RecordBuilder::numbered).toList();
    }

    public static void main(String[] args) throws IOException {
        List<byte[]> expected = records();
        BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] parts = line.split(" ", 2);
            System.out.println(read(Path.of(parts[1]), Integer.parseInt(parts[0]), expected));
        }
    }

    private static String read(Path path, int window, List<byte[]> expected) throws IOException {
        ReadOptions options = ReadOptions.DEFAULT.withWindowBytes(window);
        int records = 0;
        int right = 0;
        long spans = 0;
        String how = "end";
        try (MarcReader reader = MarcReader.open(path, options)) {
            System.out.println("open");
            try {
                for (RecordBatch batch = reader.readBatch();
                        !batch.isEmpty();
                        batch = reader.readBatch()) {
                    for (MarcRecord record : batch) {
                        right += Arrays.equals(expected.get(records++), record.raw()) ? 1 : 0;
                        spans += record.span().length();
                    }
                }
            } catch (Throwable e) { // whatever it is, the test is to hear of it
                how = e.toString();
            }
            List<SkippedRange> skipped = reader.skipped();
            long ranges = skipped.stream().mapToLong(one -> one.span().length()).sum();
            boolean closed = spans + ranges == reader.bytesRead();
            return "%d %d %d %s %s".formatted(records, right, reader.bytesRead(), closed, how);
        }
    }
}
