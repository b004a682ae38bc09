package org.panamarc.internal.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * Which document a record is, and which record a document is. Runs of documents follow each other
 * as their records do, and are together all records, each once. Immutable.
 */
final class OrdinalMap {
    /** A run. */
    private record Run(long first, int leaf, int document, int length) {}

    private final long[] firsts; // number of the first record of each run, in ascending order
    private final int[] leaves;
    private final int[] documents;
    private final long size;
    private final List<List<Run>> ofLeaves; // the runs of each segment, by document

    private OrdinalMap(List<Run> runs, int leafCount, long size) {
        int count = runs.size();
        this.firsts = new long[count];
        this.leaves = new int[count];
        this.documents = new int[count];
        this.size = size;
        this.ofLeaves = new ArrayList<>();
        for (int i = 0; i < leafCount; i++) {
            ofLeaves.add(new ArrayList<>());
        }
        for (int i = 0; i < count; i++) {
            Run run = runs.get(i);
            firsts[i] = run.first;
            leaves[i] = run.leaf;
            documents[i] = run.document;
            ofLeaves.get(run.leaf).add(run);
        }
        ofLeaves.forEach(list -> list.sort(Comparator.comparingInt(Run::document)));
    }

    /**
     * Reads the runs of all segments.
     *
     * @throws IOException if they are not all of the records from 0 on, each once
     */
    static OrdinalMap of(List<LeafReaderContext> contexts, long records) throws IOException {
        List<Run> runs = new ArrayList<>();
        for (LeafReaderContext context : contexts) {
            addRuns(context, runs);
        }
        runs.sort(Comparator.comparingLong(Run::first));
        long next = 0;
        for (Run run : runs) {
            if (run.first != next) {
                throw new IOException(
                        "record %d is followed by record %d".formatted(next - 1, run.first));
            }
            next += run.length;
        }
        if (next != records) {
            throw new IOException("it has %d records of %d".formatted(next, records));
        }
        return new OrdinalMap(runs, contexts.size(), records);
    }

    private static void addRuns(LeafReaderContext context, List<Run> runs) throws IOException {
        LeafReader reader = context.reader();
        @Nullable Bits live = reader.getLiveDocs();
        NumericDocValues starts = DocValues.getNumeric(reader, DocumentFields.RUN);
        int document = starts.nextDoc();
        if (document != 0) {
            throw new IOException("its first document begins no run");
        }
        while (document != DocIdSetIterator.NO_MORE_DOCS) {
            int begin = document;
            long first = starts.longValue();
            document = starts.nextDoc();
            int length = live(live, begin, Math.min(document, reader.maxDoc()));
            if (length > 0) {
                add(runs, new Run(first, context.ord, begin, length));
            }
        }
    }

    /** How many documents from the first on are not deleted; those that are come after them. */
    private static int live(@Nullable Bits live, int from, int to) throws IOException {
        if (live == null) {
            return to - from;
        }
        int end = from;
        while (end < to && live.get(end)) {
            end++;
        }
        for (int i = end; i < to; i++) {
            if (live.get(i)) {
                throw new IOException("document %d is deleted in a run".formatted(i));
            }
        }
        return end - from;
    }

    /** Adds a run, joined with the one before where it goes on with that. */
    private static void add(List<Run> runs, Run run) {
        @Nullable Run last = runs.isEmpty() ? null : runs.getLast();
        if (last != null
                && last.leaf == run.leaf
                && last.first + last.length == run.first
                && last.document + last.length == run.document) {
            runs.removeLast();
            runs.add(new Run(last.first, last.leaf, last.document, last.length + run.length));
        } else {
            runs.add(run);
        }
    }

    /** How many records there are. */
    long size() {
        return size;
    }

    /** The run that a record is in. */
    int runOf(long record) {
        int found = Arrays.binarySearch(firsts, record);
        return found < 0 ? -found - 2 : found;
    }

    /** The segment that a run is in, counted from 0. */
    int leaf(int run) {
        return leaves[run];
    }

    /** The document in its segment that a record of a run is. */
    int document(int run, long record) {
        return documents[run] + (int) (record - firsts[run]);
    }

    /** The record that a document of a segment is. */
    long record(int leaf, int document) {
        List<Run> runs = ofLeaves.get(leaf);
        int low = 0;
        int high = runs.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (runs.get(middle).document <= document) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Run run = runs.get(low);
        return run.first + document - run.document;
    }
}
