package org.panamarc.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes between two records leave these as they are: see {@link NeighboursCheck}. */
class NeighboursFuzzTest {
    private static final int DAMAGED = 1500;

    static Stream<Arguments> seeds() {
        return Seeds.named(Seeds.ofReading());
    }

    @MethodSource("seeds")
    @DictionaryFile(resourcePath = "marc.dict")
    @FuzzTest
    void anyBytesLeaveTheirNeighboursWhole(byte[] input) {
        check(input);
    }

    @Test
    void seedsAndDamagedSeedsLeaveTheirNeighboursWhole() {
        Mutations.check(Seeds.ofReading(), DAMAGED, NeighboursFuzzTest::check);
    }

    private static void check(byte[] input) {
        Choice choice = Choice.of(input);
        NeighboursCheck.neighboursStayWhole(choice, choice.number & 3);
    }
}
