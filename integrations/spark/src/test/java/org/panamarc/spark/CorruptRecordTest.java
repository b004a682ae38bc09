package org.panamarc.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BinaryType;
import org.junit.jupiter.api.Test;

/** The column of corrupt records, as Spark's own sources have it. */
class CorruptRecordTest {
    private static final Path FILE = Samples.data("bu_bibs_100.mrc");
    private static final String PLACES = "{\"offset\": \"offset\", \"length\": \"length\"}";

    private static DataFrameReader reader(String columns) {
        return Samples.spark()
                .read()
                .format("marc")
                .option("columns", columns)
                .option("maxPartitionBytes", "50k");
    }

    private static String path() {
        return Samples.absolute(FILE).toUri().toString();
    }

    private static Row[] rows(Dataset<Row> table) {
        return (Row[]) table.collect();
    }

    @Test
    void optionAddsTheBytesOfRecordsThatAreDroppedElse() throws IOException {
        byte[] bytes = Files.readAllBytes(FILE);
        DataFrameReader reader = reader(PLACES).option("columnNameOfCorruptRecord", "bad");
        Dataset<Row> table = reader.load(path());
        assertEquals(List.of("offset", "length", "bad"), List.of(table.columns()));
        Row[] corrupt = rows(table.where("bad is not null"));
        assertTrue(corrupt.length > 10);
        for (Row row : corrupt) {
            int from = (int) row.getLong(0);
            assertArrayEquals(
                    Arrays.copyOfRange(bytes, from, from + (int) row.getLong(1)), row.getAs("bad"));
        }
        Dataset<Row> dropped = reader.option("mode", "DROPMALFORMED").load(path());
        assertEquals(
                Samples.rows(table.where("bad is null")),
                Samples.rows(dropped.where("bad is null")));
        assertEquals(100 - corrupt.length, dropped.count());
    }

    @Test
    void schemaNamesTheColumnAsSparksSettingDoes() {
        Dataset<Row> table =
                reader(PLACES).schema("_corrupt_record binary, offset bigint").load(path());
        assertEquals(new BinaryType(), table.schema().apply("_corrupt_record").dataType());
        Row third = rows(table.where("_corrupt_record is not null"))[0];
        assertEquals(4435, third.getLong(1));
        assertEquals(1918, ((byte[]) third.get(0)).length);
        assertEquals(84, table.select("_corrupt_record").where("_corrupt_record is null").count());
        assertEquals(
                "the schema has the column _corrupt_record as string; its option gives binary",
                error(reader(PLACES).schema("_corrupt_record string")));
    }

    @Test
    void wordNamesTheColumnToo() {
        Dataset<Row> table =
                reader("{\"bad\": \"corrupt_record\"}")
                        .option("columnNameOfCorruptRecord", "bad")
                        .load(path());
        assertEquals(List.of("bad"), List.of(table.columns()));
        assertEquals(16, table.where("bad is not null").count());
    }

    @Test
    void columnThatCannotBeAddedIsAnError() {
        assertEquals(
                "there is a column offset that is not of corrupt records",
                error(reader(PLACES).option("columnNameOfCorruptRecord", "offset")));
        assertEquals(
                "a column of corrupt records (bad) needs rows that are records; those of fields are not",
                error(reader("fields").option("columnNameOfCorruptRecord", "bad")));
        assertTrue(
                error(reader("fields").schema("_corrupt_record binary"))
                        .startsWith("the schema has a column _corrupt_record, which the option"));
    }

    private static String error(DataFrameReader reader) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> reader.load(path()))
                        .getMessage());
    }
}
