package org.panamarc.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes, read in any way, keep the invariants of {@link ReadCheck}, {@link ScannerCheck},
 * {@link RunsCheck} and {@link BatchCheck}.
 */
class ReadFuzzTest {
    private static final int DAMAGED = 400;

    static Stream<Arguments> seeds() {
        return Seeds.named(Seeds.ofReading());
    }

    @MethodSource("seeds")
    @DictionaryFile(resourcePath = "marc.dict")
    @FuzzTest
    void anyBytesReadTheSameInEveryWay(byte[] input) {
        check(input);
    }

    @Test
    void seedsAndDamagedSeedsReadTheSameInEveryWay() {
        Mutations.check(Seeds.ofReading(), DAMAGED, ReadFuzzTest::check);
    }

    private static void check(byte[] input) {
        Choice choice = Choice.of(input);
        ScannerCheck.fastestGivesWhatJavaGives(choice.bytes, choice.number & 7, choice.number & 63);
        if (!choice.compressed()) { // or what is read is another input
            ReadCheck.everyWayToReadGivesTheSame(choice);
            ReadCheck.piecesEndAtFieldTerminators(choice);
            RunsCheck.fastestPacksWhatJavaPacks(choice);
            BatchCheck.valuesAreWellFormed(choice.bytes, choice.options);
        }
    }
}
