package org.panamarc.internal.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.panamarc.MarcRecord;
import org.panamarc.Panamarc;
import org.panamarc.ReadOptions;
import org.panamarc.index.IndexException;
import org.panamarc.index.IndexException.Kind;
import org.panamarc.index.IndexOptions;
import org.panamarc.index.MarcIndex;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/** An index that is not as it was written, or not that of its file, is refused. */
class IndexDamageTest {
    private static final IndexOptions OPTIONS = IndexOptions.DEFAULT.withSegmentRecords(2);

    @TempDir Path temporary;
    private Path file;
    private Path folder;

    @BeforeEach
    void makeIndex() throws IOException {
        file = temporary.resolve("books.mrc");
        folder = temporary.resolve("books.mrc.panamarc-index");
        Files.write(file, records(1, 6));
        MarcIndex.build(file, OPTIONS);
    }

    private static byte[] records(int from, int to) {
        byte[] all = new byte[0];
        for (int i = from; i <= to; i++) {
            all = Bytes.concat(all, RecordBuilder.numbered(i));
        }
        return all;
    }

    private List<Path> indexFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(one -> !one.endsWith(IndexWriter.WRITE_LOCK_NAME))
                    .sorted()
                    .toList();
        }
    }

    private void assertReads(int count) throws IOException {
        try (MarcIndex index = MarcIndex.open(file, OPTIONS)) {
            assertEquals(count, index.size());
            for (int n = 0; n < count; n++) {
                assertEquals(
                        "test%05d".formatted(n + 1),
                        Objects.requireNonNull(index.record(n).value("001")));
                MarcRecord found = Objects.requireNonNull(index.get("test%05d".formatted(n + 1)));
                assertEquals(n + 1, found.number());
            }
        }
    }

    private IndexException refused(Kind kind) {
        IndexException thrown =
                assertThrows(IndexException.class, () -> MarcIndex.open(file, OPTIONS));
        assertEquals(kind, thrown.kind(), thrown.toString());
        return thrown;
    }

    @Test
    void everyFlippedByteIsDetected() throws IOException {
        Files.write(file, records(1, 2));
        MarcIndex.build(file, OPTIONS);
        for (Path one : indexFiles()) {
            byte[] good = Files.readAllBytes(one);
            for (int at = 0; at < good.length; at++) {
                byte[] bad = good.clone();
                bad[at] ^= (byte) (1 << at % 8);
                Files.write(one, bad);
                IndexException thrown =
                        assertThrows(
                                IndexException.class,
                                () -> MarcIndex.open(file, OPTIONS).close(),
                                one + " at " + at);
                assertTrue(
                        thrown.kind() == Kind.DAMAGED || thrown.kind() == Kind.NEWER,
                        one + " at " + at + ": " + thrown);
            }
            Files.write(one, good);
        }
        assertReads(2);
    }

    @Test
    void everyFileThatIsCutShortIsDetected() throws IOException {
        for (Path one : indexFiles()) {
            byte[] good = Files.readAllBytes(one);
            for (int length : new int[] {0, 1, good.length / 2, good.length - 1}) {
                Files.write(one, Arrays.copyOf(good, length));
                refused(Kind.DAMAGED);
            }
            Files.write(one, good);
        }
        assertReads(6);
    }

    @Test
    void aMissingFileIsNamedWithItsSegment() throws IOException {
        for (Path one : indexFiles()) {
            Path aside = temporary.resolve("aside");
            Files.move(one, aside);
            boolean list = one.getFileName().toString().startsWith("segments");
            IndexException thrown = refused(list ? Kind.MISSING : Kind.DAMAGED);
            assertTrue(
                    list || thrown.toString().contains("in segment _"), thrown + " has no segment");
            Files.move(aside, one);
        }
        assertReads(6);
    }

    @Test
    void anIndexOfANewerFormIsRefused() throws IOException {
        IndexFolder inside = new IndexFolder("books.mrc", folder);
        Map<String, String> data = new HashMap<>(inside.facts().toMap());
        data.put("form", "2");
        data.put("version", "9.9");
        try (Directory directory = inside.open();
                IndexWriter writer = inside.writer(directory, 0, false)) {
            writer.setLiveCommitData(data.entrySet());
            writer.commit();
        }
        assertEquals(
                file
                        + ": its index was written by panamarc 9.9 in form 2, and this is "
                        + Panamarc.VERSION
                        + ", which reads form 1: rebuild it, or use that version",
                refused(Kind.NEWER).getMessage());
    }

    @Test
    void aChangedFileIsRefusedWithWhatDiffers() throws IOException {
        byte[] good = Files.readAllBytes(file);
        FileTime before = Files.getLastModifiedTime(file);
        Files.write(file, records(1, 7));
        assertTrue(
                refused(Kind.STALE).toString().contains("bytes, and had " + good.length),
                refused(Kind.STALE).toString());
        Files.write(file, records(1, 5));
        refused(Kind.STALE);
        byte[] other = good.clone();
        other[other.length - 30] ^= 1;
        Files.write(file, other);
        Files.setLastModifiedTime(file, before);
        assertTrue(
                refused(Kind.STALE).toString().contains("its bytes are other ones"),
                refused(Kind.STALE).toString());
        Files.write(file, good);
        Files.setLastModifiedTime(file, FileTime.fromMillis(before.toMillis() + 5000));
        assertTrue(
                refused(Kind.STALE).toString().contains("written to, or copied"),
                refused(Kind.STALE).toString());
        Files.setLastModifiedTime(file, before);
        assertReads(6);
    }

    @Test
    void anotherWayToReadIsRefused() {
        IndexOptions other = OPTIONS.withReading(ReadOptions.DEFAULT.withKeepReferences(true));
        IndexException thrown =
                assertThrows(IndexException.class, () -> MarcIndex.open(file, other));
        assertTrue(
                thrown.toString()
                        .contains("keepReferences is true, and was false when it was indexed"),
                thrown.toString());
    }

    @Test
    void rebuildReplacesWhatCannotBeUsed() throws IOException {
        Files.write(file, records(1, 9));
        try (MarcIndex index = MarcIndex.open(file, OPTIONS.withRebuild(true))) {
            assertEquals(9, index.size());
        }
        for (Path one : indexFiles()) {
            Files.delete(one);
        }
        try (MarcIndex index = MarcIndex.open(file, OPTIONS.withRebuild(true))) {
            assertEquals(9, index.size());
        }
    }

    @Test
    void updateAddsWhatTheFileHasGrownBy() throws IOException {
        byte[] half = Arrays.copyOf(RecordBuilder.numbered(7), 100);
        Files.write(file, half, StandardOpenOption.APPEND);
        assertEquals(7, MarcIndex.update(file, OPTIONS).records());
        Files.write(file, Bytes.concat(records(1, 12)));
        assertEquals(12, MarcIndex.update(file, OPTIONS).records());
        assertReads(12);
        assertEquals(12, MarcIndex.verify(file, OPTIONS).records());
        assertEquals(1, MarcIndex.optimize(file, OPTIONS).segments());
        assertReads(12);
    }

    @Test
    void updateReadsOnlyTheEndOfALargeFileAgain() throws IOException {
        ReadOptions small = ReadOptions.DEFAULT.withMaxRecordBytes(2000);
        IndexOptions options = IndexOptions.DEFAULT.withReading(small).withSegmentRecords(20);
        Files.write(file, records(1, 100));
        MarcIndex.build(file, options);
        Files.write(file, records(1, 101));
        try (IndexBuild build =
                Objects.requireNonNull(IndexUpdate.begin(file, "books.mrc", options))) {
            boolean more = true;
            while (more) {
                more = build.advance();
            }
            assertTrue(build.records() < 60, build.records() + " records were read again");
            assertEquals(101, build.finish().records());
        }
        assertEquals(101, MarcIndex.verify(file, options).records());
        try (MarcIndex index = MarcIndex.open(file, options)) {
            assertEquals("test00101", index.record(100).value("001"));
            assertEquals(List.of(1L), index.find("id", "test00002").boxed().toList());
        }
    }

    @Test
    void updateAcceptsACopyOnceItWasCompared() throws IOException {
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        refused(Kind.STALE);
        MarcIndex.update(file, OPTIONS);
        assertReads(6);
    }

    @Test
    void updateRefusesAFileThatHasNotOnlyGrown() throws IOException {
        byte[] other = records(1, 8);
        other[200] ^= 1;
        Files.write(file, other);
        IndexException thrown =
                assertThrows(IndexException.class, () -> MarcIndex.update(file, OPTIONS));
        assertEquals(Kind.STALE, thrown.kind());
    }

    @Test
    void verifyFindsWhatTheSampleCannotSee() throws IOException {
        byte[] good = records(1, 3000);
        Files.write(file, good);
        FileTime before = Files.getLastModifiedTime(file);
        MarcIndex.build(file, OPTIONS.withSegmentRecords(0));
        byte[] other = good.clone();
        int at = new String(good, StandardCharsets.ISO_8859_1).indexOf("test00033");
        other[at] = 'b';
        Files.write(file, other);
        Files.setLastModifiedTime(file, before);
        Assumptions.assumeTrue(
                SourceState.fingerprint(file, good.length)
                        .equals(new IndexFolder("", folder).facts().source().fingerprint()));
        IndexException thrown =
                assertThrows(IndexException.class, () -> MarcIndex.verify(file, OPTIONS));
        assertTrue(
                thrown.toString().contains("record 32 is not found by its id best00033"),
                thrown.toString());
    }

    @Test
    void anEmptyFileHasAnEmptyIndex() throws IOException {
        Files.write(file, new byte[0]);
        assertEquals(0, MarcIndex.build(file, OPTIONS).records());
        try (MarcIndex index = MarcIndex.open(file, OPTIONS)) {
            assertEquals(0, index.size());
            assertEquals(0, index.segments());
            assertFalse(index.iterator().hasNext());
            assertEquals(List.of(), index.sample(3, 1));
        }
        Files.write(file, records(1, 2));
        assertEquals(2, MarcIndex.update(file, OPTIONS).records());
        assertReads(2);
    }

    @Test
    void whatHasNoIndexIsRefused() throws IOException {
        for (Map.Entry<String, String> one :
                Map.of(
                                "not MARC at all, but text that is long enough to be looked at",
                                "there is no record; the file begins as",
                                "<collection xmlns=\"http://www.loc.gov/MARC21/slim\"/>",
                                "only ISO 2709 has an index",
                                "\u001F\u008B\b\0",
                                "compressed")
                        .entrySet()) {
            Files.write(file, Bytes.latin1(one.getKey()));
            IOException thrown =
                    assertThrows(IOException.class, () -> MarcIndex.build(file, OPTIONS));
            assertTrue(thrown.toString().contains(one.getValue()), thrown.toString());
        }
    }

    @Test
    void aFailedBuildLeavesNoFolder() throws IOException {
        Path other = temporary.resolve("other.mrc");
        Files.write(other, Bytes.latin1("not MARC at all, but text that is long enough"));
        assertThrows(IndexException.class, () -> MarcIndex.build(other, OPTIONS));
        assertFalse(Files.exists(temporary.resolve("other.mrc.panamarc-index")));
    }

    @Test
    void twoBuildsAtATimeAreRefused() throws IOException {
        try (IndexBuild first = IndexBuild.of(file, "books.mrc", OPTIONS)) {
            IndexException thrown =
                    assertThrows(IndexException.class, () -> MarcIndex.build(file, OPTIONS));
            assertEquals(Kind.IN_USE, thrown.kind());
            assertTrue(first.advance());
        }
        assertReads(6);
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws IOException {
        Path closed = Files.createDirectory(temporary.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        Assumptions.assumeFalse(Files.isWritable(closed), "root writes everywhere");
        IndexOptions there = OPTIONS.withFolder(closed.resolve("index"));
        IOException thrown = assertThrows(IOException.class, () -> MarcIndex.build(file, there));
        assertTrue(thrown.toString().contains("another folder can be given"), thrown.toString());
    }

    @Test
    void aFileChangedWhileItIsOpenGivesNoWrongRecord() throws IOException {
        try (MarcIndex index = MarcIndex.open(file, OPTIONS)) {
            byte[] other = Files.readAllBytes(file);
            Arrays.fill(other, (byte) 'x');
            Files.write(file, other);
            IOException thrown = assertThrows(IOException.class, () -> index.record(3));
            assertTrue(thrown.toString().contains("record 3 is not at byte"), thrown.toString());
        }
    }

    @Test
    void aClosedIndexSaysSo() throws IOException {
        MarcIndex index = MarcIndex.open(file, OPTIONS);
        index.close();
        index.close();
        assertThrows(IllegalStateException.class, () -> index.record(0));
        assertThrows(IllegalStateException.class, () -> index.get("test00001"));
    }

    @Test
    void recordsAreReadWhileAnotherThreadCloses() throws Exception {
        for (int round = 0; round < 20; round++) {
            MarcIndex index = MarcIndex.open(file, OPTIONS);
            List<Thread> threads =
                    Stream.generate(() ->
                                    Thread.ofPlatform().unstarted(() -> readUntilClosed(index)))
                            .limit(3)
                            .toList();
            threads.forEach(Thread::start);
            Thread.sleep(1);
            index.close();
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static void readUntilClosed(MarcIndex index) {
        try {
            for (int n = 0; ; n = (n + 1) % 6) {
                assertEquals(n + 1, index.record(n).number());
            }
        } catch (IllegalStateException e) {
            // closed
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
