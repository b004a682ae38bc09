package org.panamarc.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.panamarc.testing.SpecFolder;

/** What is counted and recorded of building and loading. */
class IndexEventsTest {
    private static final Path FILE = SpecFolder.file("data/loc_authority_150.mrc");

    @TempDir Path folder;

    @Test
    void flightRecorderHasBuildBatchAndLoad() throws IOException {
        IndexOptions options = IndexOptions.DEFAULT.withFolder(folder.resolve("index"));
        Path recorded = folder.resolve("events.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("org.panamarc.IndexBuild");
            recording.enable("org.panamarc.IndexBatch").withoutThreshold();
            recording.enable("org.panamarc.IndexLoad");
            recording.start();
            MarcIndex.build(FILE, options);
            MarcIndex.open(FILE, options).close();
            recording.stop();
            recording.dump(recorded);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(recorded);
        assertEquals(150, field(events, "IndexBuild", "records"));
        assertEquals(150, field(events, "IndexBatch", "records"));
        assertEquals(1, field(events, "IndexLoad", "segments"));
    }

    private static long field(List<RecordedEvent> events, String name, String field) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("org.panamarc." + name))
                .mapToLong(event -> event.getLong(field))
                .sum();
    }

    @Test
    void loadsAndFailuresAreCounted() throws IOException {
        IndexOptions options =
                IndexOptions.DEFAULT.withFolder(folder.resolve("index")).withSegmentRecords(30);
        MarcIndex.build(FILE, options);
        IndexMetrics before = MarcIndex.metrics();
        MarcIndex.open(FILE, options).close();
        MarcIndex.open(FILE, options.withLoadThreads(1)).close();
        IndexOptions nothing = options.withFolder(folder.resolve("nothing"));
        assertThrows(IndexException.class, () -> MarcIndex.open(FILE, nothing));
        IndexMetrics after = MarcIndex.metrics();
        assertEquals(2, after.loads() - before.loads());
        assertEquals(1, after.parallelLoads() - before.parallelLoads());
        assertEquals(1, after.sequentialLoads() - before.sequentialLoads());
        assertEquals(1, after.failures() - before.failures());
        assertEquals(after.loads(), after.histogram().stream().mapToLong(n -> n).sum());
    }

    @Test
    void indexLeavesNoFileOutsideOfItsFolder() throws IOException {
        Path file = Files.copy(FILE, folder.resolve("books.mrc"));
        MarcIndex.build(file, IndexOptions.DEFAULT);
        try (var files = Files.list(folder)) {
            assertEquals(
                    List.of("books.mrc", "books.mrc.panamarc-index"),
                    files.map(one -> String.valueOf(one.getFileName())).sorted().toList());
        }
    }
}
