package org.panamarc.internal.index;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.panamarc.index.IndexException;

/**
 * Loads an index: checks every byte of it against its checksums, then opens its segments, several
 * at once where there are enough of them.
 */
final class IndexLoader {
    /** The oldest major version of Lucene whose indexes are read. */
    private static final int OLDEST_LUCENE = 10;

    private static final Logger LOG = System.getLogger("org.panamarc.index");

    private final IndexFolder folder;
    private final LoadSettings settings;

    IndexLoader(IndexFolder folder, LoadSettings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /** What is to be checked before segments are opened, as they cost most. */
    interface Check {
        /** Throws where the index is not that of a file as it is now. */
        void of(IndexFacts facts) throws IOException;
    }

    /**
     * Loads the last commit.
     *
     * @throws IndexException if there is none, or it is damaged; nothing stays open then
     * @throws IOException if the folder cannot be read
     */
    LoadedIndex load(Check check) throws IOException {
        IndexEvents.Load event = new IndexEvents.Load();
        event.begin();
        long begin = System.nanoTime();
        Directory directory = null;
        try {
            directory = folder.open();
            checkCommit(directory);
            SegmentInfos infos = SegmentInfos.readLatestCommit(directory);
            IndexFacts facts = IndexFacts.of(infos.getUserData(), folder.name());
            check.of(facts);
            int atOnce = settings.atOnce(infos.size());
            LOG.log(Level.DEBUG, () -> folder.name() + ": " + description(infos.size(), atOnce));
            LoadedIndex loaded = open(directory, infos, facts, atOnce);
            LoadMetrics.loaded(infos.size(), atOnce > 1, System.nanoTime() - begin);
            event.end(folder.name(), infos.size(), atOnce);
            return loaded;
        } catch (IOException | RuntimeException | Error e) {
            LoadMetrics.failed();
            IOUtils.closeWhileHandlingException(directory);
            if (e instanceof Error error && !(e instanceof AssertionError)) {
                throw error;
            }
            throw IndexErrors.whileLoading(folder.name(), folder.path(), e);
        }
    }

    /** What loading does, in words. */
    static String description(int segments, int atOnce) {
        String many = segments == 1 ? "1 segment" : segments + " segments";
        return atOnce > 1
                ? "loading %s in parallel (at most %d)".formatted(many, atOnce)
                : "loading %s one after the other".formatted(many);
    }

    /** Checks the list of segments, before anything in it is believed. */
    private void checkCommit(Directory directory) throws IOException {
        String file = SegmentInfos.getLastCommitSegmentsFileName(directory);
        if (file == null) {
            throw IndexErrors.missing(folder.name(), folder.path());
        }
        checkFile(directory, file);
    }

    private static void checkFile(Directory directory, String file) throws IOException {
        try (IndexInput input = directory.openInput(file, IOContext.READONCE)) {
            CodecUtil.checksumEntireFile(input);
        }
    }

    private LoadedIndex open(Directory directory, SegmentInfos infos, IndexFacts facts, int atOnce)
            throws IOException {
        DirectoryReader reader = null;
        ExecutorService executor = atOnce > 1 ? executor(atOnce) : null;
        try {
            checkSegments(directory, infos, executor);
            reader = DirectoryReader.open(commit(directory, infos), OLDEST_LUCENE, null, executor);
            OrdinalMap map = OrdinalMap.of(reader.leaves(), facts.records());
            return new LoadedIndex(
                    folder, facts, directory, reader, map, description(infos.size(), atOnce));
        } catch (IOException | RuntimeException | Error e) {
            IOUtils.closeWhileHandlingException(reader);
            throw e;
        } finally {
            if (executor != null) {
                executor.close(); // once its threads have ended
            }
        }
    }

    private static IndexCommit commit(Directory directory, SegmentInfos infos) throws IOException {
        for (IndexCommit commit : DirectoryReader.listCommits(directory)) {
            if (commit.getSegmentsFileName().equals(infos.getSegmentsFileName())) {
                return commit;
            }
        }
        throw new IOException("another process replaced the index while it was loaded: try again");
    }

    private static ExecutorService executor(int threads) {
        return Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("panamarc-index-load-", 1).factory());
    }

    /** Checks every file of all segments; what fails first keeps the others from being begun. */
    private void checkSegments(
            Directory directory, SegmentInfos infos, @Nullable ExecutorService executor)
            throws IOException {
        AtomicBoolean failed = new AtomicBoolean();
        if (executor == null) {
            for (SegmentCommitInfo info : infos) {
                checkSegment(directory, info, failed);
            }
            return;
        }
        List<Future<?>> checks = new ArrayList<>();
        for (SegmentCommitInfo info : infos) {
            checks.add(
                    executor.submit(() -> {
                        checkSegment(directory, info, failed);
                        return null;
                    }));
        }
        Throwable first = null;
        for (Future<?> one : checks) {
            try {
                one.get();
            } catch (ExecutionException e) {
                first = first == null ? e.getCause() : first;
            } catch (InterruptedException e) {
                failed.set(true);
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        if (first != null) {
            throw first instanceof IOException e ? e : new IOException(first);
        }
    }

    private void checkSegment(Directory directory, SegmentCommitInfo info, AtomicBoolean failed)
            throws IOException {
        try {
            for (String file : info.files()) {
                if (failed.get()) {
                    return;
                }
                checkFile(directory, file);
            }
        } catch (IOException | RuntimeException e) {
            failed.set(true);
            throw new IndexException(
                    IndexException.Kind.DAMAGED,
                    "%s: its index in %s is damaged, in segment %s: %s; rebuild it"
                            .formatted(
                                    folder.name(), folder.path(), info.info.name, e.getMessage()),
                    e);
        }
    }
}
