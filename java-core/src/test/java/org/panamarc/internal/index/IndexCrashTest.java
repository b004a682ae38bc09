package org.panamarc.internal.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.panamarc.index.IndexException;
import org.panamarc.index.IndexOptions;
import org.panamarc.index.MarcIndex;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/** Where a build ends at any step, the old index is there, or none. */
class IndexCrashTest {
    private static final IndexOptions OPTIONS = IndexOptions.DEFAULT.withSegmentRecords(2);

    /** Steps from one that fails to the next that does, where all would take minutes. */
    private static final int STRIDE = 7;

    @TempDir Path temporary;

    /** A directory whose n-th step and all after it fail, as those of a process that was killed. */
    private static final class Failing extends FilterDirectory {
        private final AtomicInteger left;

        Failing(Directory inside, AtomicInteger left) {
            super(inside);
            this.left = left;
        }

        void step() throws IOException {
            if (left.decrementAndGet() < 0) {
                throw new IOException("killed");
            }
        }

        @Override
        public IndexOutput createOutput(String name, IOContext context) throws IOException {
            step();
            return failing(super.createOutput(name, context));
        }

        @Override
        public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
                throws IOException {
            step();
            return failing(super.createTempOutput(prefix, suffix, context));
        }

        private IndexOutput failing(IndexOutput output) {
            return new FilterIndexOutput(output.toString(), output.getName(), output) {
                @Override
                public void writeBytes(byte[] bytes, int offset, int length) throws IOException {
                    step();
                    super.writeBytes(bytes, offset, length);
                }

                @Override
                public void close() throws IOException {
                    super.close();
                    step();
                }
            };
        }

        @Override
        public void sync(Collection<String> names) throws IOException {
            step();
            super.sync(names);
        }

        @Override
        public void rename(String source, String dest) throws IOException {
            step();
            super.rename(source, dest);
        }

        @Override
        public void syncMetaData() throws IOException {
            step();
            super.syncMetaData();
        }

        @Override
        public void deleteFile(String name) throws IOException {
            step();
            super.deleteFile(name);
        }
    }

    private IndexFolder failing(Path file, AtomicInteger left) {
        return new IndexFolder(file.toString(), OPTIONS.folderOf(file)) {
            @Override
            Directory create() throws IOException {
                return new Failing(super.create(), left);
            }
        };
    }

    private static byte[] records(int count) {
        byte[] all = new byte[0];
        for (int i = 1; i <= count; i++) {
            all = Bytes.concat(all, RecordBuilder.numbered(i));
        }
        return all;
    }

    private static void build(Path file, IndexFolder folder, IndexBuild.@Nullable Resume resume)
            throws IOException {
        try (IndexBuild build =
                resume == null
                        ? IndexBuild.of(file, file.toString(), OPTIONS, folder)
                        : IndexBuild.more(
                                file, file.toString(), OPTIONS, folder, folder.facts(), resume)) {
            boolean more = true;
            while (more) {
                more = build.advance();
            }
            build.finish();
        }
    }

    @Test
    void firstBuildThatEndsAtAnyStepLeavesNoIndex() throws IOException {
        Path file = temporary.resolve("new.mrc");
        Files.write(file, records(5));
        int steps = 0;
        for (boolean whole = false; !whole; steps += 3) {
            AtomicInteger left = new AtomicInteger(steps);
            try {
                build(file, failing(file, left), null);
                whole = true;
            } catch (IOException | IllegalStateException e) {
                assertOldOrNew(file, IndexException.Kind.MISSING);
            }
        }
        assertTrue(steps > 20, steps + " steps");
        assertTrue(assertOldOrNew(file, IndexException.Kind.MISSING));
    }

    /** A file with its index, as they were before a build that ends early. */
    private record Before(Path file, int size, FileTime written, Path index) {
        static Before of(Path file, int size) throws IOException {
            Files.write(file, records(size));
            MarcIndex.build(file, OPTIONS);
            Path index = Files.createDirectory(file.resolveSibling("before"));
            copy(OPTIONS.folderOf(file), index);
            return new Before(file, size, Files.getLastModifiedTime(file), index);
        }

        /** Puts the index in its place. */
        void restore() throws IOException {
            Path folder = OPTIONS.folderOf(file);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path one : files.toList()) {
                    Files.delete(one);
                }
            }
            copy(index, folder);
        }

        /** Finds the index to be that of the file as it was. */
        void assertThere() throws IOException {
            Files.write(file, records(size));
            Files.setLastModifiedTime(file, written);
            try (MarcIndex found = MarcIndex.open(file, OPTIONS)) {
                assertEquals(size, found.size());
                assertEquals("test00001", found.record(0).value("001"));
            }
        }

        private static void copy(Path from, Path to) throws IOException {
            try (Stream<Path> files = Files.list(from)) {
                for (Path one : files.toList()) {
                    Files.copy(one, to.resolve(one.getFileName()));
                }
            }
        }
    }

    @Test
    void rebuildThatEndsAtAnyStepLeavesTheOldIndex() throws IOException {
        endsAtAnyStep("old.mrc", 3, 5, null);
    }

    @Test
    void updateThatEndsAtAnyStepLeavesTheOldIndex() throws IOException {
        long offset = records(2).length;
        endsAtAnyStep("grown.mrc", 4, 7, new IndexBuild.Resume(2, offset));
    }

    private void endsAtAnyStep(String name, int old, int grown, IndexBuild.@Nullable Resume resume)
            throws IOException {
        Path file = temporary.resolve(name);
        Before before = Before.of(file, old);
        int steps = 0;
        for (boolean whole = false; !whole; steps += STRIDE) {
            before.restore();
            Files.write(file, records(grown));
            AtomicInteger left = new AtomicInteger(steps);
            try {
                build(file, failing(file, left), resume);
                whole = true;
            } catch (IOException | IllegalStateException e) {
                if (!assertOldOrNew(file, IndexException.Kind.STALE)) {
                    before.assertThere();
                }
            }
        }
        assertTrue(steps > 20, steps + " steps");
        assertTrue(assertOldOrNew(file, IndexException.Kind.STALE));
    }

    /** A step may fail after the commit: then the index is the new one, and the answer is yes. */
    private static boolean assertOldOrNew(Path file, IndexException.Kind old) throws IOException {
        byte[] now = Files.readAllBytes(file);
        try (MarcIndex index = MarcIndex.open(file, OPTIONS)) {
            long last = index.size();
            assertEquals("test%05d".formatted(last), index.record(last - 1).value("001"));
            assertEquals(now.length, index.span(last - 1).start() + index.span(last - 1).length());
            return true;
        } catch (IndexException e) {
            assertEquals(old, e.kind(), e.toString());
            return false;
        }
    }
}
