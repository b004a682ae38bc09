package org.panamarc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.panamarc.internal.readahead.SharedFile;
import org.panamarc.internal.scan.Splitter;
import org.panamarc.internal.source.InputFile;
import org.panamarc.internal.source.Source;

/**
 * A file of records, mapped once, which may be read any number of times.
 *
 * <pre>{@code
 * try (var file = MarcFile.open(path)) {
 *     for (MarcRecord record : file) {
 *         System.out.println(record.value("245$a"));
 *     }
 * }
 * }</pre>
 *
 * <p>Safe for several threads, each with its own reader, iterator or stream.
 */
public final class MarcFile implements Iterable<MarcRecord>, AutoCloseable {
    private final Path path;
    private final ReadOptions options;
    private final InputFile file;
    // Those still in use, to be closed with the file.
    private final Set<MarcReader> readers = Collections.newSetFromMap(new WeakHashMap<>());
    private boolean closed;

    private MarcFile(Path path, ReadOptions options) throws IOException {
        this.path = path;
        this.options = options;
        this.file = new InputFile(path, path.toString());
        Reclaim.whenDropped(this, file);
    }

    /**
     * Opens a file with the default options.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws java.nio.file.AccessDeniedException if it may not be read
     * @throws java.nio.file.FileSystemException if it is a directory
     * @throws IOException if it cannot be opened for another reason
     */
    public static MarcFile open(Path path) throws IOException {
        return open(path, ReadOptions.DEFAULT);
    }

    /**
     * Opens a file.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws java.nio.file.AccessDeniedException if it may not be read
     * @throws java.nio.file.FileSystemException if it is a directory
     * @throws IOException if it cannot be opened for another reason
     */
    public static MarcFile open(Path path, ReadOptions options) throws IOException {
        return new MarcFile(path, Objects.requireNonNull(options));
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /**
     * A reader from the start of the file. It may be closed by itself, and is closed with the file.
     *
     * @throws IOException if the file can no longer be opened, or the quarantine cannot be written
     * @throws IllegalArgumentException if the options' quarantine is the file itself
     * @throws IllegalStateException if this is closed
     */
    public synchronized MarcReader reader() throws IOException {
        checkOpen();
        MarcReader.checkQuarantine(path, options);
        MarcReader reader = new MarcReader(file.source(), options, this);
        readers.add(reader);
        return reader;
    }

    /**
     * The records from the start of the file; the iterator's methods throw {@link
     * UncheckedIOException} where it cannot be read, and {@link MarcFormatException} as {@link
     * ErrorPolicy#RAISE} says.
     *
     * @throws UncheckedIOException if the file can no longer be opened
     * @throws IllegalStateException if this is closed
     */
    @Override
    public Iterator<MarcRecord> iterator() {
        return newReader().iterator();
    }

    /** The records from the start of the file, in order; exceptions as for {@link #iterator}. */
    public Stream<MarcRecord> stream() {
        return newReader().stream();
    }

    /**
     * Splits the file into parts of about the same size, each of which begins after a record. Read
     * one after the other they give what the file gives, records, defects and skipped ranges,
     * whatever is wrong with it. This frames the whole file.
     *
     * @param parts how many; those that find no record left are empty
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if {@code parts} is below 1
     * @throws UnsupportedOperationException if the file is compressed, or no regular file
     * @throws IllegalStateException if this is closed
     */
    public List<Split> split(int parts) throws IOException {
        Splitter.check(parts);
        try (Source source = source();
                Splitter splitter = new Splitter(source, options, parts)) {
            while (splitter.advance()) {
                checkOpen();
            }
            return splitter.ranges().stream()
                    .map(range -> Split.of(range, path.toString(), file.size()))
                    .toList();
        }
    }

    /**
     * Readers that share the file, each for a thread of its own: together they give what {@link
     * #reader} gives, each record once. Each reader takes the next part of the file, some hundred
     * records, when it has read its last one, so it gives records in the order of the file, and the
     * fastest thread gives the most. Records have the numbers and offsets that they have in the
     * file. Each reader has an account of what it has read; one that is closed before its end, or
     * not read to it, keeps the rest of its last part from the others.
     *
     * <p>This is faster than {@link ReadOptions#withThreads}, which keeps the order for one
     * consumer.
     *
     * @param number how many, 1 or more
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if {@code number} is below 1, or the options have a
     *     quarantine, which one reader writes in order, or a framing that is not by records
     * @throws UnsupportedOperationException if the file is compressed, no regular file, or in
     *     another format than ISO 2709
     * @throws IllegalStateException if this is closed
     */
    public synchronized List<MarcReader> parallel(int number) throws IOException {
        checkOpen();
        if (number < 1) {
            throw new IllegalArgumentException("%d readers; expected 1 or more".formatted(number));
        }
        if (options.quarantine() != null || options.framing() != Framing.RECORD) {
            throw new IllegalArgumentException(
                    path + ": readers that share a file have no quarantine, and read by records");
        }
        SharedFile shared;
        try (Source source = file.source()) {
            shared = new SharedFile(source, options);
        }
        List<MarcReader> sharing = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            sharing.add(new MarcReader(file.source(), options, shared, this));
        }
        readers.addAll(sharing);
        return List.copyOf(sharing);
    }

    /**
     * The records of the file as a parallel stream without an order, read by as many threads as the
     * common pool has, {@link #parallel} as its source; exceptions as for {@link #iterator}. For
     * records in order use {@link #stream()}, which may be made parallel: one thread reads then.
     *
     * @throws UncheckedIOException if the file cannot be read
     * @throws IllegalArgumentException as {@link #parallel} says
     * @throws UnsupportedOperationException likewise
     * @throws IllegalStateException if this is closed
     */
    public Stream<MarcRecord> parallelStream() {
        try {
            int threads = ForkJoinPool.getCommonPoolParallelism() + 1;
            return parallel(threads).stream().parallel().flatMap(MarcReader::stream).unordered();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized Source source() throws IOException {
        checkOpen();
        return file.source();
    }

    private synchronized void checkOpen() {
        if (closed) {
            throw new IllegalStateException(path + ": the file is closed");
        }
    }

    private MarcReader newReader() {
        try {
            return reader();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes every reader of the file. Doing so twice is allowed; records stay readable. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        for (MarcReader reader : readers) {
            reader.close();
        }
        readers.clear();
        file.close();
    }
}
