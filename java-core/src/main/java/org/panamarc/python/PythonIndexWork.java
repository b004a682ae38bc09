package org.panamarc.python;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.panamarc.index.IndexOptions;
import org.panamarc.index.IndexSummary;
import org.panamarc.index.MarcIndex;
import org.panamarc.internal.index.IndexBuild;
import org.panamarc.internal.index.IndexUpdate;
import org.panamarc.internal.index.IndexVerification;

/**
 * Builds, updates or verifies an index for Python, in calls of some milliseconds, so that Python
 * notices Ctrl-C. Not thread-safe.
 */
public final class PythonIndexWork implements AutoCloseable {
    private static final long NANOS = 50_000_000;

    /** What is done. */
    private interface Work extends Closeable {
        boolean advance() throws IOException;

        long bytesRead();

        long records();

        IndexSummary finish() throws IOException;
    }

    private final @Nullable Work work; // null where nothing is to be done
    private final Path file;
    private final IndexOptions options;

    private PythonIndexWork(@Nullable Work work, Path file, IndexOptions options) {
        this.work = work;
        this.file = file;
        this.options = options;
    }

    /**
     * The build of an index.
     *
     * @param path absolute
     * @param name what to call the file in messages
     * @param folder absolute, or empty for the one next to the file
     * @param keys names and specs in turn
     * @param texts likewise
     * @param segmentRecords the most records of a segment, 0 where memory decides
     * @throws IOException as {@link MarcIndex#build}
     */
    public static PythonIndexWork build(
            String path,
            String name,
            PythonOptions options,
            String folder,
            String[] keys,
            String[] texts,
            int segmentRecords)
            throws IOException {
        Path file = Path.of(path);
        IndexOptions wanted =
                PythonIndex.options(options, folder, keys, texts)
                        .withSegmentRecords(segmentRecords);
        return new PythonIndexWork(of(IndexBuild.of(file, name, wanted)), file, wanted);
    }

    /**
     * The update of an index. Parameters as for {@link #build}.
     *
     * @throws IOException as {@link MarcIndex#update}
     */
    public static PythonIndexWork update(
            String path, String name, PythonOptions options, String folder) throws IOException {
        Path file = Path.of(path);
        IndexOptions wanted = PythonIndex.options(options, folder, new String[0], new String[0]);
        IndexBuild build = IndexUpdate.begin(file, name, wanted);
        return new PythonIndexWork(build == null ? null : of(build), file, wanted);
    }

    /**
     * The comparison of a file with its index. Parameters as for {@link #build}.
     *
     * @throws IOException as {@link MarcIndex#verify}
     */
    public static PythonIndexWork verify(
            String path, String name, PythonOptions options, String folder) throws IOException {
        Path file = Path.of(path);
        IndexOptions wanted = PythonIndex.options(options, folder, new String[0], new String[0]);
        return new PythonIndexWork(of(IndexVerification.of(file, name, wanted)), file, wanted);
    }

    /**
     * Merges the segments of an index into one; what there is then, as {@link #finish} says it.
     *
     * @throws IOException as {@link MarcIndex#optimize}
     */
    public static String optimize(String path, String name, PythonOptions options, String folder)
            throws IOException {
        IndexOptions wanted = PythonIndex.options(options, folder, new String[0], new String[0]);
        return row(IndexUpdate.optimize(Path.of(path), name, wanted));
    }

    private static Work of(IndexBuild build) {
        return new Work() {
            @Override
            public boolean advance() throws IOException {
                return build.advance();
            }

            @Override
            public long bytesRead() {
                return build.bytesRead();
            }

            @Override
            public long records() {
                return build.records();
            }

            @Override
            public IndexSummary finish() throws IOException {
                return build.finish();
            }

            @Override
            public void close() throws IOException {
                build.close();
            }
        };
    }

    private static Work of(IndexVerification verification) {
        return new Work() {
            @Override
            public boolean advance() throws IOException {
                return verification.advance();
            }

            @Override
            public long bytesRead() {
                return verification.bytesRead();
            }

            @Override
            public long records() {
                return verification.records();
            }

            @Override
            public IndexSummary finish() throws IOException {
                return verification.finish();
            }

            @Override
            public void close() throws IOException {
                verification.close();
            }
        };
    }

    /** Goes on; whether there is more to do before {@link #finish}. */
    public boolean advance() throws IOException {
        long enough = System.nanoTime() + NANOS;
        boolean more = work != null;
        while (more && work != null && System.nanoTime() < enough) {
            more = work.advance();
        }
        return more;
    }

    /** Bytes of the file that were read so far. */
    public long bytesRead() {
        return work == null ? 0 : work.bytesRead();
    }

    /** Records that were added or compared so far. */
    public long records() {
        return work == null ? 0 : work.records();
    }

    /**
     * Ends the work: folder, records, segments, bytes of the index and of the file, joined by 0x1F.
     */
    public String finish() throws IOException {
        return row(
                work == null
                        ? MarcIndex.update(file, options) // which has nothing to do
                        : work.finish());
    }

    private static String row(IndexSummary summary) {
        return Rows.row(
                summary.folder().toString(),
                summary.records(),
                summary.segments(),
                summary.indexBytes(),
                summary.sourceBytes());
    }

    /** Gives up what was not finished. */
    @Override
    public void close() throws IOException {
        if (work != null) {
            work.close();
        }
    }
}
