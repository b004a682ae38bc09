package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

class QuarantineTest {
    private static final byte[] GOOD = RecordBuilder.numbered(1);
    private static final int SIZE = GOOD.length;
    private static final byte[] BROKEN = Bytes.with(GOOD, 0, "99999");
    private static final byte[] ODD = Bytes.with(GOOD, 20, "4501"); // its structure holds
    private static final byte[] JUNK = Bytes.latin1("no\trecord at all, and more than a window");
    private static final byte[] INPUT =
            Bytes.concat(Bytes.latin1("\n"), GOOD, BROKEN, ODD, JUNK, GOOD, Bytes.latin1("\r\n"));
    private static final int BROKEN_AT = 1 + SIZE;
    private static final int ODD_AT = BROKEN_AT + SIZE;
    private static final int JUNK_AT = ODD_AT + SIZE;
    private static final int LAST_AT = JUNK_AT + JUNK.length + SIZE;
    private static final String HEADINGS =
            "source\tstart\tlength\tat\twhat\trecord\tkind\tseverity\toffset\ttag\tmessage";

    private @TempDir Path folder;
    private Path input;
    private Path quarantine;
    private Path report;

    @BeforeEach
    void write() throws IOException {
        input = Files.write(folder.resolve("input.mrc"), INPUT);
        quarantine = folder.resolve("bad.mrc");
        report = folder.resolve("bad.mrc.tsv");
    }

    private ReadOptions options(ErrorPolicy policy, int window) {
        return ReadOptions.DEFAULT
                .withOnError(policy)
                .withWindowBytes(window)
                .withBatchRecords(1)
                .withQuarantine(quarantine);
    }

    private static void readToTheEnd(MarcReader reader) throws IOException {
        while (true) {
            try {
                if (reader.readBatch().isEmpty()) {
                    return;
                }
            } catch (MarcFormatException e) {
                // What it is about is in the quarantine.
            }
        }
    }

    private String row(Object... cells) {
        return input
                + "\t"
                + String.join("\t", List.of(cells).stream().map(Object::toString).toList());
    }

    private String skipped(int start, int length, int at, String reason) {
        return row(start, length, at, reason, "", "", "", "", "", "");
    }

    @ParameterizedTest
    @CsvSource({
        "RECOVER, repaired, 7",
        "RECOVER, repaired, 1048576",
        "SKIP, left out, 7",
        "RAISE, left out, 7",
        "RAISE, left out, 1048576"
    })
    void itHoldsWhatSkipLeavesOutAndWhatIsNoRecord(ErrorPolicy policy, String what, int window)
            throws IOException {
        try (MarcReader reader = MarcReader.open(input, options(policy, window))) {
            readToTheEnd(reader);
            assertArrayEquals(
                    Bytes.concat(Bytes.latin1("\n"), BROKEN, JUNK, Bytes.latin1("\r\n")),
                    Files.readAllBytes(quarantine));
            assertEquals(
                    List.of(
                            HEADINGS,
                            skipped(0, 1, 0, "filler"),
                            row(
                                    BROKEN_AT,
                                    SIZE,
                                    1,
                                    what,
                                    2,
                                    "record-length",
                                    "structure",
                                    BROKEN_AT,
                                    "",
                                    "the leader states a record length of '99999'; the record has "
                                            + SIZE
                                            + " bytes"),
                            skipped(JUNK_AT, JUNK.length, 1 + SIZE, "no leader"),
                            skipped(LAST_AT, 2, 1 + SIZE + JUNK.length, "filler")),
                    Files.readAllLines(report));
        }
    }

    @Test
    void strictPutsContentDefectsAsideToo() throws IOException {
        ReadOptions options = options(ErrorPolicy.SKIP, 1 << 20).withStrict(true);
        try (MarcReader reader = MarcReader.open(input, options)) {
            readToTheEnd(reader);
        }
        assertEquals(
                row(
                        ODD_AT,
                        SIZE,
                        1 + SIZE,
                        "left out",
                        3,
                        "leader",
                        "content",
                        ODD_AT + 20,
                        "",
                        "leader/20-23 is '4501', expected '4500', as which the directory is read"),
                Files.readAllLines(report).get(3));
    }

    @Test
    void aReaderClosedEarlyCompletesWhatItHas() throws IOException {
        ReadOptions options = options(ErrorPolicy.SKIP, 1 << 20).withBatchRecords(2);
        try (MarcReader reader = MarcReader.open(input, options)) {
            reader.readBatch(2);
        }
        assertArrayEquals(Bytes.concat(Bytes.latin1("\n"), BROKEN), Files.readAllBytes(quarantine));
        assertEquals(3, Files.readAllLines(report).size());
    }

    @Test
    void eachReaderOfAFileReplacesIt() throws IOException {
        try (MarcFile file = MarcFile.open(input, options(ErrorPolicy.SKIP, 1 << 20))) {
            readToTheEnd(file.reader());
            readToTheEnd(file.reader());
        }
        assertEquals(1 + SIZE + JUNK.length + 2, Files.size(quarantine));
        assertEquals(5, Files.readAllLines(report).size());
    }

    @Test
    void anInputIsNotOverwrittenByItsQuarantine() throws IOException {
        quarantine = input;
        ReadOptions options = options(ErrorPolicy.SKIP, 1 << 20);
        String message = input + ": the quarantine is the input itself; it would be overwritten";
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> MarcReader.open(input, options))
                        .getMessage());
        try (MarcFile file = MarcFile.open(input, options)) {
            assertEquals(
                    message,
                    assertThrows(IllegalArgumentException.class, file::reader).getMessage());
        }
        assertArrayEquals(INPUT, Files.readAllBytes(input));
    }

    @Test
    void aPlaceThatCannotBeWrittenIsSaidAtOnce() {
        quarantine = folder.resolve("missing").resolve("bad.mrc");
        assertThrows(
                NoSuchFileException.class,
                () -> MarcReader.open(input, options(ErrorPolicy.SKIP, 1 << 20)));
    }
}
