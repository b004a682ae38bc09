package org.panamarc.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.panamarc.columns.Column;

/** Files, folders, patterns, schemas and tasks that fail. */
class FilesTest {
    private static final String TITLES = "{\"number\": \"record_number\", \"title\": \"245$a\"}";

    @TempDir private static Path folder;

    private static DataFrameReader reader(String columns) {
        return Samples.spark().read().format("marc").option("columns", columns);
    }

    private static List<List<@Nullable Object>> titles(Path... files) {
        return Samples.rows(
                Samples.scan(List.of(files))
                        .column("number", Column.of(Column.Kind.RECORD_NUMBER))
                        .column("title", Column.of("245$a")));
    }

    private static Path copy(String name, String as) throws IOException {
        Path file = folder.resolve(as);
        Files.createDirectories(file.getParent());
        return Files.exists(file) ? file : Files.copy(Samples.data(name), file);
    }

    @Test
    void folderGivesItsFilesByName() throws IOException {
        Path first = copy("loc_authority_150.mrc", "some/a.mrc");
        Path second = copy("cliffeh_1010.mrc.gz", "some/b 1.mrc.gz");
        copy("bu_bibs_100.mrc", "some/_hidden.mrc");
        Path inside = copy("bu_bibs_100.mrc", "some/inside/c.mrc");
        String path = folder.resolve("some").toString();
        assertEquals(titles(first, second), Samples.rows(reader(TITLES).load(path)));
        assertEquals(
                titles(first, second, inside),
                Samples.rows(reader(TITLES).option("recursiveFileLookup", true).load(path)));
        assertEquals(
                titles(second),
                Samples.rows(reader(TITLES).option("pathGlobFilter", "*.gz").load(path)));
        assertEquals(
                titles(first, second), Samples.rows(reader(TITLES).load(path + "/[ab]*.mrc*")));
    }

    @Test
    void recordsAreNumberedThroughAllFilesInSplits() throws IOException {
        Path large = copy("loc_bibliographic_386.mrc", "numbers/a.mrc");
        Path packed = copy("cliffeh_1010.mrc.gz", "numbers/b.mrc.gz");
        Path last = copy("bu_bibs_100.mrc", "numbers/c.mrc");
        Dataset<Row> table =
                reader(TITLES)
                        .option("maxPartitionBytes", "100k")
                        .load(folder.resolve("numbers").toString());
        assertTrue(table.rdd().getNumPartitions() > 8);
        assertEquals(titles(large, packed, last), Samples.rows(table));
    }

    @Test
    void oneScanFramesItsFilesOnce() {
        Samples.spark();
        String path = Samples.data("bu_bibs_100.mrc").toUri().toString();
        CaseInsensitiveStringMap options =
                new CaseInsensitiveStringMap(Map.of("path", path, "maxPartitionBytes", "50k"));
        MarcDataSource source = new MarcDataSource();
        SupportsRead table =
                (SupportsRead)
                        source.getTable(
                                source.inferSchema(options),
                                new Transform[0],
                                options.asCaseSensitiveMap());
        Batch batch = table.newScanBuilder(options).build().toBatch();
        InputPartition[] planned = batch.planInputPartitions();
        assertTrue(planned.length > 1);
        assertSame(planned[1], batch.planInputPartitions()[1]);
    }

    @Test
    void missingFileIsAnErrorThatNamesIt() {
        Exception error =
                assertThrows(Exception.class, () -> reader(TITLES).load("/none/x.mrc").count());
        assertTrue(
                String.valueOf(error.getMessage()).contains("/none/x.mrc: there is no such file"),
                error.toString());
        Exception none = assertThrows(Exception.class, () -> reader(TITLES).load().count());
        assertTrue(String.valueOf(none.getMessage()).contains("no path is given"), none.toString());
    }

    @Test
    void schemaChoosesColumns() throws IOException {
        String path = copy("bu_bibs_100.mrc", "schema/a.mrc").toString();
        Dataset<Row> table = reader(TITLES).schema("title string, number bigint").load(path);
        assertEquals(List.of("title", "number"), List.of(table.columns()));
        List<@Nullable Object> first = titles(Path.of(path)).getFirst();
        assertEquals(List.of(first.get(1), first.get(0)), Samples.rows(table).getFirst());
        assertEquals(
                "the schema has a column isbn, which the option columns does not describe; expected some of [number, title]",
                error("isbn string", path));
        assertEquals(
                "the schema has the column number as int; its option gives bigint",
                error("number int", path));
    }

    private static String error(String schema, String path) {
        return String.valueOf(
                assertThrows(
                                IllegalArgumentException.class,
                                () -> reader(TITLES).schema(schema).load(path))
                        .getMessage());
    }

    @Test
    void taskThatFailsIsRepeatedWithTheSameRows() throws IOException {
        Path file = copy("loc_bibliographic_386.mrc", "retries/a.mrc");
        Dataset<String> titles =
                reader("{\"title\": \"245$a\"}")
                        .option("maxPartitionBytes", "100k")
                        .load(file.toString())
                        .as(Encoders.STRING())
                        .mapPartitions(
                                (MapPartitionsFunction<String, String>)
                                        rows -> {
                                            boolean some = rows.hasNext();
                                            if (some && TaskContext.get().attemptNumber() < 2) {
                                                throw new IllegalStateException("a fault");
                                            }
                                            return rows;
                                        },
                                Encoders.STRING());
        assertTrue(titles.rdd().getNumPartitions() > 4);
        List<String> expected =
                titles(file).stream().map(row -> String.valueOf(row.get(1))).toList();
        assertEquals(expected, titles.collectAsList());
    }

    @Test
    void brokenRecordEndsAReadThatFailsFast() throws IOException {
        String path = copy("bu_bibs_100.mrc", "fast/a.mrc").toString();
        Exception error =
                assertThrows(
                        Exception.class,
                        () -> reader(TITLES).option("mode", "FAILFAST").load(path).collect());
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        assertTrue(
                String.valueOf(cause.getMessage()).contains("a.mrc: record 3 at byte 4435"),
                cause.toString());
    }
}
