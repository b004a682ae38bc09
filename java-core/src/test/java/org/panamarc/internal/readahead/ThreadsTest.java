package org.panamarc.internal.readahead;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadsTest {
    @ParameterizedTest
    @CsvSource({",1", "'',1", "' ',1", "1,1", "' 4 ',4", "256,256"})
    void theVariableSaysHowMany(@Nullable String text, int expected) {
        assertEquals(expected, Threads.parse(text, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "257", "-1", "two", "1.5", "99999999999"})
    void anythingElseIsAnError(String text) {
        assertEquals(
                "PANAMARC_NUM_THREADS is " + text + "; expected a whole number from 1 to 256",
                assertThrows(IllegalArgumentException.class, () -> Threads.parse(text, 1))
                        .getMessage());
    }

    @Test
    void whatIsAskedForNeedsNoVariable() {
        assertEquals(3, Threads.number(3));
        assertEquals(3, Threads.numberForAll(3));
        assertEquals(7, Threads.parse("", 7));
        assertEquals(2, Threads.parse("2", 7));
    }
}
