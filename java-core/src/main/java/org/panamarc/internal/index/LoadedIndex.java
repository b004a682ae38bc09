package org.panamarc.internal.index;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** An index in memory: where records are, and which have a key. Safe for any number of threads. */
final class LoadedIndex implements Closeable {
    /**
     * Where a record is.
     *
     * @param offset in the input, in bytes
     * @param length in bytes
     * @param afterOtherBytes whether bytes that are no filler, and in no record, are right before
     *     it
     */
    record Place(long offset, long length, boolean afterOtherBytes) {
        long end() {
            return offset + length;
        }
    }

    private final IndexFolder folder;
    private final IndexFacts facts;
    private final Directory directory;
    private final DirectoryReader reader;
    private final List<LeafReaderContext> leaves;
    private final boolean[] haveOtherBytes; // whether a record of a segment is after such
    private final OrdinalMap map;
    private final String description;

    LoadedIndex(
            IndexFolder folder,
            IndexFacts facts,
            Directory directory,
            DirectoryReader reader,
            OrdinalMap map,
            String description) {
        this.folder = folder;
        this.facts = facts;
        this.directory = directory;
        this.reader = reader;
        this.leaves = reader.leaves();
        this.haveOtherBytes = new boolean[leaves.size()];
        for (LeafReaderContext leaf : leaves) {
            haveOtherBytes[leaf.ord] =
                    leaf.reader().getFieldInfos().fieldInfo(DocumentFields.AFTER_OTHER_BYTES)
                            != null;
        }
        this.map = map;
        this.description = description;
    }

    IndexFacts facts() {
        return facts;
    }

    /** How many records there are. */
    long size() {
        return map.size();
    }

    int segments() {
        return leaves.size();
    }

    /** How it was loaded, in words. */
    String description() {
        return description;
    }

    DirectoryReader reader() {
        return reader;
    }

    OrdinalMap map() {
        return map;
    }

    /** Where a record is, by its number counted from 0. */
    Place place(long record) throws IOException {
        int run = map.runOf(record);
        int document = map.document(run, record);
        LeafReader leaf = leaves.get(map.leaf(run)).reader();
        return new Place(
                value(leaf, DocumentFields.OFFSET, document),
                value(leaf, DocumentFields.LENGTH, document),
                isAfterOtherBytes(map.leaf(run), document));
    }

    private boolean isAfterOtherBytes(int leaf, int document) throws IOException {
        if (!haveOtherBytes[leaf]) {
            return false;
        }
        NumericDocValues others =
                leaves.get(leaf).reader().getNumericDocValues(DocumentFields.AFTER_OTHER_BYTES);
        return others != null && others.advanceExact(document);
    }

    private long value(LeafReader leaf, String field, int document) throws IOException {
        NumericDocValues values = leaf.getNumericDocValues(field);
        if (values == null || !values.advanceExact(document)) {
            throw IndexErrors.whileLoading(
                    folder.name(),
                    folder.path(),
                    new IOException("document %d has no %s".formatted(document, field)));
        }
        return values.longValue();
    }

    /** The first record with a term, counted from 0; -1 where there is none. */
    long first(IndexedValue value, BytesRef term) throws IOException {
        long first = -1;
        for (LeafReaderContext context : leaves) {
            PostingsEnum postings = postings(context.reader(), value, term);
            if (postings != null) {
                Bits live = context.reader().getLiveDocs();
                int document = postings.nextDoc();
                while (document != DocIdSetIterator.NO_MORE_DOCS) {
                    if (live == null || live.get(document)) {
                        long record = map.record(context.ord, document);
                        first = first < 0 ? record : Math.min(first, record);
                    }
                    document = postings.nextDoc();
                }
            }
        }
        return first;
    }

    /** All records with a term, counted from 0, in ascending order. */
    LongStream all(IndexedValue value, BytesRef term) throws IOException {
        long[] found = new long[8];
        int count = 0;
        for (LeafReaderContext context : leaves) {
            PostingsEnum postings = postings(context.reader(), value, term);
            if (postings != null) {
                Bits live = context.reader().getLiveDocs();
                int document = postings.nextDoc();
                while (document != DocIdSetIterator.NO_MORE_DOCS) {
                    if (live == null || live.get(document)) {
                        if (count == found.length) {
                            found = Arrays.copyOf(found, 2 * count);
                        }
                        found[count++] = map.record(context.ord, document);
                    }
                    document = postings.nextDoc();
                }
            }
        }
        return Arrays.stream(found, 0, count).sorted();
    }

    private static @Nullable PostingsEnum postings(
            LeafReader leaf, IndexedValue value, BytesRef term) throws IOException {
        Terms terms = leaf.terms(value.field());
        if (terms == null) {
            return null;
        }
        TermsEnum found = terms.iterator();
        return found.seekExact(term) ? found.postings(null, PostingsEnum.NONE) : null;
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            reader.close();
        }
    }
}
