package org.panamarc.internal.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.lucene.util.BytesRef;
import org.panamarc.ErrorPolicy;
import org.panamarc.MarcFormat;
import org.panamarc.index.IndexException;
import org.panamarc.index.IndexException.Kind;
import org.panamarc.index.IndexOptions;
import org.panamarc.index.IndexSummary;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.reader.BatchReader;
import org.panamarc.internal.scan.InputRange;

/**
 * Reads a whole file and compares it with its index: each record's offset and length, and that each
 * of its keys finds it. Not thread-safe.
 */
public final class IndexVerification implements Closeable {
    private static final int BATCH_RECORDS = 1000;

    private final String name;
    private final IndexFolder folder;
    private final LoadedIndex index;
    private final BatchReader reader;
    private final List<IndexedValue> keys;
    private long next; // record

    /**
     * A verification from the start of a file.
     *
     * @param copied whether the file may have been written since, as a copy is
     * @throws IndexException if there is no index, or it is damaged, or not of this file
     * @throws IOException if the file cannot be read
     */
    private IndexVerification(Path file, String name, IndexOptions options, boolean copied)
            throws IOException {
        this.name = name;
        this.folder = new IndexFolder(name, options.folderOf(file));
        IndexBuild.check(options);
        this.index =
                new IndexLoader(folder, LoadSettings.of(options))
                        .load(facts -> check(file, facts, options, copied));
        this.keys = index.facts().values().values().stream().filter(one -> !one.isText()).toList();
        try {
            this.reader =
                    new BatchReader(
                            IndexBuild.opened(file, name, options.reading()),
                            options.reading()
                                    .withOnError(ErrorPolicy.RECOVER)
                                    .withQuarantine(null)
                                    .withFormat(MarcFormat.ISO_2709),
                            InputRange.whole(1),
                            null);
        } catch (IOException | RuntimeException e) {
            index.close();
            throw e;
        }
    }

    /** A verification of an index that has to be that of the file as it is now. */
    public static IndexVerification of(Path file, String name, IndexOptions options)
            throws IOException {
        return new IndexVerification(file, name, options, false);
    }

    private static void check(Path file, IndexFacts facts, IndexOptions options, boolean copied)
            throws IOException {
        List<String> differences = new ArrayList<>();
        if (!copied) {
            differences.addAll(facts.differences(SourceState.of(file)));
        }
        differences.addAll(facts.differences(IndexFacts.reading(options.reading())));
        if (!differences.isEmpty()) {
            throw new IndexException(
                    Kind.STALE,
                    "%s: its index is not that of this file: %s"
                            .formatted(file, String.join("; ", differences)));
        }
    }

    /**
     * Goes on for some milliseconds.
     *
     * @return whether there is more to compare before {@link #finish}
     * @throws IndexException if the index does not say what is in the file
     * @throws IOException if the file cannot be read
     */
    public boolean advance() throws IOException {
        synchronized (reader) {
            switch (reader.advance(BATCH_RECORDS, 1 << 20)) {
                case READY -> compare(BatchView.of(reader.take()));
                case FAILED -> throw Objects.requireNonNull(reader.takeFailure());
                case END -> {
                    return false;
                }
                case PAUSED, NEED_INPUT -> {}
            }
        }
        return true;
    }

    private void compare(BatchView batch) throws IOException {
        for (int i = 0; i < batch.records(); i++) {
            if (next >= index.size()) {
                throw differs("the file has more than the %d records of the index".formatted(next));
            }
            LoadedIndex.Place place = index.place(next);
            if (place.offset() != batch.inputStart(i) || place.length() != batch.rawLength(i)) {
                throw differs(
                        "record %d has %d bytes at byte %d, and by the index %d at %d"
                                .formatted(
                                        next,
                                        batch.rawLength(i),
                                        batch.inputStart(i),
                                        place.length(),
                                        place.offset()));
            }
            for (IndexedValue key : keys) {
                compareKeys(batch, i, key);
            }
            next++;
        }
    }

    private void compareKeys(BatchView batch, int record, IndexedValue key) throws IOException {
        Set<BytesRef> terms = new TreeSet<>();
        key.spec()
                .find(
                        batch,
                        record,
                        (bytes, from, to) -> {
                            BytesRef term = new BytesRef();
                            if (KeyTerm.of(bytes, from, to, key.isIsbn(), term)) {
                                terms.add(term);
                            }
                            return true;
                        });
        for (BytesRef term : terms) {
            long first = index.first(key, term);
            if (first != next && !has(index.all(key, term))) {
                throw differs(
                        "record %d is not found by its %s %s"
                                .formatted(next, key.name(), term.utf8ToString()));
            }
        }
    }

    private boolean has(LongStream records) {
        return records.anyMatch(one -> one == next);
    }

    private IndexException differs(String what) {
        return new IndexException(Kind.STALE, name + ": " + what + "; rebuild the index");
    }

    /** Bytes of the file that were compared so far. */
    public long bytesRead() {
        return reader.bytesRead();
    }

    /** Records that were compared so far. */
    public long records() {
        return next;
    }

    /**
     * Ends the comparison.
     *
     * @throws IndexException if the index has records that the file does not have
     */
    public IndexSummary finish() throws IOException {
        if (next != index.size()) {
            throw differs(
                    "the file has %d records, and the index %d".formatted(next, index.size()));
        }
        return folder.summary();
    }

    @Override
    public void close() throws IOException {
        try (index) {
            reader.close();
        }
    }

    /** Compares a file with its index, from the beginning to the end. */
    public static IndexSummary run(Path file, String name, IndexOptions options)
            throws IOException {
        return run(file, name, options, false);
    }

    static IndexSummary run(Path file, String name, IndexOptions options, boolean copied)
            throws IOException {
        try (IndexVerification verification = new IndexVerification(file, name, options, copied)) {
            boolean more = true;
            while (more) {
                more = verification.advance();
            }
            return verification.finish();
        }
    }
}
