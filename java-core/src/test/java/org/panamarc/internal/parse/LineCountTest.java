package org.panamarc.internal.parse;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineCountTest {
    private static final byte[] TEXT = "ab\nc\r\n\r\rd\n\n\re".getBytes(US_ASCII);

    /** Line and column of each byte of the text, and of its end. */
    private static final int[][] PLACES = {
        {1, 1}, {1, 2}, {1, 3}, {2, 1}, {2, 2}, {3, 1}, {3, 1}, {4, 1}, {5, 1}, {5, 2}, {6, 1},
        {7, 1}, {8, 1}, {8, 2}
    };

    /** After a carriage return a line feed is the first byte of a line, and ends none. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 13})
    void stretchesOfAnyLengthCountAlike(int length) {
        LineCount count = new LineCount();
        for (int start = 0; start < TEXT.length; start += length) {
            int end = Math.min(start + length, TEXT.length);
            byte[] stretch = Arrays.copyOfRange(TEXT, start, end);
            count.next(stretch, stretch.length);
            for (int at = start; at <= end; at++) {
                assertEquals(PLACES[at][0], count.line(at - start), "line at " + at);
                assertEquals(PLACES[at][1], count.column(at - start), "column at " + at);
            }
            Arrays.fill(stretch, (byte) 0); // as the array may serve for the next one
        }
    }
}
