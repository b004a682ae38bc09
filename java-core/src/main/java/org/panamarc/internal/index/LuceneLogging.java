package org.panamarc.internal.index;

import java.lang.invoke.MethodHandles;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.util.VectorUtil;

/**
 * Keeps Lucene from warning, when it is used first, that it compares vectors more slowly without a
 * module that is still in incubation: an index has no vectors. Everything else that Lucene logs
 * stays.
 */
final class LuceneLogging {
    private static final Logger VECTORS =
            Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

    static {
        Level before = VECTORS.getLevel();
        VECTORS.setLevel(Level.SEVERE);
        try {
            MethodHandles.lookup().ensureInitialized(VectorUtil.class);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the class is public", e);
        } finally {
            VECTORS.setLevel(before);
        }
    }

    private LuceneLogging() {}

    /** Does so, once in a process. */
    static void prepare() {
        // the class's own beginning did
    }
}
