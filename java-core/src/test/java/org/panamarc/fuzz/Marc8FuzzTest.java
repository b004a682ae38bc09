package org.panamarc.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes, decoded as MARC-8, keep the invariants of {@link Marc8Check}. */
class Marc8FuzzTest {
    private static final int DAMAGED = 20_000;

    private final Marc8Check check = new Marc8Check();

    static Stream<Arguments> seeds() {
        return Seeds.named(Seeds.ofMarc8());
    }

    @MethodSource("seeds")
    @DictionaryFile(resourcePath = "marc.dict")
    @FuzzTest
    void anyBytesDecode(byte[] value) {
        check.decodes(value);
    }

    @Test
    void seedsAndDamagedSeedsDecode() {
        Mutations.check(Seeds.ofMarc8(), DAMAGED, check::decodes);
    }
}
