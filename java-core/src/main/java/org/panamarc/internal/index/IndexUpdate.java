package org.panamarc.internal.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.panamarc.ReadOptions;
import org.panamarc.index.IndexException;
import org.panamarc.index.IndexException.Kind;
import org.panamarc.index.IndexOptions;
import org.panamarc.index.IndexSummary;

/** Brings an index up to date with a file that has grown, or was copied. */
public final class IndexUpdate {
    /** More than what a framer sees after the largest record before it decides where that ends. */
    private static final int LOOKAHEAD = 8192;

    private IndexUpdate() {}

    /**
     * The build that an update takes; null where the index needs none.
     *
     * <p>The end of the file may have decided how the last records were framed: those that begin
     * within the size of the largest record before it are read again.
     *
     * @throws IndexException if the file has not only grown, or is to be read in another way
     * @throws IOException if the file or the index cannot be read
     */
    public static @Nullable IndexBuild begin(Path file, String name, IndexOptions options)
            throws IOException {
        IndexFolder folder = new IndexFolder(name, options.folderOf(file));
        IndexFacts facts = folder.facts();
        SourceState now = SourceState.of(file);
        List<String> asked = facts.differences(IndexFacts.reading(options.reading()));
        if (!asked.isEmpty()) {
            throw stale(name, asked);
        }
        if (now.equals(facts.source())) {
            return null;
        }
        if (now.size() < facts.source().size()
                || !SourceState.fingerprint(file, facts.source().size())
                        .equals(facts.source().fingerprint())) {
            throw stale(name, facts.differences(now));
        }
        if (now.size() == facts.source().size()) {
            IndexVerification.run(file, name, options, true);
            folder.restate(facts.with(now, facts.records()));
            return null;
        }
        return IndexBuild.more(file, name, options, folder, facts, resume(folder, facts, options));
    }

    private static IndexException stale(String name, List<String> differences) {
        return new IndexException(
                Kind.STALE,
                "%s: its index cannot be updated: %s; rebuild it"
                        .formatted(name, String.join("; ", differences)));
    }

    /** Where the records end whose framing did not depend on where the file ended. */
    private static IndexBuild.Resume resume(
            IndexFolder folder, IndexFacts facts, IndexOptions options) throws IOException {
        ReadOptions reading = options.reading();
        long before = facts.source().size() - reading.maxRecordBytes() - LOOKAHEAD;
        try (LoadedIndex index =
                new IndexLoader(folder, LoadSettings.of(options)).load(same -> {})) {
            long low = 0;
            long high = index.size();
            while (low < high) {
                long middle = (low + high) >>> 1;
                if (index.place(middle).offset() < before) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return new IndexBuild.Resume(low, low == 0 ? 0 : index.place(low - 1).end());
        }
    }

    /** Updates an index, from the beginning to the end. */
    public static IndexSummary run(Path file, String name, IndexOptions options)
            throws IOException {
        try (IndexBuild build = begin(file, name, options)) {
            if (build == null) {
                return new IndexFolder(name, options.folderOf(file)).summary();
            }
            boolean more = true;
            while (more) {
                more = build.advance();
            }
            return build.finish();
        }
    }

    /** Merges all segments of an index into one. */
    public static IndexSummary optimize(Path file, String name, IndexOptions options)
            throws IOException {
        IndexFolder folder = new IndexFolder(name, options.folderOf(file));
        folder.optimize();
        return folder.summary();
    }
}
