package org.panamarc.internal.index;

import org.panamarc.internal.query.ValueSpec;

/**
 * A key or a text of an index.
 *
 * @param name as users call it
 * @param spec which values of a record are meant
 * @param isText whether it is searched by words; else it is looked up as it is
 */
record IndexedValue(String name, ValueSpec spec, boolean isText) {
    static IndexedValue of(String name, String spec, boolean isText) {
        return new IndexedValue(name, ValueSpec.of(spec), isText);
    }

    /** Whether the values may be ISBNs. */
    boolean isIsbn() {
        return spec.toString().startsWith("020");
    }

    /** The name of the documents' field. */
    String field() {
        return (isText ? "text." : "key.") + name;
    }
}
