package org.panamarc.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.panamarc.columns.ColumnBatch;
import org.panamarc.columns.ColumnScan;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Files to test with, and rows to compare. */
final class Samples {
    private static final SparkSession SESSION = start();

    private Samples() {}

    private static SparkSession start() {
        // A task that fails is tried three times.
        return SparkSession.builder()
                .master("local[2,3]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "1")
                .config("spark.driver.host", "localhost")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"))
                .getOrCreate();
    }

    /** The one session of all tests: two threads of this process. */
    static SparkSession spark() {
        return SESSION;
    }

    /** The files of real records, in the order in which a folder of them is read. */
    static List<Path> data() {
        try (Stream<Path> files = Files.list(Path.of("../../spec/data"))) {
            return files.filter(file -> file.toString().contains(".mrc")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of real records. */
    static Path data(String name) {
        return Path.of("../../spec/data").resolve(name);
    }

    /** What files hold, in their order, as paths for Spark. */
    static String[] paths(List<Path> files) {
        return files.stream().map(file -> absolute(file).toUri().toString()).toArray(String[]::new);
    }

    /** A path as both sides call it. */
    static Path absolute(Path file) {
        return file.toAbsolutePath().normalize();
    }

    /** Real records in which some bytes were changed, taken out or put in; the same each time. */
    static byte[] damaged(Path file, int seed, int times) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Random random = new Random(seed);
        byte[] special = {0x1D, 0x1E, 0x1F, '0', '9', ' ', 0, '\n'};
        for (int i = 0; i < times; i++) {
            int at = random.nextInt(bytes.length - 100);
            byte[] piece = new byte[random.nextInt(4)];
            for (int k = 0; k < piece.length; k++) {
                piece[k] = special[random.nextInt(special.length)];
            }
            int after = at + random.nextInt(random.nextInt(8) == 0 ? 90 : 4);
            byte[] changed = new byte[bytes.length - (after - at) + piece.length];
            System.arraycopy(bytes, 0, changed, 0, at);
            System.arraycopy(piece, 0, changed, at, piece.length);
            System.arraycopy(bytes, after, changed, at + piece.length, bytes.length - after);
            bytes = changed;
        }
        return bytes;
    }

    /** All rows of a scan. */
    static List<List<@Nullable Object>> rows(ColumnScan.Builder builder) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (ColumnScan scan = builder.open()) {
            while (true) {
                try (Arena arena = Arena.ofConfined()) {
                    ColumnBatch batch = scan.next(arena);
                    if (batch == null) {
                        return rows;
                    }
                    for (int row = 0; row < batch.rows(); row++) {
                        rows.add(row(batch, row));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<@Nullable Object> row(ColumnBatch batch, int row) {
        List<@Nullable Object> values = new ArrayList<>();
        batch.columns().forEach(column -> values.add(column.get(row)));
        return values;
    }

    /** A scan of files. */
    static ColumnScan.Builder scan(List<Path> files) {
        ColumnScan.Builder builder = ColumnScan.builder();
        files.forEach(file -> builder.file(absolute(file)));
        return builder;
    }

    /** All rows that Spark gives, in its order, with values as a scan gives them. */
    static List<List<@Nullable Object>> rows(Dataset<Row> table) {
        return Arrays.stream((Row[]) table.collect()).map(Samples::values).toList();
    }

    /** The values of a row, as a scan gives them. */
    static List<@Nullable Object> values(Row row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < row.length(); i++) {
            values.add(value(row.get(i)));
        }
        return values;
    }

    private static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Row row -> values(row);
            case Seq<?> items ->
                    CollectionConverters.asJava(items).stream()
                            .map(Samples::value)
                            .collect(ArrayList::new, List::add, List::addAll);
            case Date day -> (int) day.toLocalDate().toEpochDay();
            default -> value;
        };
    }
}
