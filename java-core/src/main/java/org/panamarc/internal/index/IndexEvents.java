package org.panamarc.internal.index;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Events for Java Flight Recorder, which reads their fields. */
final class IndexEvents {
    private IndexEvents() {}

    /** The build of an index, or of what is added to it. */
    @Name("org.panamarc.IndexBuild")
    @Label("Index Build")
    @Category("panamarc")
    @StackTrace(false)
    static final class Build extends Event {
        @Label("Source")
        String source = "";

        @Label("Records")
        long records;

        @Label("Bytes of the Source")
        long bytes;

        @Label("Segments")
        int segments;

        void end(String name, long found, long read, int parts) {
            source = name;
            records = found;
            bytes = read;
            segments = parts;
            commit();
        }
    }

    /** A batch of records that was added. */
    @Name("org.panamarc.IndexBatch")
    @Label("Index Batch")
    @Category("panamarc")
    @StackTrace(false)
    static final class Batch extends Event {
        @Label("Source")
        String source = "";

        @Label("Records")
        int records;

        void end(String name, int found) {
            source = name;
            records = found;
            commit();
        }
    }

    /** An index that was loaded. */
    @Name("org.panamarc.IndexLoad")
    @Label("Index Load")
    @Category("panamarc")
    @StackTrace(false)
    static final class Load extends Event {
        @Label("Source")
        String source = "";

        @Label("Segments")
        int segments;

        @Label("Segments at Once")
        int threads;

        void end(String name, int parts, int atOnce) {
            source = name;
            segments = parts;
            threads = atOnce;
            commit();
        }
    }
}
