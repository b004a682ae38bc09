package org.panamarc.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.ErrorPolicy;
import org.panamarc.ReadOptions;
import org.panamarc.columns.Column;
import org.panamarc.columns.ColumnScan;
import org.panamarc.columns.ReadySet;

/** Spark gives the rows that a scan in one process gives. */
class ReadTest {
    private static final String FACTS =
            """
            {"number": "record_number", "at": "offset", "length": "length", "from": "source",
             "defects": "defects", "title": "245$a", "subjects": ["650$a"], "has": {"spec": "650",
             "kind": "exists"}, "many": {"spec": "650", "kind": "count"}, "fields": {"spec": "7..",
             "kind": "fields"}, "year": {"spec": "008/7-10", "cast": "int", "on_error": "null"},
             "day": {"spec": "008/0-5", "cast": "date", "on_error": "null"},
             "isbns": {"spec": "020$a", "kind": "list", "normalize_isbn": true},
             "all": {"spec": "650$a", "kind": "join", "separator": "; "},
             "language": {"spec": "008/35-37", "dictionary": true}}\
            """;

    private static ColumnScan.Builder facts(ColumnScan.Builder scan) {
        return scan.column("number", Column.of(Column.Kind.RECORD_NUMBER))
                .column("at", Column.of(Column.Kind.OFFSET))
                .column("length", Column.of(Column.Kind.LENGTH))
                .column("from", Column.of(Column.Kind.SOURCE))
                .column("defects", Column.of(Column.Kind.DEFECTS))
                .column("title", Column.of("245$a"))
                .column("subjects", Column.of("650$a").list())
                .column("has", Column.of("650").exists())
                .column("many", Column.of("650").count())
                .column("fields", Column.fields("7.."))
                .column("year", Column.of("008/7-10").castOrNull(Column.Cast.INT))
                .column("day", Column.of("008/0-5").castOrNull(Column.Cast.DATE))
                .column("isbns", Column.of("020$a").list().normalizeIsbn())
                .column("all", Column.of("650$a").join("; "))
                .column("language", Column.of("008/35-37").asDictionary());
    }

    @ParameterizedTest
    @EnumSource(ReadySet.class)
    void readySetsOfAllFilesInSplitsEqualAScan(ReadySet set) {
        Dataset<Row> table =
                Samples.spark()
                        .read()
                        .format("marc")
                        .option("columns", set.name().toLowerCase(Locale.ROOT))
                        .option("maxPartitionBytes", 150_000)
                        .load(Samples.paths(Samples.data()));
        assertTrue(table.rdd().getNumPartitions() > Samples.data().size());
        assertEquals(Samples.rows(Samples.scan(Samples.data()).readySet(set)), Samples.rows(table));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void damagedFilesInTinySplitsEqualAScan(int seed, @TempDir Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String name : List.of("bu_bibs_100.mrc", "ia_malformed_116.mrc")) {
            Path file = folder.resolve(name);
            Files.write(file, Samples.damaged(Samples.data(name), seed, 60));
            files.add(file);
        }
        for (ErrorPolicy policy : List.of(ErrorPolicy.RECOVER, ErrorPolicy.SKIP)) {
            Dataset<Row> table =
                    Samples.spark()
                            .read()
                            .format("marc")
                            .option("columns", FACTS)
                            .option("on_error", policy.name().toLowerCase(Locale.ROOT))
                            .option("maxPartitionBytes", 3000)
                            .load(Samples.paths(files));
            assertTrue(table.rdd().getNumPartitions() > 60);
            ColumnScan.Builder scan =
                    facts(Samples.scan(files))
                            .options(ReadOptions.DEFAULT.withOnError(policy).withThreads(1));
            assertEquals(Samples.rows(scan), Samples.rows(table));
        }
    }
}
