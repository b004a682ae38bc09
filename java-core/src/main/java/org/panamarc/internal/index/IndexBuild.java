package org.panamarc.internal.index;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;
import org.panamarc.ErrorPolicy;
import org.panamarc.Framing;
import org.panamarc.MarcFormat;
import org.panamarc.ReadOptions;
import org.panamarc.index.IndexException;
import org.panamarc.index.IndexException.Kind;
import org.panamarc.index.IndexOptions;
import org.panamarc.index.IndexSummary;
import org.panamarc.internal.batch.BatchUse;
import org.panamarc.internal.detect.FormatDetector;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.reader.BatchReader;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.source.InputFile;
import org.panamarc.internal.source.Source;

/**
 * Builds an index, or adds to it what a file has grown by. Batches are read ahead; the thread that
 * read a batch adds its documents. The commit is the last step: until then, and where anything is
 * thrown, the index stays what it was. Not thread-safe.
 */
public final class IndexBuild implements Closeable {
    /** Records of a run, about. */
    private static final int BATCH_RECORDS = 1000;

    /** As for tables: see {@link org.panamarc.internal.columns.TableReader#WINDOW_BYTES}. */
    private static final int WINDOW_BYTES = 2 << 20;

    private final Path file;
    private final String name;
    private final IndexFolder folder;
    private final IndexFacts facts;
    private final IndexWriter writer;
    private final Directory directory;
    private final BatchReader reader;
    private final int batchRecords;
    private final Queue<RecordDocuments> spares = new ConcurrentLinkedQueue<>();
    private final Function<BatchView, Integer> adding = this::added;
    private final AtomicLong added = new AtomicLong();
    private final long kept; // records that the index had before, and keeps
    private final IndexEvents.Build event = new IndexEvents.Build();
    private boolean committed;
    private boolean closed;

    private IndexBuild(
            Path file,
            String name,
            IndexOptions options,
            IndexFolder folder,
            IndexFacts facts,
            @Nullable Resume resume)
            throws IOException {
        this.file = file;
        this.name = name;
        this.folder = folder;
        this.facts = facts;
        this.kept = resume == null ? 0 : resume.records();
        this.batchRecords =
                options.segmentRecords() == 0
                        ? BATCH_RECORDS
                        : Math.min(BATCH_RECORDS, options.segmentRecords());
        event.begin();
        Source source = opened(file, name, options.reading());
        Directory opened = null;
        IndexWriter writing = null;
        try {
            opened = folder.create();
            writing = folder.writer(opened, options.segmentRecords(), resume == null);
            if (resume != null) {
                writing.deleteDocuments(
                        NumericDocValuesField.newSlowRangeQuery(
                                DocumentFields.OFFSET, resume.offset(), Long.MAX_VALUE));
            }
            InputRange range =
                    resume == null
                            ? InputRange.whole(1)
                            : new InputRange(resume.offset(), resume.records() + 1, Long.MAX_VALUE);
            this.reader =
                    new BatchReader(
                            source, reading(options), range, null, new BatchUse(adding, null));
        } catch (IOException | RuntimeException | Error e) {
            source.close();
            folder.abandon(opened, writing);
            throw IndexErrors.whileWriting(name, folder.path(), e);
        }
        this.directory = opened;
        this.writer = writing;
    }

    /** Where an index goes on that a file has outgrown: after a number of records, at an offset. */
    record Resume(long records, long offset) {}

    /**
     * The build of a new index, which replaces the one that is there.
     *
     * @param name what to call the file in messages
     * @throws IndexException if the file has no index by its kind, or somebody else writes it
     * @throws IOException if the file cannot be read, or the folder not be written
     */
    public static IndexBuild of(Path file, String name, IndexOptions options) throws IOException {
        return of(file, name, options, new IndexFolder(name, options.folderOf(file)));
    }

    static IndexBuild of(Path file, String name, IndexOptions options, IndexFolder folder)
            throws IOException {
        check(options);
        SourceState source = SourceState.of(file);
        return new IndexBuild(file, name, options, folder, IndexFacts.of(options, source), null);
    }

    /** The build of what is missing in an index whose file has grown. */
    static IndexBuild more(
            Path file,
            String name,
            IndexOptions options,
            IndexFolder folder,
            IndexFacts before,
            Resume resume)
            throws IOException {
        check(options);
        IndexFacts facts = before.with(SourceState.of(file), before.records());
        return new IndexBuild(file, name, options, folder, facts, resume);
    }

