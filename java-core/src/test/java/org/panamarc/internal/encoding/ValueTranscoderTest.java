package org.panamarc.internal.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.FileEncoding;
import org.panamarc.Nfc;
import org.panamarc.ReadOptions;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.layout.BatchLayout;
import org.panamarc.internal.reader.BatchReader;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.source.Sources;
import org.panamarc.testing.RecordBuilder;

/** Values stay where they are in the raw bytes, unless they are something else. */
class ValueTranscoderTest {
    private static final ReadOptions NFC = ReadOptions.DEFAULT.withNfc(Nfc.ALL);
    private static final ReadOptions CYRILLIC =
            ReadOptions.DEFAULT.withFileEncoding(FileEncoding.of(Charset.forName("windows-1251")));
    private static final ReadOptions UNIMARC =
            ReadOptions.DEFAULT.withFileEncoding(FileEncoding.Rule.UNIMARC);

    /** The length of the batch that holds a record. */
    private static int length(byte[] input, ReadOptions options) throws IOException {
        try (BatchReader reader =
                new BatchReader(
                        Sources.ofSegment(MemorySegment.ofArray(input), "name", () -> {}),
                        options,
                        InputRange.whole(1),
                        null)) {
            assertEquals(ReadState.READY, reader.advance(1000, 1 << 20));
            return reader.readyLength();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Title", "Caf\u00E9", "\u0416", "\u4E2D", "\u1EC7", "\u0301", "e\u0334"})
    void utf8InNfcStaysWhereItIs(String title) throws IOException {
        byte[] input = new RecordBuilder().field("245", "10$a" + title).build();
        assertEquals(length(input, ReadOptions.DEFAULT), length(input, NFC));
        assertEquals(length(input, ReadOptions.DEFAULT), length(input, CYRILLIC));
        assertEquals(length(input, ReadOptions.DEFAULT), length(input, UNIMARC));
    }

    @Test
    void asciiStaysWhereItIsWhateverTheFileIsSaidToBe() throws IOException {
        byte[] input = new RecordBuilder().scheme(' ').field("245", "10$aTitle").build();
        assertEquals(length(input, ReadOptions.DEFAULT), length(input, NFC));
        assertEquals(length(input, ReadOptions.DEFAULT), length(input, CYRILLIC));
        assertEquals(length(input, ReadOptions.DEFAULT), length(input, UNIMARC));
    }

    @Test
    void allValuesOfARecordMoveWhereOneIsComposed() throws IOException {
        byte[] input = new RecordBuilder().field("001", "x").field("245", "10$ae\u0301").build();
        // "x" and "10$aé", each with its 0x1E; what follows begins at multiples of 8.
        assertEquals(
                BatchLayout.aligned(input.length + 2 + 7) - BatchLayout.aligned(input.length),
                length(input, NFC) - length(input, ReadOptions.DEFAULT));
    }
}
