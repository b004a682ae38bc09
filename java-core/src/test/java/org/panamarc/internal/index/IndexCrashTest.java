package org.panamarc.internal.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
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
                assertOldOrNew(file, -1);
            }
        }
        assertTrue(steps > 20, steps + " steps");
        assertOldOrNew(file, 5);
    }

    @Test
    void rebuildThatEndsAtAnyStepLeavesTheOldIndex() throws IOException {
        Path file = temporary.resolve("old.mrc");
        int steps = 0;
        for (boolean whole = false; !whole; steps += STRIDE) {
            Files.write(file, records(3));
            MarcIndex.build(file, OPTIONS);
            Files.write(file, records(5));
            AtomicInteger left = new AtomicInteger(steps);
            try {
                build(file, failing(file, left), null);
                whole = true;
            } catch (IOException | IllegalStateException e) {
                assertOldOrNew(file, 3);
            }
        }
        assertTrue(steps > 20, steps + " steps");
        assertOldOrNew(file, 5);
    }

    @Test
    void updateThatEndsAtAnyStepLeavesTheOldIndex() throws IOException {
        Path file = temporary.resolve("grown.mrc");
        int steps = 0;
        for (boolean whole = false; !whole; steps += STRIDE) {
            Files.write(file, records(4));
            MarcIndex.build(file, OPTIONS);
            Files.write(file, records(7));
            AtomicInteger left = new AtomicInteger(steps);
            long offset = records(2).length;
            try {
                build(file, failing(file, left), new IndexBuild.Resume(2, offset));
                whole = true;
            } catch (IOException | IllegalStateException e) {
                assertOldOrNew(file, 4);
            }
        }
        assertTrue(steps > 20, steps + " steps");
        assertOldOrNew(file, 7);
    }

    /** A step may fail after the commit: then the index is the new one. */
    private static void assertOldOrNew(Path file, int old) throws IOException {
        byte[] now = Files.readAllBytes(file);
        try (MarcIndex index = MarcIndex.open(file, OPTIONS)) {
            long last = index.size();
            assertEquals("test%05d".formatted(last), index.record(last - 1).value("001"));
            assertEquals(now.length, index.span(last - 1).start() + index.span(last - 1).length());
            return;
        } catch (IndexException e) {
            assertEquals(
                    old < 0 ? IndexException.Kind.MISSING : IndexException.Kind.STALE,
                    e.kind(),
                    e.toString());
        }
        if (old >= 0) {
            Files.write(file, records(old));
            assertThrows(IndexException.class, () -> MarcIndex.open(file, OPTIONS));
            MarcIndex.update(file, OPTIONS);
            try (MarcIndex index = MarcIndex.open(file, OPTIONS)) {
                assertEquals(old, index.size());
            }
        }
    }
}
