package org.panamarc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.accounting.QuarantineFile;
import org.panamarc.internal.batch.BatchUse;
import org.panamarc.internal.kernel.Scanners;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.readahead.SharedFile;
import org.panamarc.internal.readahead.Threads;
import org.panamarc.internal.reader.BatchReader;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.schema.BatchIssues;
import org.panamarc.internal.schema.CompiledSchema;
import org.panamarc.internal.schema.SchemaTally;
import org.panamarc.internal.source.InputFile;
import org.panamarc.internal.source.Source;
import org.panamarc.internal.source.Sources;
import org.panamarc.internal.source.StreamSource;
import org.panamarc.schema.MarcSchema;
import org.panamarc.schema.SchemaException;
import org.panamarc.schema.SchemaReport;

/**
 * Reads an input once, from its start to its end.
 *
 * <p>{@link #readBatch} may be called by several threads, which get different records; an iterator
 * belongs to one thread. Records and batches outlive their reader. A reader dropped without {@link
 * #close} is closed when its memory is collected.
 */
public final class MarcReader implements Iterable<MarcRecord>, AutoCloseable {
    private static final int BOUNDARIES_AT_ONCE = 4096;

    /** Time to let others in, once in many milliseconds of reading. */
    private static final int GAP_NANOS = 100_000;

    private static final int EXAMPLES = 3; // of each kind of issue that a report has

    private final ReadOptions options;
    private final BatchReader reader;

    @SuppressWarnings("unused") // a reference is all that is wanted
    private final @Nullable Object owner;

    /**
     * A reader of all of a source.
     *
     * @param owner as for the other constructor
     * @throws IOException as there
     */
    MarcReader(Source source, ReadOptions options, @Nullable Object owner) throws IOException {
        this(source, options, InputRange.whole(1), owner);
    }

    /**
     * A reader of any source.
     *
     * @param owner kept from being dropped as long as this is in use; null where there is none
     * @throws IOException if the quarantine cannot be written; then the source is closed
     * @throws IllegalArgumentException if there is no scanner, as {@link Panamarc} says; likewise
     */
    private MarcReader(Source source, ReadOptions options, InputRange range, @Nullable Object owner)
            throws IOException {
        this.options = Objects.requireNonNull(options);
        this.owner = owner;
        Path quarantine = options.quarantine();
        try {
            Scanners.check(); // before the quarantine loses what it held
            this.reader =
                    new BatchReader(
                            source,
                            options,
                            range,
                            quarantine == null ? null : new QuarantineFile(quarantine, false));
        } catch (IOException | IllegalArgumentException e) {
            source.close();
            throw e;
        }
        Reclaim.whenDropped(this, reader);
    }

    /**
     * One of several readers that share a file.
     *
     * @param owner as for the other constructors
     */
    MarcReader(Source source, ReadOptions options, SharedFile shared, Object owner) {
        this.options = options;
        this.owner = owner;
        this.reader = new BatchReader(source, options, shared);
        Reclaim.whenDropped(this, reader);
    }

    /**
     * Opens a file, decompressing it where it begins as gzip, bzip2 or zstd does.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws java.nio.file.AccessDeniedException if it may not be read
     * @throws java.nio.file.FileSystemException if it is a directory
     * @throws IOException if it, or the quarantine, cannot be opened for another reason
     * @throws IllegalArgumentException if the options' quarantine is the file itself
     */
    public static MarcReader open(Path path, ReadOptions options) throws IOException {
        checkQuarantine(path, options);
        return new MarcReader(new InputFile(path, path.toString()).onlySource(), options, null);
    }

    /**
     * Opens a range of a file. Its records have the offsets and numbers that they have in the file,
     * and {@link #bytesRead} counts from the start of the range.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws java.nio.file.AccessDeniedException if it may not be read
     * @throws IOException if the file has another size than when it was split, or it or the
     *     quarantine cannot be opened for another reason
     * @throws IllegalArgumentException if the options' quarantine is the file itself, or their
     *     framing is not by records, which ranges begin and end with
     */
    public static MarcReader open(Split split, ReadOptions options) throws IOException {
        InputRange range = split.range(options);
        Path path = Path.of(split.path());
        checkQuarantine(path, options);
        InputFile file = InputFile.ofSize(path, split.path(), split.fileSize());
        return new MarcReader(file.onlySource(), options, range, null);
    }

