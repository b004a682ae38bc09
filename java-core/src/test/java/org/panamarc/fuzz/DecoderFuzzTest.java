package org.panamarc.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes, decoded as a value, keep the invariants of {@link DecoderCheck}. */
class DecoderFuzzTest {
    private static final int DAMAGED = 20_000;

    static Stream<Arguments> seeds() {
        return Seeds.named(Seeds.ofValues());
    }

    @MethodSource("seeds")
    @DictionaryFile(resourcePath = "marc.dict")
    @FuzzTest
    void anyBytesDecode(byte[] input) {
        DecoderCheck.valueDecodes(input);
    }

    @Test
    void seedsAndDamagedSeedsDecode() {
        Mutations.check(Seeds.ofValues(), DAMAGED, DecoderCheck::valueDecodes);
    }
}
