package org.panamarc.python;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.panamarc.index.IndexMetrics;
import org.panamarc.index.IndexOptions;
import org.panamarc.internal.index.IndexedFile;
import org.panamarc.internal.index.LoadMetrics;
import org.panamarc.internal.index.ShuffledOrder;

/**
 * A file with its index, for Python. What is asked for is the same each time, so nothing is lost
 * where Python does not get what a call gave. Safe for any number of threads.
 *
 * <p>The methods that give records put a packed batch at the start of a buffer or of memory that
 * Python owns and keeps while they run. They return its length in bytes or, where there is too
 * little room, the length needed as a negative number.
 */
public final class PythonIndex implements AutoCloseable {
    private final IndexedFile file;

    private PythonIndex(IndexedFile file) {
        this.file = file;
    }

    /**
     * Options of an index.
     *
     * @param folder absolute, or empty for the one next to the file
     * @param keys names and specs in turn
     * @param texts likewise
     */
    static IndexOptions options(
            PythonOptions options, String folder, String[] keys, String[] texts) {
        IndexOptions found = IndexOptions.DEFAULT.withReading(options.readOptions());
        for (int i = 0; i < keys.length; i += 2) {
            found = found.withKey(keys[i], keys[i + 1]);
        }
        for (int i = 0; i < texts.length; i += 2) {
            found = found.withText(texts[i], texts[i + 1]);
        }
        return folder.isEmpty() ? found : found.withFolder(Path.of(folder));
    }

    /**
     * Opens a file and its index.
     *
     * @param path absolute
     * @param name what to call it in messages
     * @param folder absolute, or empty for the one next to the file
     * @param loadThreads how many segments are loaded at once, 0 where the environment decides
     * @param parallelFrom how many there have to be for that, likewise
     * @throws org.panamarc.index.IndexException if the index cannot be used
     * @throws IOException if the file or the index cannot be read
     */
    public static PythonIndex open(
            String path,
            String name,
            PythonOptions options,
            String folder,
            int loadThreads,
            int parallelFrom)
            throws IOException {
        IndexOptions opened =
                options(options, folder, new String[0], new String[0])
                        .withLoadThreads(loadThreads)
                        .withParallelFrom(parallelFrom);
        return new PythonIndex(IndexedFile.open(Path.of(path), name, opened));
    }

    /** How many records there are. */
    public long size() {
        return file.size();
    }

    /** How many segments the index has. */
    public int segments() {
        return file.segments();
    }

    /** How the index was loaded, in words. */
    public String description() {
        return file.description();
    }

    /** The names of its keys, or of its texts, with commas between them. */
    public String names(boolean texts) {
        return String.join(",", file.names(texts));
    }

    /**
     * Records at equal distances.
     *
     * @param start number of the first one, counted from 0
     * @param step from one to the next; may be below 0
     * @param count how many, above 0
     */
    public long fill(ByteBuffer target, long start, long step, int count) throws IOException {
        return give(target, index -> start + step * index, count);
    }

    /** As {@link #fill}, at an address. */
    public long fillAt(long address, int room, long start, long step, int count)
            throws IOException {
        return fill(memory(address, room), start, step, count);
    }

    /**
     * Records in a given order.
     *
     * @param numbers counted from 0; one at least
     */
    public long choose(ByteBuffer target, long[] numbers) throws IOException {
        return give(target, index -> numbers[index], numbers.length);
    }

    /** As {@link #choose}, at an address. */
    public long chooseAt(long address, int room, long[] numbers) throws IOException {
        return choose(memory(address, room), numbers);
    }

    /**
     * Records of an order by chance.
     *
     * @param start place of the first one in the order
     * @param window as {@link ShuffledOrder} has it
     * @param count how many, above 0
     */
    public long shuffle(ByteBuffer target, long seed, long window, long start, int count)
            throws IOException {
        ShuffledOrder order = new ShuffledOrder(size(), window, seed);
        return give(target, index -> order.at(start + index), count);
    }

    /** As {@link #shuffle}, at an address. */
    public long shuffleAt(long address, int room, long seed, long window, long start, int count)
            throws IOException {
        return shuffle(memory(address, room), seed, window, start, count);
    }

    private long give(ByteBuffer target, IndexedFile.Numbers numbers, int count)
            throws IOException {
        return file.fetch(
                numbers,
                count,
                records -> {
                    int length = records.complete();
                    if (length > target.capacity()) {
                        return (long) -length;
                    }
                    records.copy(target);
                    return (long) length;
                });
    }

    @SuppressWarnings("restricted") // the binding vouches for the memory
    private static ByteBuffer memory(long address, int room) {
        return MemorySegment.ofAddress(address).reinterpret(room).asByteBuffer();
    }

    /** Offset and length of a record in bytes. */
    public long[] span(long number) throws IOException {
        return file.span(number);
    }

    /** The first record whose key has a value, counted from 0; -1 where there is none. */
    public long first(String key, String value) throws IOException {
        return file.first(key, value);
    }

    /** All records whose key has a value, counted from 0, in the order of the file. */
    public long[] all(String key, String value) throws IOException {
        return file.all(key, value).toArray();
    }

    /** The records that a query finds, counted from 0, in the order of the file. */
    public long[] search(String query) throws IOException {
        return file.search(query).toArray();
    }

    /** What loading took in this process: rows of a name and a number. */
    public static String metrics() {
        IndexMetrics metrics = LoadMetrics.now();
        StringBuilder rows = new StringBuilder();
        row(rows, "loads", metrics.loads());
        row(rows, "parallel_loads", metrics.parallelLoads());
        row(rows, "sequential_loads", metrics.sequentialLoads());
        row(rows, "failures", metrics.failures());
        row(rows, "segments_loaded", metrics.segments());
        for (int i = 0; i < metrics.histogram().size(); i++) {
            boolean last = i == IndexMetrics.BOUNDS_MILLIS.size();
            row(
                    rows,
                    last ? "longer" : String.valueOf(IndexMetrics.BOUNDS_MILLIS.get(i)),
                    metrics.histogram().get(i));
        }
        return rows.toString();
    }

    private static void row(StringBuilder rows, String name, @Nullable Object value) {
        rows.append(name).append('=').append(value).append('\n');
    }

    /** Closes the file and its index, once no thread reads in them. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
