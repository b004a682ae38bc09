package org.panamarc.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables become files, task by task, whose rows read as they were. */
class WriteTest {
    @TempDir private Path folder;

    private static Dataset<Row> whole(String path) {
        return Samples.spark().read().format("marc").option("columns", "whole").load(path);
    }

    private static Dataset<Row> books() {
        return whole(Samples.data("loc_bibliographic_386.mrc").toString());
    }

    /** Rows, in whose leaders nothing is that follows from the fields and the coding. */
    private static List<List<@Nullable Object>> rows(Dataset<Row> table) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<@Nullable Object> row : Samples.rows(table)) {
            String leader = String.valueOf(row.getFirst());
            rows.add(List.of(leader.substring(5, 9), leader.substring(17, 20), row.get(1)));
        }
        return rows;
    }

    private static List<List<@Nullable Object>> sorted(Dataset<Row> table) {
        return rows(table).stream().sorted(Comparator.comparing(List::toString)).toList();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "iso2709, none, .mrc",
        "marcxml, gzip, .xml.gz",
        "json, bzip2, .json.bz2",
        "jsonl, zstd, .jsonl.zst",
        "mrk, none, .mrk",
    })
    void rowsReadAsTheyWereWritten(String format, String compression, String suffix)
            throws IOException {
        Path target = folder.resolve("out");
        books().repartition(3)
                .write()
                .format("marc")
                .option("format", format)
                .option("compression", compression)
                .save(target.toString());
        List<String> names = names(target).stream().filter(name -> !name.startsWith(".")).toList();
        assertEquals("_SUCCESS", names.getFirst());
        assertEquals(4, names.size());
        assertTrue(names.stream().skip(1).allMatch(name -> name.endsWith(suffix)), names::toString);
        assertEquals(sorted(books()), sorted(whole(target.toString())));
    }

    private void save(Dataset<Row> rows, SaveMode mode) {
        rows.write().format("marc").mode(mode).save(folder.resolve("out").toString());
    }

    private List<Row> saved() {
        return whole(folder.resolve("out").toString()).collectAsList();
    }

    @Test
    void modesDoWithAFolderWhatTheySay() {
        Dataset<Row> two = books().limit(2).cache();
        save(two, SaveMode.ErrorIfExists);
        Exception error = assertThrows(Exception.class, () -> save(two, SaveMode.ErrorIfExists));
        assertTrue(
                String.valueOf(error.getMessage()).contains("PATH_ALREADY_EXISTS"),
                error.toString());
        save(two, SaveMode.Ignore);
        assertEquals(two.collectAsList(), saved());
        save(two, SaveMode.Append);
        assertEquals(4, saved().size());
        save(books().limit(5), SaveMode.Overwrite);
        assertEquals(books().limit(5).collectAsList(), saved());
    }

    @Test
    void folderMayBeOverwrittenByWhatIsReadFromIt() throws IOException {
        save(books().limit(9), SaveMode.ErrorIfExists);
        Dataset<Row> some = whole(folder.resolve("out").toString()).where("leader like '%nam%'");
        List<Row> expected = some.collectAsList();
        assertTrue(!expected.isEmpty() && expected.size() < 9);
        save(some, SaveMode.Overwrite);
        assertEquals(expected, saved());
        assertEquals(List.of("out"), names(folder));
    }

    private static Dataset<Row> made(String leader, String fields) {
        return Samples.spark()
                .sql(
                        """
                        select cast(%s as string) as leader, cast(%s as array<struct<tag string, ind1 string,
                        ind2 string, subfields array<struct<code string, value string>>>>) as fields
                        """
                                .formatted(leader, fields));
    }

    private static String rootMessage(Exception error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    @Test
    void overwritingThatFailsLeavesTheFolder() throws IOException {
        save(books().limit(3), SaveMode.ErrorIfExists);
        List<Row> before = saved();
        Dataset<Row> bad = books().limit(2).union(made("'short'", "array()"));
        Exception error = assertThrows(Exception.class, () -> save(bad, SaveMode.Overwrite));
        assertTrue(
                rootMessage(error)
                        .matches(
                                "part-.*\\.mrc: record 1: a leader has 24 characters; found 5 in 'short'"),
                rootMessage(error));
        assertEquals(before, saved());
        assertEquals(List.of("out"), names(folder));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    null | leader is null; expected text
                    array(null) | field 1 of the row is null; expected a struct
                    array(struct('245', '1', null, array())) | field 245: ind2 is null; expected text
                    array(struct('245', '1', '10', array())) | field 245: ind2 is '10'; expected one character
                    array(struct('245', '1', '0', null)) | field 245: subfields is null; expected an array
                    array(struct('245', '1', '0', array(struct('ab', 'x')))) | field 245: the code of subfield 1 is 'ab'; expected one character
                    array(struct('245', '1', '0', array(struct('a', null)))) | field 245: the value of subfield 1 is null; expected text
                    array(struct('245', null, null, array(struct('a', 'x')))) | field 245: ind1 and ind2 are null, as in a control field; expected one subfield then, whose code is null
                    array(struct('245', null, null, array(struct(null, 'x')))) | field 245: a control field, expected a control field for the tags 001 to 009, else a data field
                    array(struct('24', '1', '0', array(struct('a', 'x')))) | field 24: the tag is '24', expected three letters or digits
                    array(struct('245', 'é', '0', array(struct('a', 'x')))) | field 245: the indicators is 'é0', expected two printable ASCII characters
                    array(struct('245', '1', '0', array(struct('a', cast(x'ff' as string))))) | field 245: the value of subfield 1 is '�', which is not UTF-8; expected text
                    array(struct('001', null, null, array(struct(null, 'ocm1'))), struct('245', '1', '0', array(struct('a', char(31))))) | field 245: subfield $a holds 0x1F at character 0, which ISO 2709 reserves for structure (its field 001 is 'ocm1')
                    """)
    void rowThatIsNoRecordIsAnErrorThatSaysWhere(String fields, String expected) {
        String leader = fields.equals("null") ? "null" : "'00000nam a2200000   4500'";
        Exception error =
                assertThrows(Exception.class, () -> save(made(leader, fields), SaveMode.Append));
        assertTrue(rootMessage(error).endsWith(".mrc: record 1: " + expected), rootMessage(error));
    }

    @Test
    void recordsInMarc8ComeBackAsTheyWere() {
        Dataset<Row> text =
                made(
                        "'00000nam  2200000   4500'",
                        "array(struct('001', null, null, array(struct(null, 'a1'))),"
                                + " struct('245', '0', '0', array(struct('a', 'Kru\u0308ger & Co.'))))");
        save(text, SaveMode.Append);
        assertEquals(rows(text), rows(whole(folder.resolve("out").toString())));
    }

    @Test
    void textThatMarc8WouldReadAsACharacterIsAnError() {
        Dataset<Row> text =
                made(
                        "'00000nam  2200000   4500'",
                        "array(struct('245', '0', '0', array(struct('a', '&#x0041; &#x1E9E;'))))");
        Exception error = assertThrows(Exception.class, () -> save(text, SaveMode.Append));
        assertTrue(
                rootMessage(error)
                        .endsWith(
                                "record 1: field 245: the text holds &#x1E9E;, which reads as a character in MARC-8; expected that character, or the coding utf-8"),
                rootMessage(error));
        text.write()
                .format("marc")
                .option("coding", "utf-8")
                .mode("append")
                .save(folder.resolve("out").toString());
        assertEquals(rows(text), rows(whole(folder.resolve("out").toString())));
    }

    @Test
    void whatAFormatCannotCarryIsAnErrorThatNamesTheField() {
        Dataset<Row> local =
                made(
                        "'00000nam a2200000   4500'",
                        "array(struct('FMT', null, null, array(struct(null, 'BK'))))");
        Exception error =
                assertThrows(
                        Exception.class,
                        () ->
                                local.write()
                                        .format("marc")
                                        .option("format", "marcxml")
                                        .save(folder.resolve("local").toString()));
        assertTrue(
                rootMessage(error).contains(".xml: record 1: field FMT: 1 control fields of local"),
                rootMessage(error));
        save(local, SaveMode.ErrorIfExists);
        assertEquals(rows(local), rows(whole(folder.resolve("out").toString())));
    }

    @Test
    void tasksThatFailAreRepeatedAndGiveEachRecordOnce() {
        Dataset<Row> books = books().repartition(4);
        Dataset<Row> failing =
                books.mapPartitions(
                        (MapPartitionsFunction<Row, Row>)
                                rows -> {
                                    if (TaskContext.get().attemptNumber() == 0) {
                                        for (int i = 0; i < 20; i++) {
                                            rows.next();
                                        }
                                        throw new IllegalStateException("a fault");
                                    }
                                    return rows;
                                },
                        Encoders.row(books.schema()));
        save(failing, SaveMode.ErrorIfExists);
        assertEquals(sorted(books()), sorted(whole(folder.resolve("out").toString())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    formt | x | there is no option formt; expected one of [coding, compression, format,
                    format | x | there is no format 'x'; expected one of iso2709
                    format | aleph | the format aleph is only read; write another one
                    format | bibtex | the format bibtex holds a part of each record; expected one that holds all of it
                    coding | utf8 | option coding is 'utf8'; expected utf-8 or marc-8
                    compression | lz4 | option compression is 'lz4'; expected none, gzip, bzip2 or zstd
                    overlong | x | option overlong is 'x'; expected true or false
                    """)
    void wrongOptionIsAnErrorBeforeAnythingIsWritten(String name, String value, String message)
            throws IOException {
        Exception error =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                books().write()
                                        .format("marc")
                                        .option(name, value)
                                        .save(folder.resolve("out").toString()));
        assertTrue(String.valueOf(error.getMessage()).startsWith(message), error.toString());
        assertEquals(List.of(), names(folder));
    }

    @Test
    void otherColumnsAndFoldersByValuesAreErrors() {
        Dataset<Row> titles =
                Samples.spark()
                        .read()
                        .format("marc")
                        .load(Samples.data("bu_bibs_100.mrc").toString());
        assertTrue(
                error(() -> save(titles, SaveMode.Append))
                        .matches(
                                "the columns are control_number STRING,.*; expected leader string, fields array<.*"));
        assertTrue(
                error(() ->
                                books().write()
                                        .format("marc")
                                        .partitionBy("leader")
                                        .save(folder.toString()))
                        .startsWith(
                                "partitionBy([\"leader\"]): the source marc writes no folders"));
        assertEquals(
                "no path is given; expected save(path)",
                error(() -> books().write().format("marc").save()));
    }

    private static String error(org.junit.jupiter.api.function.Executable run) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, run).getMessage());
    }
}
