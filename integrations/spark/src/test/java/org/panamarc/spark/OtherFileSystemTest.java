package org.panamarc.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.panamarc.Split;
import org.panamarc.columns.ColumnScan;
import org.panamarc.columns.ReadySet;

/** Files of another file system than the local one are read as streams of Hadoop's. */
class OtherFileSystemTest {
    /** The local files under another scheme, which nothing maps. */
    public static final class Shelf extends RawLocalFileSystem {
        private static final URI NAME = URI.create("shelf:///");

        @Override
        public URI getUri() {
            return NAME;
        }

        @Override
        public String getScheme() {
            return "shelf";
        }
    }

    @BeforeAll
    static void addFileSystem() {
        Samples.spark()
                .sparkContext()
                .hadoopConfiguration()
                .set("fs.shelf.impl", Shelf.class.getName());
    }

    @Test
    void filesOfAnotherFileSystemEqualAScan() {
        List<String> addresses = new ArrayList<>();
        ColumnScan.Builder scan = ColumnScan.builder().readySet(ReadySet.RECORDS);
        for (String name : List.of("bu_bibs_100.mrc", "cliffeh_1010.mrc.gz")) {
            var file = Samples.absolute(Samples.data(name));
            String address = "shelf:" + file;
            addresses.add(address);
            scan.stream(() -> java.nio.file.Files.newInputStream(file), address);
        }
        Dataset<Row> table =
                Samples.spark()
                        .read()
                        .format("marc")
                        .option("columns", "records")
                        .option("maxPartitionBytes", "50k")
                        .load(addresses.toArray(String[]::new));
        List<List<@Nullable Object>> rows = Samples.rows(table);
        assertEquals(Samples.rows(scan), rows);
        assertEquals(6, table.rdd().getNumPartitions());
        assertTrue(rows.size() > 1000);
    }

    @Test
    void recordsAreNumberedThroughAllFilesInRanges() {
        var file = Samples.absolute(Samples.data("bu_bibs_100.mrc"));
        Dataset<Row> table =
                Samples.spark()
                        .read()
                        .format("marc")
                        .option("columns", "{\"number\": \"record_number\"}")
                        .option("maxPartitionBytes", "60k")
                        .load("shelf:" + file, "shelf:" + file);
        assertEquals(
                LongStream.rangeClosed(1, 200).boxed().toList(),
                Samples.rows(table).stream().map(List::getFirst).toList());
    }

    @Test
    void rangeIsReadFromItsStartOfTheFileThatWasSplit() throws IOException {
        var file = Samples.absolute(Samples.data("bu_bibs_100.mrc"));
        byte[] bytes = java.nio.file.Files.readAllBytes(file);
        Configuration settings = HadoopFiles.configuration();
        Split split = new Split("shelf:" + file, 4435, 6353, 3, bytes.length);
        try (InputStream stream = HadoopFiles.open(split, settings)) {
            assertEquals(bytes[4435], (byte) stream.read());
        }
        Split other = new Split("shelf:" + file, 4435, 6353, 3, 7000);
        assertEquals(
                "shelf:%s: the file has %d bytes, and had 7000 when it was split"
                        .formatted(file, bytes.length),
                assertThrows(IOException.class, () -> HadoopFiles.open(other, settings))
                        .getMessage());
    }
}