    /**
     * Reads a range of a file from a stream, such as one of {@link Split#ofStream}. Offsets and
     * numbers are as for the other method.
     *
     * @param stream gives the bytes of the file from the range's start; more than those of the
     *     range may be read; closed with the reader
     * @throws IOException if the quarantine cannot be opened
     * @throws IllegalArgumentException if the options' framing is not by records
     */
    public static MarcReader of(Split split, InputStream stream, ReadOptions options)
            throws IOException {
        InputRange range = split.range(options);
        Source source = new StreamSource(stream, stream, split.path(), split.start());
        return new MarcReader(source, options, range, null);
    }

    /** Keeps an input from being overwritten by what is wrong with it. */
    static void checkQuarantine(Path path, ReadOptions options) throws IOException {
        Path quarantine = options.quarantine();
        if (quarantine != null && Files.exists(quarantine) && Files.isSameFile(path, quarantine)) {
            throw new IllegalArgumentException(
                    "%s: the quarantine is the input itself; it would be overwritten"
                            .formatted(path));
        }
    }

    /**
     * Reads bytes in memory, decompressing them where they begin as gzip, bzip2 or zstd does.
     *
     * @param bytes not copied, so not to be changed while they are read
     * @throws IOException if the header of gzip is broken
     */
    public static MarcReader of(byte[] bytes, ReadOptions options) throws IOException {
        MemorySegment segment = MemorySegment.ofArray(bytes);
        return new MarcReader(Sources.ofSegment(segment, "<bytes>", () -> {}), options, null);
    }

    /**
     * Reads a stream from its current position, decompressing it where it begins as gzip, bzip2 or
     * zstd does.
     *
     * @param stream closed with the reader
     * @param name what to call it in messages
     * @throws IOException if its first bytes cannot be read
     */
    public static MarcReader of(InputStream stream, String name, ReadOptions options)
            throws IOException {
        return new MarcReader(Sources.ofStream(stream, name), options, null);
    }

    /**
     * The next records, as many as the options say.
     *
     * @return an empty batch at the end of the input, and from then on
     * @throws IOException if the input cannot be read; the records before come first
     * @throws MarcFormatException as {@link ErrorPolicy#RAISE} says; the records before come first
     * @throws IllegalStateException if the reader is closed, or its framing gives no records
     */
    public RecordBatch readBatch() throws IOException {
        return readBatch(options.batchRecords());
    }

    /**
     * The next records.
     *
     * @param most the most records, above 0; fewer come where the options' bytes are reached, or
     *     the end
     * @return an empty batch at the end of the input, and from then on
     * @throws IOException if the input cannot be read; the records before come first
     * @throws MarcFormatException as {@link ErrorPolicy#RAISE} says; the records before come first
     * @throws IllegalArgumentException if {@code most} is not above 0
     * @throws IllegalStateException if the reader is closed, or its framing gives no records
     */
    public RecordBatch readBatch(int most) throws IOException {
        if (most <= 0) {
            throw new IllegalArgumentException(
                    "a batch has at least 1 record; %d were asked for".formatted(most));
        }
        try {
            return nextBatch(most);
        } finally {
            // Or a reader that nobody refers to any more could be closed by now.
            Reference.reachabilityFence(this);
        }
    }

    private RecordBatch nextBatch(int most) throws IOException {
        while (true) {
            synchronized (reader) {
                switch (reader.advance(most, options.batchBytes())) {
                    case READY -> {
                        return new RecordBatch(reader.take());
                    }
                    case END -> {
                        return RecordBatch.EMPTY;
                    }
                    case FAILED -> throw Objects.requireNonNull(reader.takeFailure());
                    case PAUSED, NEED_INPUT -> {}
                }
            }
            // Monitors are not fair: without a gap, who asks for the account might wait for ever.
            LockSupport.parkNanos(GAP_NANOS);
        }
    }

    /**
     * The records from here to the end. An iterator reads batches ahead; records in its batch are
     * not delivered by others.
     *
     * <p>Its methods throw {@link UncheckedIOException} where the input cannot be read, and {@link
     * MarcFormatException} as {@link ErrorPolicy#RAISE} says; either way it may go on.
     */
    @Override
    public Iterator<MarcRecord> iterator() {
        return new RecordIterator(this);
    }

