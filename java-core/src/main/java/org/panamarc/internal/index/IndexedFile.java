package org.panamarc.internal.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.LongStream;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import org.panamarc.MarcFormat;
import org.panamarc.ReadOptions;
import org.panamarc.index.IndexException;
import org.panamarc.index.IndexException.Kind;
import org.panamarc.index.IndexOptions;
import org.panamarc.internal.batch.ChosenRecords;
import org.panamarc.internal.framing.FramerPosition;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.scan.Splitter;
import org.panamarc.internal.source.InputFile;

/**
 * A file of records with its index: reads record n, and finds records by their keys. Safe for any
 * number of threads; closing waits for reads that are under way.
 */
public final class IndexedFile implements Closeable {
    private final String name;
    private final LoadedIndex index;
    private final InputFile file;
    private final FetcherPool fetchers;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile @Nullable FramerPosition first; // before record 0, once it was asked for
    private boolean closed;

    private IndexedFile(String name, LoadedIndex index, InputFile file, ReadOptions options) {
        this.name = name;
        this.index = index;
        this.file = file;
        this.fetchers = new FetcherPool(file.unwatchedSource(), options);
    }

    /**
     * Opens a file and its index.
     *
     * @param name what to call the file in messages
     * @throws IndexException if there is no index, or it is not that of the file as it is now, and
     *     the options do not say that it is to be built again
     * @throws IOException if the file or the index cannot be read
     */
    public static IndexedFile open(Path path, String name, IndexOptions options)
            throws IOException {
        IndexBuild.check(options);
        try {
            return load(path, name, options);
        } catch (IndexException e) {
            if (!options.rebuild() || e.kind() == Kind.IN_USE || e.kind() == Kind.UNSUPPORTED) {
                throw e;
            }
        }
        try (IndexBuild build = IndexBuild.of(path, name, options)) {
            boolean more = true;
            while (more) {
                more = build.advance();
            }
            build.finish();
        }
        return load(path, name, options);
    }

    private static IndexedFile load(Path path, String name, IndexOptions options)
            throws IOException {
        InputFile file = new InputFile(path, name);
        LoadedIndex index = null;
        try {
            IndexFolder folder = new IndexFolder(name, options.folderOf(path));
            LoadSettings settings = LoadSettings.of(options);
            index = new IndexLoader(folder, settings).load(facts -> check(path, facts, options));
            ReadOptions reading =
                    options.reading().withQuarantine(null).withFormat(MarcFormat.ISO_2709);
            return new IndexedFile(name, index, file, reading);
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            if (index != null) {
                index.close();
            }
            throw e;
        }
    }

    private static void check(Path path, IndexFacts facts, IndexOptions options)
            throws IOException {
        List<String> differences = new ArrayList<>(facts.differences(SourceState.of(path)));
        differences.addAll(facts.differences(IndexFacts.reading(options.reading())));
        if (!differences.isEmpty()) {
            throw new IndexException(
                    Kind.STALE,
                    "%s: its index is not that of this file: %s; update or rebuild it"
                            .formatted(path, String.join("; ", differences)));
        }
    }

    /** What the file is called. */
    public String name() {
        return name;
    }

    /** How many records there are. */
    public long size() {
        return index.size();
    }

    /** How many segments the index has. */
    public int segments() {
        return index.segments();
    }

    /** How the index was loaded, in words. */
    public String description() {
        return index.description();
    }

    /** The names of its keys, or of its texts, in alphabetical order. */
    public List<String> names(boolean texts) {
        return index.facts().values().values().stream()
                .filter(value -> value.isText() == texts)
                .map(IndexedValue::name)
                .toList();
    }

    /** What is done with what {@link #fetch} packed. */
    @FunctionalInterface
    public interface Taker<T> {
        T take(ChosenRecords records) throws IOException;
    }

    /** The numbers of records, one for each place in a batch. */
    @FunctionalInterface
    public interface Numbers {
        long at(int index);
    }

    /**
     * Packs records into a batch.
     *
     * @param numbers of the records, counted from 0; each below {@link #size}
     * @param count how many, above 0
     * @param taker takes the batch, and keeps nothing of what it is given
     * @throws IOException if the file cannot be read, or a record is not where the index says
     * @throws org.panamarc.MarcFormatException as the error policy says
     * @throws IndexOutOfBoundsException if there is no record of a number
     * @throws IllegalStateException if this is closed
     */
    public <T> T fetch(Numbers numbers, int count, Taker<T> taker) throws IOException {
        Lock reading = lock.readLock();
        reading.lock();
        try {
            checkOpen();
            ChosenRecords records = fetchers.take();
            try {
                for (int i = 0; i < count; i++) {
                    add(numbers.at(i), records);
                }
                return taker.take(records);
            } finally {
                fetchers.giveBack(records);
            }
        } finally {
            reading.unlock();
        }
    }

