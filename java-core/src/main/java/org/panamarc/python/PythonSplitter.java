package org.panamarc.python;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.scan.Splitter;
import org.panamarc.internal.source.InputFile;
import org.panamarc.internal.source.Source;

/** Splits a file for Python, in calls of some milliseconds. Not thread-safe. */
public final class PythonSplitter implements AutoCloseable {
    private final long fileSize;
    private final Source source;
    private final Splitter splitter;

    /**
     * A splitter of a file.
     *
     * @param path absolute
     * @param name what to call it in messages
     * @param parts how many
     * @throws IOException if the file cannot be opened
     * @throws UnsupportedOperationException if it is compressed, or no regular file
     */
    public PythonSplitter(String path, String name, PythonOptions options, int parts)
            throws IOException {
        InputFile file = new InputFile(Path.of(path), name);
        this.fileSize = file.size();
        this.source = file.onlySource();
        try {
            this.splitter = new Splitter(source, options.readOptions(), parts);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /**
     * Goes on; false once there is nothing left to do.
     *
     * @throws IOException if the file cannot be read
     */
    public boolean advance() throws IOException {
        return splitter.advance();
    }

    /** Start, end and the number of the first record of each range. */
    public long[] parts() {
        List<InputRange> ranges = splitter.ranges();
        long[] numbers = new long[3 * ranges.size()];
        for (int i = 0; i < ranges.size(); i++) {
            InputRange range = ranges.get(i);
            numbers[3 * i] = range.start();
            numbers[3 * i + 1] = range.end();
            numbers[3 * i + 2] = range.firstNumber();
        }
        return numbers;
    }

    /** Bytes of the file. */
    public long fileSize() {
        return fileSize;
    }

    @Override
    public void close() throws IOException {
        splitter.close();
        source.close();
    }
}
