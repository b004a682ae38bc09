package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.panamarc.testing.RepairCase;
import org.panamarc.testing.SpecFolder;

class SplitTest {
    @TempDir Path folder;

    /** What comes out of a file or its parts: records, failures, and what was skipped. */
    private static final class Seen {
        final List<String> items = new ArrayList<>();
        final List<SkippedRange> skipped = new ArrayList<>();
        long bytes;

        void read(MarcReader reader) throws IOException {
            while (true) {
                try {
                    RecordBatch batch = reader.readBatch(3);
                    if (batch.isEmpty()) {
                        break;
                    }
                    for (MarcRecord record : batch) {
                        items.add(
                                record.span()
                                        + HexFormat.of().formatHex(record.raw())
                                        + record.defects());
                    }
                } catch (MarcFormatException e) {
                    items.add(e.getMessage());
                }
            }
            skipped.addAll(reader.skipped());
            bytes += reader.bytesRead();
        }
    }

    @Test
    void aSplitIsReadByRecordsOnly() {
        ReadOptions options = ReadOptions.DEFAULT.withFraming(Framing.TERMINATOR);
        Split split = new Split("books.mrc", 0, 10, 1, 10);
        IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> MarcReader.open(split, options));
        assertEquals(
                "books.mrc: a split is read by records, not by framing TERMINATOR",
                thrown.getMessage());
    }

    private static void assertPartsGiveTheFile(Path path, ReadOptions options, int parts)
            throws IOException {
        Seen whole = new Seen();
        try (MarcReader reader = MarcReader.open(path, options)) {
            whole.read(reader);
        }
        Seen inParts = new Seen();
        Seen inStreams = new Seen();
        List<Split> splits;
        try (MarcFile file = MarcFile.open(path, options)) {
            splits = file.split(parts);
        }
        InputStream stream = Files.newInputStream(path);
        assertEquals(
                splits, Split.ofStream(stream, path.toString(), Files.size(path), parts, options));
        assertEquals(parts, splits.size());
        long end = 0;
        for (Split split : splits) {
            assertEquals(end, split.start());
            end = split.end();
            try (MarcReader reader = MarcReader.open(split, options)) {
                inParts.read(reader);
            }
            InputStream rest = Files.newInputStream(path);
            rest.skipNBytes(split.start());
            try (MarcReader reader = MarcReader.of(split, rest, options)) {
                inStreams.read(reader);
            }
        }
        assertEquals(Files.size(path), end);
        String how = path + " in " + parts + " parts, " + options;
        assertEquals(String.join("\n", whole.items), String.join("\n", inParts.items), how);
        assertEquals(whole.skipped, inParts.skipped, how);
        assertEquals(whole.bytes, inParts.bytes, how);
        assertEquals(inParts.items, inStreams.items, how);
        assertEquals(inParts.skipped, inStreams.skipped, how);
    }

    @ParameterizedTest
    @EnumSource
    void partsGiveWhatTheFileGivesHoweverBroken(ErrorPolicy policy) throws IOException {
        ReadOptions options =
                ReadOptions.DEFAULT.withOnError(policy).withFormat(MarcFormat.ISO_2709);
        Path path = folder.resolve("case.mrc");
        for (RepairCase broken : RepairCase.all().toList()) {
            Files.write(path, broken.content());
            assertPartsGiveTheFile(path, options, 2);
            assertPartsGiveTheFile(path, options.withThreads(2), 3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void realFilesComeWhole(ErrorPolicy policy) throws IOException {
        ReadOptions options = ReadOptions.DEFAULT.withOnError(policy).withWindowBytes(4096);
        for (String name : new String[] {"ia_malformed_116", "bu_bibs_100"}) {
            Path path = SpecFolder.file("data/" + name + ".mrc");
            assertPartsGiveTheFile(path, options, 5);
            assertPartsGiveTheFile(path, options.withThreads(3), 5);
        }
    }

    @Test
    void partsAreAboutEquallyLongAndKnowTheNumberOfTheirFirstRecord() throws IOException {
        Path path = SpecFolder.file("data/bu_bibs_100.mrc");
        TreeSet<Long> starts = new TreeSet<>();
        try (MarcFile file = MarcFile.open(path)) {
            for (MarcRecord record : file) {
                starts.add(record.span().start());
            }
            long share = Files.size(path) / 4;
            for (Split split : file.split(4)) {
                assertEquals(starts.headSet(split.start()).size() + 1, split.firstNumber());
                assertEquals(0, (split.end() - split.start() - share) * 4 / share);
            }
        }
    }

    @Test
    void morePartsThanRecordsLeaveSomeEmpty() throws IOException {
        Path path = folder.resolve("empty.mrc");
        Files.write(path, new byte[0]);
        try (MarcFile file = MarcFile.open(path)) {
            for (Split split : file.split(3)) {
                assertEquals(new Split(path.toString(), 0, 0, 1, 0), split);
                try (MarcReader reader = MarcReader.open(split, ReadOptions.DEFAULT)) {
                    assertEquals(0, reader.readBatch().size());
                }
            }
        }
    }

    @Test
    void aSplitTravels() throws Exception {
        Split split = new Split("books.mrc", 10, 20, 3, 40);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(split);
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(split, in.readObject());
        }
    }

    @Test
    void aFileOfAnotherSizeIsNotRead() throws IOException {
        Path path = folder.resolve("changed.mrc");
        Files.write(path, new byte[10]);
        Split split = new Split(path.toString(), 0, 10, 1, 10);
        Files.write(path, new byte[11]);
        IOException thrown =
                assertThrows(IOException.class, () -> MarcReader.open(split, ReadOptions.DEFAULT));
        assertEquals(
                path + ": the file has 11 bytes, and had 10 when it was split",
                thrown.getMessage());
        Files.delete(path);
        assertThrows(NoSuchFileException.class, () -> MarcReader.open(split, ReadOptions.DEFAULT));
    }

    private static List<Split> split(InputStream stream, long size) throws IOException {
        return Split.ofStream(stream, "books", size, 2, ReadOptions.DEFAULT);
    }

    @Test
    void aStreamOfAnotherSizeIsNotSplit() {
        InputStream stream = new ByteArrayInputStream(new byte[3]);
        assertEquals(
                "books: the file has 3 bytes, and had 4 when it was split",
                assertThrows(IOException.class, () -> split(stream, 4)).getMessage());
    }

    @Test
    void whatCannotBeSplitIsAnError() throws IOException {
        Path path = folder.resolve("books.mrc.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write(new byte[100]);
        }
        MarcFile file = MarcFile.open(path);
        assertEquals(
                path
                        + ": compressed, or no regular file: it is read from its start and cannot"
                        + " be split",
                assertThrows(UnsupportedOperationException.class, () -> file.split(2))
                        .getMessage());
        assertEquals(
                "0 parts; expected 1 or more",
                assertThrows(IllegalArgumentException.class, () -> file.split(0)).getMessage());
        assertEquals(
                "books: compressed, or no regular file: it is read from its start and cannot be"
                        + " split",
                assertThrows(
                                UnsupportedOperationException.class,
                                () -> split(Files.newInputStream(path), Files.size(path)))
                        .getMessage());
        assertEquals(
                "books: it is read as marcxml, and only ISO 2709 can be split",
                assertThrows(
                                UnsupportedOperationException.class,
                                () ->
                                        split(
                                                new ByteArrayInputStream(
                                                        "<record>"
                                                                .getBytes(
                                                                        StandardCharsets.US_ASCII)),
                                                8))
                        .getMessage());
        file.close();
        assertEquals(
                path + ": the file is closed",
                assertThrows(IllegalStateException.class, () -> file.split(2)).getMessage());
    }
}
