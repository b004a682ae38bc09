package org.panamarc.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.panamarc.columns.Column;

/** A folder as a stream gives each record of each file once. */
class StreamTest {
    private static final String COLUMNS =
            "{\"title\": \"245$a\", \"subjects\": [\"650$a\"], \"from\": \"source\"}";

    @TempDir private Path folder;
    private final List<List<Row>> batches = new ArrayList<>();

    private Path add(String name, String as) throws IOException {
        Path target = folder.resolve("in").resolve(as);
        Files.createDirectories(target.getParent());
        return Files.copy(Samples.data(name), target);
    }

    private static DataStreamReader reader() {
        return Samples.spark().readStream().format("marc").option("columns", COLUMNS);
    }

    /** Reads what is there now, from where the last run ended. */
    private void run(DataStreamReader reader, VoidFunction2<Dataset<Row>, Long> sink)
            throws Exception {
        reader.load(folder.resolve("in").toString())
                .writeStream()
                .option("checkpointLocation", folder.resolve("checkpoint").toString())
                .trigger(Trigger.AvailableNow())
                .foreachBatch(sink)
                .start()
                .awaitTermination();
    }

    private void run(DataStreamReader reader) throws Exception {
        run(reader, (rows, number) -> batches.add(rows.collectAsList()));
    }

    private static List<List<@Nullable Object>> scanned(Path... files) {
        return Samples.rows(
                Samples.scan(List.of(files))
                        .column("title", Column.of("245$a"))
                        .column("subjects", Column.of("650$a").list())
                        .column("from", Column.of(Column.Kind.SOURCE)));
    }

    private static List<List<@Nullable Object>> rows(List<Row> batch) {
        return batch.stream().map(Samples::values).toList();
    }

    @Test
    void restartFromACheckpointGivesNewFilesOnly() throws Exception {
        Path first = add("bu_bibs_100.mrc", "a.mrc");
        Path second = add("loc_authority_150.mrc", "b.mrc");
        run(reader());
        assertEquals(1, batches.size());
        List<List<@Nullable Object>> both = rows(batches.getFirst());
        assertEquals(250, both.size());
        assertTrue(both.containsAll(scanned(first, second)));

        Path third = add("cliffeh_1010.mrc.gz", "a2.mrc.gz");
        add("bu_bibs_100.mrc", "_hidden.mrc");
        run(reader());
        run(reader());
        assertEquals(2, batches.size());
        assertEquals(scanned(third), rows(batches.getLast()));
    }

    @Test
    void batchThatFailedIsGivenOnceMoreAfterARestart() throws Exception {
        Path first = add("bu_bibs_100.mrc", "a.mrc");
        DataStreamReader one = reader().option("maxFilesPerTrigger", 1);
        run(one);
        Path second = add("loc_authority_150.mrc", "b.mrc");
        assertThrows(
                StreamingQueryException.class,
                () ->
                        run(
                                one,
                                (rows, number) -> {
                                    rows.collectAsList();
                                    throw new IllegalStateException("a fault");
                                }));
        Path third = add("bu_bibs_100.mrc", "c.mrc");
        run(one);
        assertEquals(
                List.of(scanned(first), scanned(second), scanned(third)),
                batches.stream().map(StreamTest::rows).toList());
    }

    @Test
    void schemaChoosesColumnsAndWhatIsWrongIsAnError() throws Exception {
        Path file = add("bu_bibs_100.mrc", "a.mrc");
        run(reader().schema("title string"));
        List<String> titles =
                scanned(file).stream().map(row -> String.valueOf(row.getFirst())).toList();
        assertEquals(
                titles,
                batches.getFirst().stream().map(row -> String.valueOf(row.get(0))).toList());
        assertEquals(
                "the schema has a column isbn, which the option columns does not describe; expected some of [title, subjects, from]",
                error(reader().schema("isbn string"), "x"));
        assertEquals(
                "a stream reads one folder or pattern; found []",
                String.valueOf(
                        assertThrows(IllegalArgumentException.class, () -> reader().load())
                                .getMessage()));
    }

    private static String error(DataStreamReader reader, String path) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> reader.load(path)).getMessage());
    }
}