    /** The records from here to the end, in order; exceptions as for {@link #iterator}. */
    public Stream<MarcRecord> stream() {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                        iterator(),
                        Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE),
                false);
    }

    /**
     * The boundaries of what has not been read yet: of records, or of ranges ended by 0x1E where
     * the framing is {@link Framing#TERMINATOR}; there a range includes its terminator, and an
     * unterminated rest is the last range. Records passed by here are not delivered.
     *
     * @throws IOException if the input cannot be read
     * @throws IllegalStateException if the reader is closed
     */
    public List<Span> scanBoundaries() throws IOException {
        List<Span> spans = new ArrayList<>();
        LongBuffer pairs = LongBuffer.allocate(2 * BOUNDARIES_AT_ONCE);
        while (reader.boundaries(pairs.clear()) != ReadState.END) {
            pairs.flip();
            while (pairs.hasRemaining()) {
                spans.add(new Span(pairs.get(), pairs.get()));
            }
        }
        return spans;
    }

    /**
     * Counts the records that were not delivered yet, by framing alone, which shows where records
     * begin and end and no more: as many as reading would give under {@link ErrorPolicy#RECOVER}.
     * They count as read, and are not delivered. Uses the threads that the options or the variable
     * {@code PANAMARC_NUM_THREADS} say or, where neither does, the processors that the process may
     * use.
     *
     * @throws IOException if the input cannot be read
     * @throws IllegalStateException if the reader is closed, or its framing gives no records
     */
    public long count() throws IOException {
        int threads = Threads.numberForAll(options.threads());
        long before = reader.recordsRead();
        while (reader.count(threads) != ReadState.END) {
            // Monitors are not fair: without a gap, who asks for the account might wait for ever.
            LockSupport.parkNanos(GAP_NANOS);
        }
        return reader.recordsRead() - before;
    }

    /**
     * Checks the records that were not delivered yet against a schema. They are delivered to this
     * call. With several threads each checks what it reads; the report is the same.
     *
     * @throws IOException if the input cannot be read
     * @throws MarcFormatException as {@link ErrorPolicy#RAISE} says
     * @throws SchemaException if a pattern of the schema takes too much time or memory on a value
     * @throws IllegalStateException if the reader is closed, or its framing gives no records
     */
    public SchemaReport validate(MarcSchema schema) throws IOException {
        SchemaTally tally =
                switch (schema) {
                    case CompiledSchema compiled -> new SchemaTally(compiled, EXAMPLES);
                };
        try {
            check(tally);
            return tally.report();
        } finally {
            // Or a reader that nobody refers to any more could be closed by now.
            Reference.reachabilityFence(this);
        }
    }

    private void check(SchemaTally tally) throws IOException {
        Function<BatchView, BatchIssues> checking = tally::check;
        BatchUse use = new BatchUse(checking, null);
        while (true) {
            synchronized (reader) {
                switch (reader.advance(options.batchRecords(), options.batchBytes(), use)) {
                    case READY -> {
                        tally.add(reader.make(checking));
                        continue;
                    }
                    case END -> {
                        return;
                    }
                    case FAILED -> throw Objects.requireNonNull(reader.takeFailure());
                    case PAUSED, NEED_INPUT -> {}
                }
            }
            // Monitors are not fair: without a gap, who asks for the account might wait for ever.
            LockSupport.parkNanos(GAP_NANOS);
        }
    }

    /** What the input is called: a path, or a word such as {@code <bytes>}. */
    public String source() {
        return reader.sourceName();
    }

    /** Ranges of the input skipped so far. */
    public List<SkippedRange> skipped() {
        return reader.skipped(0);
    }

    /** Number of defects so far, by kind, of records that were let through. */
    public Map<Defect.Kind, Long> defectCounts() {
        return reader.defectCounts();
    }

    /** Bytes of the (decompressed) input that are in a record or a skipped range so far. */
    public long bytesRead() {
        return reader.bytesRead();
    }

    /** Records let through so far. */
    public long recordsRead() {
        return reader.recordsRead();
    }

    /**
     * Frees all memory and closes the input. Doing so twice is allowed. A thread that is reading
     * gets its batch or an IllegalStateException; it is not waited for.
     */
    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** Throws if all was read, and there was no record in what is neither MARC nor empty. */
    void checkIsMarc() throws IOException {
        String foreign = reader.foreign();
        if (!foreign.isEmpty()) {
            String message = "there is no record; the input begins as " + foreign;
            Defect defect = new Defect(Defect.Kind.NO_RECORD, 1, 0, null, message);
            throw new MarcFormatException(reader.sourceName(), defect, new byte[0]);
        }
    }
}
