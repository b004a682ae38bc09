package org.panamarc.internal.index;

import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.InvertableType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;

/** The fields of documents. A document is a record. */
final class DocumentFields {
    /** Offset of the record in the input, in bytes; every document has it. */
    static final String OFFSET = "offset";

    /** Length of the record in bytes; every document has it. */
    static final String LENGTH = "length";

    /**
     * Number of the record, counted from 0, where a run begins: documents that follow each other as
     * their records do. The documents after it have the next numbers.
     */
    static final String RUN = "run";

    /** Where other bytes than filler are right before the record, and in no record. */
    static final String AFTER_OTHER_BYTES = "after-other-bytes";

    private static final FieldType TERMS = new FieldType();
    private static final FieldType WORDS = new FieldType();

    static {
        TERMS.setTokenized(false);
        TERMS.setOmitNorms(true);
        TERMS.setIndexOptions(IndexOptions.DOCS);
        TERMS.freeze();
        WORDS.setTokenized(true);
        WORDS.setOmitNorms(true);
        WORDS.setIndexOptions(IndexOptions.DOCS);
        WORDS.freeze();
    }

    private DocumentFields() {}

    static NumericDocValuesField number(String name) {
        return new NumericDocValuesField(name, 0);
    }

    static Key key(String name) {
        return new Key(name);
    }

    static Field words(String name) {
        return new Field(name, "", WORDS);
    }

    /** A term as it is, in bytes that are used again for the next document. */
    static final class Key extends Field {
        private final BytesRef term;

        Key(String name) {
            this(name, new BytesRef());
        }

        private Key(String name, BytesRef term) {
            super(name, term, TERMS);
            this.term = term;
        }

        BytesRef term() {
            return term;
        }

        @Override
        public InvertableType invertableType() {
            return InvertableType.BINARY;
        }
    }
}
