package org.panamarc.internal.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Finds records by a query: words apart from each other by blanks, all of which a record must have.
 * {@code name:word} looks in the text or key of that name, a word alone in every text. What is in
 * quotation marks is one word, for keys with blanks. The words of a text are compared without
 * regard to case and punctuation.
 */
final class SearchQuery {
    private final LoadedIndex index;

    SearchQuery(LoadedIndex index) {
        this.index = index;
    }

    /**
     * The records found, in ascending order.
     *
     * @throws IllegalArgumentException if the query has no word, or a name that the index lacks
     */
    LongStream find(String text) throws IOException {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        List<String> words = words(text);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("the query is empty");
        }
        try (Analyzer analyzer = new StandardAnalyzer()) {
            for (String word : words) {
                all.add(query(word, analyzer), BooleanClause.Occur.FILTER);
            }
        }
        return find(all.build());
    }

    private LongStream find(Query query) throws IOException {
        IndexSearcher searcher = new IndexSearcher(index.reader());
        searcher.setQueryCache(null);
        Weight weight =
                searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
        long[] found = new long[64];
        int count = 0;
        for (LeafReaderContext context : index.reader().leaves()) {
            Scorer scorer = weight.scorer(context);
            if (scorer == null) {
                continue;
            }
            Bits live = context.reader().getLiveDocs();
            DocIdSetIterator documents = scorer.iterator();
            int document = documents.nextDoc();
            while (document != DocIdSetIterator.NO_MORE_DOCS) {
                if (live == null || live.get(document)) {
                    if (count == found.length) {
                        found = Arrays.copyOf(found, 2 * count);
                    }
                    found[count++] = index.map().record(context.ord, document);
                }
                document = documents.nextDoc();
            }
        }
        return Arrays.stream(found, 0, count).sorted();
    }

    /** Divides a query at its blanks; those in quotation marks stay, and the marks go. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"') {
                quoted = !quoted;
            } else if (Character.isWhitespace(character) && !quoted) {
                addTo(words, word);
            } else {
                word.append(character);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("a quotation mark has no other: " + text);
        }
        addTo(words, word);
        return words;
    }

    private static void addTo(List<String> words, StringBuilder word) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private Query query(String word, Analyzer analyzer) throws IOException {
        int colon = word.indexOf(':');
        @Nullable IndexedValue named =
                colon < 0 ? null : index.facts().values().get(word.substring(0, colon));
        if (named != null) {
            return query(named, word.substring(colon + 1), analyzer);
        }
        List<IndexedValue> texts =
                index.facts().values().values().stream().filter(IndexedValue::isText).toList();
        if (texts.isEmpty() || colon > 0) {
            throw new IllegalArgumentException(
                    "%s: expected name:word, the name one of %s"
                            .formatted(word, String.join(", ", index.facts().values().keySet())));
        }
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (IndexedValue text : texts) {
            any.add(query(text, word, analyzer), BooleanClause.Occur.SHOULD);
        }
        return any.build();
    }

    private static Query query(IndexedValue value, String word, Analyzer analyzer)
            throws IOException {
        if (!value.isText()) {
            BytesRef term = KeyTerm.of(word, value.isIsbn());
            return term == null
                    ? new MatchNoDocsQuery("no word")
                    : new TermQuery(new Term(value.field(), term));
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        int count = 0;
        try (TokenStream tokens = analyzer.tokenStream(value.field(), word)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                all.add(
                        new TermQuery(new Term(value.field(), term.toString())),
                        BooleanClause.Occur.FILTER);
                count++;
            }
            tokens.end();
        }
        return count == 0 ? new MatchNoDocsQuery("no word") : all.build();
    }
}
