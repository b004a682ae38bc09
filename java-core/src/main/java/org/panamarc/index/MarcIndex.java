package org.panamarc.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.panamarc.MarcRecord;
import org.panamarc.RecordBatch;
import org.panamarc.Span;
import org.panamarc.Split;
import org.panamarc.internal.batch.ChosenRecords;
import org.panamarc.internal.index.IndexBuild;
import org.panamarc.internal.index.IndexUpdate;
import org.panamarc.internal.index.IndexVerification;
import org.panamarc.internal.index.IndexedFile;
import org.panamarc.internal.index.LoadMetrics;
import org.panamarc.internal.index.ShuffledOrder;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.scan.Splitter;

/**
 * A file of records with a stored index: gives record n at once, and records by their keys.
 *
 * {@snippet :
 * MarcIndex.build(path, IndexOptions.DEFAULT.withKey("isbn", "020$a"));
 * try (MarcIndex index = MarcIndex.open(path, IndexOptions.DEFAULT)) {
 *     MarcRecord last = index.record(index.size() - 1);
 *     MarcRecord known = index.get("ocm00012345");
 *     List<MarcRecord> editions = index.getAll("isbn", "0-306-40615-2");
 * }
 * }
 *
 * <p>Records are numbered from 0, in the order of the file, as reading from the start under {@link
 * org.panamarc.ErrorPolicy#RECOVER} gives them. The file is in ISO 2709 and not compressed. The
 * index is a folder next to it, which Lucene writes; it needs {@code lucene-core} on the class path
 * or module path, else its static methods throw {@link IllegalStateException}.
 *
 * <p>Safe for any number of threads. Records outlive the index.
 */
public final class MarcIndex implements Iterable<MarcRecord>, AutoCloseable {
    /** Records that an iteration reads at once. */
    private static final int BATCH_RECORDS = 100;

    private final IndexedFile file;

    private MarcIndex(IndexedFile file) {
        this.file = file;
    }

    /**
     * Builds the index of a file; one that is there is replaced once the new one is whole.
     *
     * @throws IndexException if the file is compressed, in another format or not MARC, or the index
     *     is being written by somebody else
     * @throws java.nio.file.AccessDeniedException if the folder cannot be written
     * @throws IOException if the file cannot be read, or changes meanwhile
     * @throws IllegalArgumentException if the options are to skip broken records, or not to read
     *     records
     */
    public static IndexSummary build(Path path, IndexOptions options) throws IOException {
        Lucene.check();
        try (IndexBuild build = IndexBuild.of(path, path.toString(), options)) {
            boolean more = true;
            while (more) {
                more = build.advance();
            }
            return build.finish();
        }
    }

    /**
     * Adds to an index what its file has grown by. Where the file was only copied or touched, it is
     * read whole and compared.
     *
     * @throws IndexException if there is no index, it is damaged, or the file has not only grown
     * @throws IOException if the file cannot be read, or the index not be written
     */
    public static IndexSummary update(Path path, IndexOptions options) throws IOException {
        Lucene.check();
        return IndexUpdate.run(path, path.toString(), options);
    }

    /**
     * Reads a whole file and compares it with its index, records and keys.
     *
     * @throws IndexException if they differ, or there is no index, or it is damaged
     * @throws IOException if the file or the index cannot be read
     */
    public static IndexSummary verify(Path path, IndexOptions options) throws IOException {
        Lucene.check();
        return IndexVerification.run(path, path.toString(), options);
    }

    /**
     * Merges the segments of an index into one.
     *
     * @throws IndexException if there is no index, or it is being written by somebody else
     * @throws IOException if the index cannot be read or written
     */
    public static IndexSummary optimize(Path path, IndexOptions options) throws IOException {
        Lucene.check();
        return IndexUpdate.optimize(path, path.toString(), options);
    }

    /**
     * Opens a file and its index. All of the index's bytes are checked against its checksums; three
     * segments and more are loaded several at a time, as the options say.
     *
     * @throws IndexException if there is no index, it is damaged, or not that of the file as it is
     *     now, and the options do not say that it is to be built again
     * @throws IOException if the file or the index cannot be read
     */
    public static MarcIndex open(Path path, IndexOptions options) throws IOException {
        Lucene.check();
        return new MarcIndex(IndexedFile.open(path, path.toString(), options));
    }

    /** How many records there are. */
    public long size() {
        return file.size();
    }

    /** How many segments the index has. */
    public int segments() {
        return file.segments();
    }

    /** The names of the keys that records are looked up by. */
    public List<String> keys() {
        return file.names(false);
    }

    /** The names of the texts that are searched by words. */
    public List<String> texts() {
        return file.names(true);
    }

