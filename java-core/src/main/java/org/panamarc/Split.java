package org.panamarc;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.scan.Splitter;

/**
 * A range of a file that is read by itself, by another thread, process or machine: see {@link
 * MarcFile#split} and {@link MarcReader#open(Split, ReadOptions)}.
 *
 * @param path the file
 * @param start offset in bytes where the range begins: 0, or after a record
 * @param end offset after its last byte; the start where the range is empty
 * @param firstNumber the number in the file that its first record has, counted from 1
 * @param fileSize bytes of the file when it was split
 */
public record Split(String path, long start, long end, long firstNumber, long fileSize)
        implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    /**
     * Splits a file that is read as a stream, such as an object of a store, as {@link
     * MarcFile#split} does. The stream is read once, from the start to the end; {@link
     * MarcReader#of(Split, InputStream, ReadOptions)} reads the parts.
     *
     * @param stream the bytes of the file; closed
     * @param path what the file is called, in splits and messages
     * @param size bytes of the file
     * @param parts how many; those that find no record left are empty
     * @throws IOException if the stream cannot be read, or has another size
     * @throws IllegalArgumentException if {@code parts} is below 1
     * @throws UnsupportedOperationException if the file is compressed, or in another format than
     *     ISO 2709
     */
    public static List<Split> ofStream(
            InputStream stream, String path, long size, int parts, ReadOptions options)
            throws IOException {
        Splitter.check(parts);
        try (Splitter splitter = Splitter.ofStream(stream, path, size, options, parts)) {
            boolean more = true;
            while (more) {
                more = splitter.advance();
            }
            return splitter.ranges().stream().map(range -> of(range, path, size)).toList();
        }
    }

    /**
     * The range of the file.
     *
     * @throws IllegalArgumentException if the options' framing is not by records
     */
    InputRange range(ReadOptions options) {
        if (options.framing() != Framing.RECORD) {
            throw new IllegalArgumentException(
                    "%s: a split is read by records, not by framing %s"
                            .formatted(path, options.framing()));
        }
        return new InputRange(start, firstNumber, end);
    }

    /** A range of a file as a split. */
    static Split of(InputRange range, String path, long size) {
        return new Split(path, range.start(), range.end(), range.firstNumber(), size);
    }
}