    static void check(IndexOptions options) {
        if (options.reading().onError() == ErrorPolicy.SKIP) {
            throw new IllegalArgumentException(
                    "an index counts records as RECOVER gives them; SKIP would give them other numbers");
        }
        if (options.reading().framing() != Framing.RECORD) {
            throw new IllegalArgumentException(
                    "an index is of records, not of the framing " + options.reading().framing());
        }
    }

    /** Opens a file that can have an index. */
    static Source opened(Path file, String name, ReadOptions options) throws IOException {
        Source source = new InputFile(file, name).onlySource();
        try {
            if (source.another() == null) {
                throw new IndexException(
                        Kind.UNSUPPORTED,
                        name
                                + ": compressed, or no regular file: it is read from its start, so record"
                                + " n is not to be had at once; decompress it (gunzip -k, bunzip2 -k,"
                                + " unzstd, or panamarc convert) and index that");
            }
            MarcFormat format = FormatDetector.of(source, options);
            if (format != null && format != MarcFormat.ISO_2709) {
                throw new IndexException(
                        Kind.UNSUPPORTED,
                        "%s: it is read as %s, and only ISO 2709 has an index: convert it first (panamarc convert)"
                                .formatted(name, format.text()));
            }
            return source;
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private static ReadOptions reading(IndexOptions options) {
        return options.reading()
                .withOnError(ErrorPolicy.RECOVER)
                .withStrict(false)
                .withQuarantine(null)
                .withFormat(MarcFormat.ISO_2709)
                .withWindowBytes(WINDOW_BYTES);
    }

    /** Adds the documents of a batch; called by several threads at a time. */
    private Integer added(BatchView batch) {
        RecordDocuments spare = spares.poll();
        RecordDocuments documents =
                spare == null ? new RecordDocuments(facts.values().values()) : spare;
        IndexEvents.Batch one = new IndexEvents.Batch();
        one.begin();
        try {
            writer.addDocuments(documents.of(batch));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        one.end(name, batch.records());
        spares.add(documents);
        added.addAndGet(batch.records());
        return batch.records();
    }

    /**
     * Goes on for some milliseconds.
     *
     * @return whether there is more to do before {@link #finish}
     * @throws IOException if the file cannot be read, or the index not be written
     */
    public boolean advance() throws IOException {
        try {
            int bytes = reader.threads() > 1 ? WINDOW_BYTES / 4 : WINDOW_BYTES;
            synchronized (reader) {
                return switch (reader.advance(batchRecords, bytes)) {
                    case READY -> {
                        reader.make(adding);
                        yield true;
                    }
                    case PAUSED, NEED_INPUT -> true;
                    case END -> false;
                    case FAILED -> throw Objects.requireNonNull(reader.takeFailure());
                };
            }
        } catch (UncheckedIOException e) {
            throw IndexErrors.whileWriting(
                    name, folder.path(), Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw IndexErrors.whileWriting(name, folder.path(), e);
        }
    }

    /** Bytes of the file that were read so far. */
    public long bytesRead() {
        return reader.bytesRead();
    }

    /** Records that were added so far. */
    public long records() {
        return added.get();
    }

    /**
     * Commits the index.
     *
     * @throws IOException if the file has changed meanwhile, holds no record and is neither MARC
     *     nor empty, or the index cannot be written; the index is what it was then
     */
    public IndexSummary finish() throws IOException {
        String foreign = reader.foreign();
        if (!foreign.isEmpty() && kept == 0) {
            throw new IndexException(
                    Kind.UNSUPPORTED,
                    "%s: there is no record; the file begins as %s".formatted(name, foreign));
        }
        SourceState now = SourceState.of(file);
        if (!now.equals(facts.source())) {
            throw new IOException(
                    "%s: the file changed while it was indexed: %s"
                            .formatted(name, String.join(", ", facts.differences(now))));
        }
        long records = kept + added.get();
        try {
            writer.setLiveCommitData(facts.with(now, records).toMap().entrySet());
            writer.commit();
            committed = true;
        } catch (IOException e) {
            throw IndexErrors.whileWriting(name, folder.path(), e);
        }
        close();
        IndexSummary summary = folder.summary();
        event.end(name, summary.records(), summary.sourceBytes(), summary.segments());
        return summary;
    }

    /** Ends the build. Without {@link #finish} the index is what it was. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (reader) {
            if (committed) {
                writer.close();
                directory.close();
            }
        } finally {
            if (!committed) {
                folder.abandon(directory, writer);
            }
        }
    }
}
