package org.panamarc.internal.index;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.jspecify.annotations.Nullable;
import org.panamarc.index.IndexSummary;

/** The folder that an index is in. */
class IndexFolder {
    /** The most memory for documents that are not written yet, in MiB. */
    private static final double MOST_MEMORY = 256;

    /** Of the memory that Java may use, the part for them. */
    private static final int MEMORY_SHARE = 8;

    private static final String LOCK = IndexWriter.WRITE_LOCK_NAME;

    private final String name;
    private final Path path;

    /**
     * A folder, which need not be there.
     *
     * @param name what to call the file that it is the index of
     */
    IndexFolder(String name, Path path) {
        LuceneLogging.prepare();
        this.name = name;
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** What to call the file that this is the index of. */
    String name() {
        return name;
    }

    /** Opens the folder. */
    Directory open() throws IOException {
        if (!Files.isDirectory(path)) {
            throw IndexErrors.missing(name, path);
        }
        return new MMapDirectory(path);
    }

    /** Opens the folder, and makes it where it is not there. */
    Directory create() throws IOException {
        return new MMapDirectory(path);
    }

    /**
     * A writer.
     *
     * @param segmentRecords as {@link org.panamarc.index.IndexOptions} says
     * @param replaces whether a commit leaves nothing of what is there
     */
    IndexWriter writer(Directory directory, int segmentRecords, boolean replaces)
            throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(new StandardAnalyzer());
        config.setOpenMode(
                replaces ? IndexWriterConfig.OpenMode.CREATE : IndexWriterConfig.OpenMode.APPEND);
        config.setCommitOnClose(false);
        if (segmentRecords > 0) {
            config.setMaxBufferedDocs(Math.max(2, segmentRecords));
            config.setRAMBufferSizeMB(IndexWriterConfig.DISABLE_AUTO_FLUSH);
            config.setMergePolicy(NoMergePolicy.INSTANCE);
        } else {
            double most = Runtime.getRuntime().maxMemory() / (double) (MEMORY_SHARE << 20);
            config.setRAMBufferSizeMB(Math.max(16, Math.min(MOST_MEMORY, most)));
            config.setMergePolicy(new TieredMergePolicy());
        }
        return new IndexWriter(directory, config);
    }

    /** Gives up what was written and not committed. */
    void abandon(@Nullable Directory directory, @Nullable IndexWriter writer) throws IOException {
        if (directory == null) {
            return;
        }
        try (directory) {
            if (writer != null) {
                writer.rollback();
            }
        }
        boolean others = false;
        try (var files = Files.list(path)) {
            others = files.anyMatch(file -> !file.endsWith(LOCK));
        } catch (NoSuchFileException e) {
            return;
        }
        if (!others && writer != null) {
            Files.deleteIfExists(path.resolve(LOCK));
            try {
                Files.deleteIfExists(path);
            } catch (DirectoryNotEmptyException e) {
                // another process begins to write
            }
        }
    }

    /** What its last commit says of the index. */
    IndexFacts facts() throws IOException {
        try (Directory directory = open()) {
            return IndexFacts.of(SegmentInfos.readLatestCommit(directory).getUserData(), name);
        } catch (IOException | RuntimeException e) {
            throw IndexErrors.whileLoading(name, path, e);
        }
    }

    /** What is in the index. */
    IndexSummary summary() throws IOException {
        try (Directory directory = open()) {
            SegmentInfos infos = SegmentInfos.readLatestCommit(directory);
            IndexFacts facts = IndexFacts.of(infos.getUserData(), name);
            long bytes = 0;
            for (String file : infos.files(true)) {
                bytes += directory.fileLength(file);
            }
            return new IndexSummary(
                    path, facts.records(), infos.size(), bytes, facts.source().size());
        } catch (IOException | RuntimeException e) {
            throw IndexErrors.whileLoading(name, path, e);
        }
    }

    /** Merges all segments into one. */
    void optimize() throws IOException {
        try (Directory directory = open()) {
            if (!DirectoryReader.indexExists(directory)) {
                throw IndexErrors.missing(name, path);
            }
            try (IndexWriter writer = writer(directory, 0, false)) {
                List<Map.Entry<String, String>> data = userData(writer);
                writer.forceMerge(1);
                writer.setLiveCommitData(data);
                writer.commit();
            }
        } catch (IOException | RuntimeException e) {
            throw IndexErrors.whileWriting(name, path, e);
        }
    }

    private static List<Map.Entry<String, String>> userData(IndexWriter writer) {
        List<Map.Entry<String, String>> data = new ArrayList<>();
        writer.getLiveCommitData().forEach(data::add);
        return data;
    }

    /** States another state of the file, whose records are where the index says. */
    void restate(IndexFacts facts) throws IOException {
        try (Directory directory = open();
                IndexWriter writer = writer(directory, 0, false)) {
            writer.setLiveCommitData(facts.toMap().entrySet());
            writer.commit();
        } catch (IOException | RuntimeException e) {
            throw IndexErrors.whileWriting(name, path, e);
        }
    }
}
