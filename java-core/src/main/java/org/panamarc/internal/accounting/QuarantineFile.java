package org.panamarc.internal.accounting;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A file of raw bytes, and next to it a report about them: tab-separated values in UTF-8 with one
 * line of headings, control characters written as {@code \x09}. Not thread-safe.
 */
public final class QuarantineFile implements Closeable {
    /** What the report's name has reportPaths the file's. */
    public static final String REPORT_SUFFIX = ".tsv";

    private static final String HEADINGS =
            "source\tstart\tlength\tat\twhat\trecord\tkind\tseverity\toffset\ttag\tmessage\n";

    private final OutputStream bytes;
    private final OutputStream report;
    private long size;

    /**
     * Opens both files.
     *
     * @param append whether to go on after what they hold; otherwise that is lost
     * @throws IOException if they cannot be written
     */
    public QuarantineFile(Path path, boolean append) throws IOException {
        OpenOption[] how = {
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING
        };
        Path reportPath = path.resolveSibling(path.getFileName() + REPORT_SUFFIX);
        bytes = new BufferedOutputStream(Files.newOutputStream(path, how));
        try {
            report = new BufferedOutputStream(Files.newOutputStream(reportPath, how));
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
        size = Files.size(path);
        if (Files.size(reportPath) == 0) {
            report.write(HEADINGS.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The offset in the file of the next byte. */
    long size() {
        return size;
    }

    void append(byte[] more) throws IOException {
        bytes.write(more);
        size += more.length;
    }

    /** Appends a line to the report, a cell for each heading. */
    void report(Object... cells) throws IOException {
        String line =
                Arrays.stream(cells)
                        .map(cell -> DefectLog.printable(cell.toString()))
                        .collect(Collectors.joining("\t", "", "\n"));
        report.write(line.getBytes(StandardCharsets.UTF_8));
    }

    void flush() throws IOException {
        bytes.flush();
        report.flush();
    }

    @Override
    public void close() throws IOException {
        try (bytes;
                report) {
            flush();
        }
    }
}