    private void add(long number, ChosenRecords records) throws IOException {
        Objects.checkIndex(number, size());
        LoadedIndex.Place place = index.place(number);
        FramerPosition before = before(number, place, records);
        if (!records.add(before, place.length(), place.end(), number + 1)) {
            throw new IOException(
                    "%s: record %d is not at byte %d, where the index says: the file was changed while it was open"
                            .formatted(name, number, place.offset()));
        }
    }

    /** The place that a framer has which reads from the start and is before a record. */
    private FramerPosition before(long number, LoadedIndex.Place place, ChosenRecords records)
            throws IOException {
        if (!place.afterOtherBytes()) {
            return place.offset() == 0
                    ? FramerPosition.START
                    : new FramerPosition(place.offset(), true, null);
        }
        if (number > 0) {
            return new FramerPosition(place.offset(), false, null);
        }
        FramerPosition known = first; // it depends on what the input begins as
        if (known == null) {
            known = records.first();
            first = known;
        }
        return known == null ? new FramerPosition(place.offset(), false, null) : known;
    }

    /** Offset and length of a record in bytes. */
    public long[] span(long number) throws IOException {
        Lock reading = lock.readLock();
        reading.lock();
        try {
            checkOpen();
            Objects.checkIndex(number, size());
            LoadedIndex.Place place = index.place(number);
            return new long[] {place.offset(), place.length()};
        } finally {
            reading.unlock();
        }
    }

    /** Bytes of the file. */
    public long bytes() {
        return file.size();
    }

    /**
     * Ranges of the file as a {@link Splitter} makes them.
     *
     * @param number how many
     */
    public List<InputRange> split(int number) throws IOException {
        List<InputRange> ranges = new ArrayList<>();
        long start = 0;
        long firstNumber = 1;
        for (int i = 1; i <= number; i++) {
            long last = i == number ? size() : firstThatReaches(Splitter.share(bytes(), number, i));
            long end = last == size() ? bytes() : end(last);
            ranges.add(new InputRange(start, firstNumber, end));
            start = end;
            firstNumber = Math.min(last, size() - 1) + 2;
        }
        return ranges;
    }

    /** The first record that ends at an offset or after it; {@link #size} where there is none. */
    private long firstThatReaches(long offset) throws IOException {
        long from = 0;
        long to = size();
        while (from < to) {
            long middle = (from + to) >>> 1;
            if (end(middle) >= offset) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from;
    }

    private long end(long number) throws IOException {
        long[] span = span(number);
        return span[0] + span[1];
    }

    /**
     * The first record whose key has a value; -1 where there is none.
     *
     * @throws IllegalArgumentException if the index has no such key
     */
    public long first(String key, String text) throws IOException {
        Lock reading = lock.readLock();
        reading.lock();
        try {
            checkOpen();
            IndexedValue value = index.facts().value(key, false);
            BytesRef term = KeyTerm.of(text, value.isIsbn());
            return term == null ? -1 : index.first(value, term);
        } finally {
            reading.unlock();
        }
    }

    /**
     * All records whose key has a value, in the order of the file.
     *
     * @throws IllegalArgumentException if the index has no such key
     */
    public LongStream all(String key, String text) throws IOException {
        Lock reading = lock.readLock();
        reading.lock();
        try {
            checkOpen();
            IndexedValue value = index.facts().value(key, false);
            BytesRef term = KeyTerm.of(text, value.isIsbn());
            return term == null ? LongStream.empty() : index.all(value, term);
        } finally {
            reading.unlock();
        }
    }

    /**
     * The records that a query finds, in the order of the file: see {@link SearchQuery}.
     *
     * @throws IllegalArgumentException if it is no query
     */
    public LongStream search(String query) throws IOException {
        Lock reading = lock.readLock();
        reading.lock();
        try {
            checkOpen();
            return new SearchQuery(index).find(query);
        } finally {
            reading.unlock();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException(name + ": the index is closed");
        }
    }

    @Override
    public void close() throws IOException {
        Lock writing = lock.writeLock();
        writing.lock();
        try {
            if (!closed) {
                closed = true;
                try (file;
                        index;
                        fetchers) { // each is closed even where another one fails
                    // nothing else
                }
            }
        } finally {
            writing.unlock();
        }
    }
}