    /**
     * Record n.
     *
     * @param n counted from 0
     * @throws IndexOutOfBoundsException if there is none
     * @throws IOException if the file cannot be read, or was changed while it was open
     * @throws org.panamarc.MarcFormatException as {@link org.panamarc.ErrorPolicy#RAISE} says
     * @throws IllegalStateException if this is closed
     */
    public MarcRecord record(long n) throws IOException {
        return batch(i -> n, 1).getFirst();
    }

    /**
     * Records that follow each other.
     *
     * @param from the first one, counted from 0
     * @param count how many, 0 or more
     * @throws IndexOutOfBoundsException if there are fewer; other exceptions as for {@link #record}
     */
    public List<MarcRecord> records(long from, int count) throws IOException {
        return count == 0 ? List.of() : batch(i -> from + i, count);
    }

    /**
     * Records in a given order.
     *
     * @param numbers counted from 0
     * @throws IndexOutOfBoundsException if there is none of a number; other exceptions as for
     *     {@link #record}
     */
    public List<MarcRecord> records(LongStream numbers) throws IOException {
        long[] wanted = numbers.toArray();
        return wanted.length == 0 ? List.of() : batch(i -> wanted[i], wanted.length);
    }

    private RecordBatch batch(IndexedFile.Numbers numbers, int count) throws IOException {
        return RecordBatch.ofPacked(file.fetch(numbers, count, ChosenRecords::take));
    }

    /** Where record n is. Exceptions as for {@link #record}. */
    public Span span(long n) throws IOException {
        long[] span = file.span(n);
        return new Span(span[0], span[1]);
    }

    /**
     * Splits the file as {@link org.panamarc.MarcFile#split} does, without reading it.
     *
     * @param parts how many; those that find no record left are empty
     * @throws IllegalArgumentException if {@code parts} is below 1
     * @throws IOException as for {@link #record}, as are other exceptions
     */
    public List<Split> split(int parts) throws IOException {
        Splitter.check(parts);
        return file.split(parts).stream()
                .map(range -> split(range, file.name(), file.bytes()))
                .toList();
    }

    private static Split split(InputRange range, String path, long size) {
        return new Split(path, range.start(), range.end(), range.firstNumber(), size);
    }

    /**
     * The first record with a control number (001), blanks around it aside; null where there is
     * none.
     *
     * @throws IOException as for {@link #record}, as are other exceptions
     */
    public @Nullable MarcRecord get(String controlNumber) throws IOException {
        long found = file.first("id", controlNumber);
        return found < 0 ? null : record(found);
    }

    /**
     * All records with a value of a key, in the order of the file. Values of field 020 are compared
     * as ISBNs where they are such.
     *
     * @param key one of {@link #keys}
     * @throws IllegalArgumentException if there is no such key
     * @throws IOException as for {@link #record}, as are other exceptions
     */
    public List<MarcRecord> getAll(String key, String value) throws IOException {
        return records(file.all(key, value));
    }

    /**
     * The numbers of the records with a value of a key, in the order of the file. Exceptions as for
     * {@link #getAll}.
     */
    public LongStream find(String key, String value) throws IOException {
        return file.all(key, value);
    }

    /**
     * The numbers of the records that a query finds, in the order of the file.
     *
     * @param query words with blanks between them, all of which a record must have: {@code
     *     name:word} looks in the text or key of that name, a word alone in every text. What is in
     *     quotation marks is one word
     * @throws IllegalArgumentException if it is no query
     * @throws IOException as for {@link #record}
     */
    public LongStream search(String query) throws IOException {
        return file.search(query);
    }

    /**
     * Some records by chance, each at most once; the same ones for the same seed.
     *
     * @param count how many; all, where there are fewer
     * @throws IOException as for {@link #record}, as are other exceptions
     */
    public List<MarcRecord> sample(int count, long seed) throws IOException {
        ShuffledOrder order = new ShuffledOrder(size(), 0, seed);
        return records(LongStream.range(0, Math.min(count, size())).map(order::at));
    }

    /**
     * The numbers of all records in an order by chance; the same one for the same seed.
     *
     * @param window records that follow each other in the file and are given together, in another
     *     order, which reads less of the file at a time; 0 for none
     */
    public LongStream shuffled(long seed, long window) {
        ShuffledOrder order = new ShuffledOrder(size(), window, seed);
        return LongStream.range(0, size()).map(order::at);
    }

    /** The records from the first to the last; the iterator throws UncheckedIOException. */
    @Override
    public Iterator<MarcRecord> iterator() {
        return new IndexIterator(this, BATCH_RECORDS);
    }

    /** What loading indexes took in this process so far. */
    public static IndexMetrics metrics() {
        return LoadMetrics.now();
    }

    /** Closes the file and its index, once no thread reads in them. Twice is allowed. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
