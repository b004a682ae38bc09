package org.panamarc.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.panamarc.MarcFile;
import org.panamarc.MarcReader;
import org.panamarc.ReadOptions;
import org.panamarc.Split;
import org.panamarc.index.IndexException;
import org.panamarc.index.IndexOptions;
import org.panamarc.index.MarcIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames files on the driver, several at a time: finds where their records begin, and counts them.
 * A local file with a stored index next to it is not read for that. Immutable.
 */
final class FileFramer {
    private static final Logger LOG = LoggerFactory.getLogger(FileFramer.class);

    private final ReadOptions options;
    private final boolean numbered;
    private final long most;
    private final Configuration hadoop;

    /**
     * A framer.
     *
     * @param numbered whether records are counted
     * @param most bytes of a range
     * @param hadoop settings for files that are not local
     */
    FileFramer(ReadOptions options, boolean numbered, long most, Configuration hadoop) {
        this.options = options;
        this.numbered = numbered;
        this.most = most;
        this.hadoop = hadoop;
    }

    /**
     * What is known of a file.
     *
     * @param splits its ranges in order, their numbers from 1; none where the file is read whole
     * @param records how many it has; 0 where they are not counted
     */
    record Framed(List<Split> splits, long records) {
        static final Framed WHOLE = new Framed(List.of(), 0);
    }

    /**
     * What is known of files, in their order. Those that are neither divided nor counted are not
     * opened.
     *
     * @throws IOException if one cannot be read
     */
    List<Framed> framed(List<InputFiles.Listed> files) throws IOException {
        List<Future<Framed>> results = new ArrayList<>();
        int threads = Runtime.getRuntime().availableProcessors();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            try {
                for (InputFiles.Listed file : files) {
                    boolean opened = numbered || file.bytes() > most;
                    results.add(pool.submit(() -> opened ? frame(file) : Framed.WHOLE));
                }
                List<Framed> framed = new ArrayList<>();
                for (Future<Framed> result : results) {
                    framed.add(result.get());
                }
                return framed;
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("planning was interrupted");
            } finally {
                pool.shutdownNow(); // what has not begun is not wanted any longer
            }
        }
    }

    private Framed frame(InputFiles.Listed file) throws IOException {
        if (file.bytes() > most) {
            int parts = (int) Math.min(Integer.MAX_VALUE, 1 + (file.bytes() - 1) / most);
            try {
                Framed indexed = file.local() ? byIndex(Path.of(file.path()), parts) : null;
                return indexed == null ? divided(file, parts) : indexed;
            } catch (UnsupportedOperationException e) {
                // it can only be read from its start
            }
        }
        return new Framed(List.of(), numbered ? count(whole(file)) : 0);
    }

    private @Nullable Framed byIndex(Path path, int parts) throws IOException {
        if (!Files.isDirectory(IndexOptions.DEFAULT.folderOf(path))) {
            return null;
        }
        try (MarcIndex index = MarcIndex.open(path, IndexOptions.DEFAULT)) {
            return new Framed(index.split(parts), index.size());
        } catch (IndexException | IllegalStateException e) {
            LOG.warn("{} is framed, as its index cannot be used: {}", path, e.getMessage());
            return null;
        }
    }

    private Framed divided(InputFiles.Listed file, int parts) throws IOException {
        List<Split> splits;
        if (file.local()) {
            try (MarcFile opened = MarcFile.open(Path.of(file.path()), options)) {
                splits = opened.split(parts);
            }
        } else {
            InputStream stream = HadoopFiles.open(file.path(), hadoop);
            splits = Split.ofStream(stream, file.path(), file.bytes(), parts, options);
        }
        Split last = splits.getLast();
        long before = last.firstNumber() - 1;
        return new Framed(splits, numbered ? before + count(range(file, last)) : 0);
    }

    private static long count(MarcReader reader) throws IOException {
        try (reader) {
            return reader.count();
        }
    }

    private MarcReader whole(InputFiles.Listed file) throws IOException {
        return file.local()
                ? MarcReader.open(Path.of(file.path()), options)
                : MarcReader.of(HadoopFiles.open(file.path(), hadoop), file.path(), options);
    }

    private MarcReader range(InputFiles.Listed file, Split split) throws IOException {
        return file.local()
                ? MarcReader.open(split, options)
                : MarcReader.of(split, HadoopFiles.open(split, hadoop), options);
    }
}
