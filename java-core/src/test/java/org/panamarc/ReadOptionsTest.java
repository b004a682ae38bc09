package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadOptionsTest {
    private static final ReadOptions DEFAULT = ReadOptions.DEFAULT;

    @Test
    void eachWithChangesOneThing() {
        ReadOptions changed =
                DEFAULT.withOnError(ErrorPolicy.SKIP)
                        .withStrict(true)
                        .withFraming(Framing.TERMINATOR)
                        .withFileEncoding(FileEncoding.Rule.UNIMARC)
                        .withNfc(Nfc.ALL)
                        .withKeepReferences(true)
                        .withWindowBytes(1)
                        .withBatchRecords(2)
                        .withBatchBytes(3)
                        .withMaxRecordBytes(26)
                        .withThreads(4)
                        .withQuarantine(Path.of("aside"))
                        .withFormat(MarcFormat.LINE);
        assertEquals(
                new ReadOptions(
                        ErrorPolicy.SKIP,
                        true,
                        Framing.TERMINATOR,
                        FileEncoding.Rule.UNIMARC,
                        Nfc.ALL,
                        true,
                        1,
                        2,
                        3,
                        26,
                        4,
                        Path.of("aside"),
                        MarcFormat.LINE),
                changed);
        assertTrue(changed.strict());
    }

    @Test
    void sizesThatCannotBeAreErrors() {
        assertMessage(
                "windowBytes is 0; expected 1 to 1073741824", () -> DEFAULT.withWindowBytes(0));
        assertMessage(
                "batchRecords is -1; expected 1 to 1073741824", () -> DEFAULT.withBatchRecords(-1));
        assertMessage("batchBytes is 0; expected 1 to 1073741824", () -> DEFAULT.withBatchBytes(0));
        assertMessage(
                "maxRecordBytes is 25; expected 26 to 1073741824",
                () -> DEFAULT.withMaxRecordBytes(25));
        assertMessage(
                "windowBytes is 2147483647; expected 1 to 1073741824",
                () -> DEFAULT.withWindowBytes(Integer.MAX_VALUE));
        assertMessage("threads is -1; expected 0 to 256", () -> DEFAULT.withThreads(-1));
        assertMessage("threads is 257; expected 0 to 256", () -> DEFAULT.withThreads(257));
    }

    private static void assertMessage(String expected, Runnable runnable) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, runnable::run).getMessage());
    }
}
