package org.panamarc.index;

/** The library that stores indexes, which who opens none need not have. */
final class Lucene {
    private Lucene() {}

    /**
     * Does nothing where it is there.
     *
     * @throws IllegalStateException if it is not; the message says what to add
     */
    static void check() {
        try {
            Class.forName(
                    "org.apache.lucene.index.IndexWriter", false, Lucene.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "an index needs Lucene: add org.apache.lucene:lucene-core to the class path, or"
                            + " the module org.apache.lucene.core (--add-modules)",
                    e);
        }
    }
}
