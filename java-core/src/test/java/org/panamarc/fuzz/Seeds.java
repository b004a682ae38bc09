package org.panamarc.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.panamarc.testing.Bytes.concat;
import static org.panamarc.testing.Bytes.latin1;
import static org.panamarc.testing.Bytes.repeat;
import static org.panamarc.testing.Bytes.with;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.Arguments;
import org.panamarc.MarcReader;
import org.panamarc.MarcRecord;
import org.panamarc.ReadOptions;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;
import org.panamarc.testing.SpecFolder;

/** What fuzzing starts from: real records, the cases of {@code spec}, and some made by hand. */
final class Seeds {
    private static final int RECORDS_OF_A_FILE = 25;
    private static final int LARGEST = 8_000;

    private Seeds() {}

    /** Inputs of reading, by name: bytes that choose how, different for each, and what to read. */
    static Map<String, byte[]> ofReading() {
        Map<String, byte[]> seeds = new TreeMap<>();
        records()
                .forEach((name, bytes) -> {
                    byte[] how = new byte[Choice.BYTES];
                    new Random(name.hashCode()).nextBytes(how);
                    seeds.put(name, concat(how, bytes));
                });
        return seeds;
    }

    /** The seeds as arguments of a parameterized test. */
    static Stream<Arguments> named(Map<String, byte[]> seeds) {
        return seeds.entrySet().stream()
                .map(seed -> Arguments.of(Named.of(seed.getKey(), seed.getValue())));
    }

    private static Map<String, byte[]> records() {
        Map<String, byte[]> seeds = new TreeMap<>(byHand());
        for (Path file : files("data")) {
            List<byte[]> records = firstRecords(file);
            for (int i = 0; i < records.size(); i++) {
                seeds.put(file.getFileName() + " " + (i + 1), records.get(i));
            }
        }
        Path cases = SpecFolder.file("cases");
        for (Path file : files("cases")) { // those that are compressed are too large
            seeds.put(cases.relativize(file).toString(), bytes(file));
        }
        seeds.values().removeIf(seed -> seed.length > LARGEST);
        return seeds;
    }

    /** Values, by name: MARC-8's cases for each decoder, which the first byte chooses. */
    static Map<String, byte[]> ofValues() {
        Map<String, byte[]> seeds = new TreeMap<>();
        String cases = new String(bytes(SpecFolder.file("marc8/cases.tsv")), UTF_8);
        cases.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .forEach(row -> {
                    byte[] value = HexFormat.ofDelimiter(" ").parseHex(row[1]);
                    for (int decoder = 0; decoder < 8; decoder++) {
                        seeds.put(row[0] + " " + decoder, concat(Bytes.of(decoder), value));
                    }
                });
        return seeds;
    }

    private static Map<String, byte[]> byHand() {
        byte[] record = RecordBuilder.numbered(7);
        byte[] second = RecordBuilder.numbered(8);
        byte[] marc8 =
                new RecordBuilder().scheme(' ').field("245", latin1("10\u001Fa\u00E8e")).build();
        return Map.ofEntries(
                entry("nothing", new byte[0]),
                entry("filler", latin1("\r\n \u0000\u001A\u00EF\u00BB\u00BF")),
                entry("smallest record", new RecordBuilder().build()),
                entry("MARC-8", marc8),
                entry("two records", concat(record, second)),
                entry("newline between", concat(record, latin1("\n"), second)),
                entry("cut short", concat(Arrays.copyOf(record, record.length - 40), second)),
                entry("only a leader", Arrays.copyOf(record, 24)),
                entry(
                        "no record terminator",
                        concat(Arrays.copyOf(record, record.length - 1), second)),
                entry(
                        "no end",
                        concat(Arrays.copyOf(with(record, 0, "99999"), 60), repeat('x', 300))),
                entry("no leader", concat(latin1("nothing of the kind "), record)));
    }

    private static List<byte[]> firstRecords(Path file) {
        try (MarcReader reader = MarcReader.open(file, ReadOptions.DEFAULT);
                Stream<MarcRecord> records = reader.stream()) {
            return records.limit(RECORDS_OF_A_FILE).map(MarcRecord::raw).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(String folder) {
        try (Stream<Path> files = Files.walk(SpecFolder.file(folder))) {
            return files.filter(file -> file.toString().matches(".*\\.mrc(\\.gz)?"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
