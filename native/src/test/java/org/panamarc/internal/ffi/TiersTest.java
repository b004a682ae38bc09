package org.panamarc.internal.ffi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.internal.ffi.Tiers.NoTier;
import org.panamarc.internal.ffi.Tiers.Refusal;
import org.panamarc.internal.ffi.Tiers.Tier;

class TiersTest {
    private static final NativeLibrary.Status MISSING =
            new NativeLibrary.Status(false, "there is none");

    private static Tiers.Choice choose(
            Map<String, String> properties,
            Map<String, String> environment,
            NativeLibrary.Status library) {
        return Tiers.choose(new Settings(properties::get, environment::get), library);
    }

    /** With the library of this machine, or not at all. */
    private static Tiers.Choice choose(String variable) {
        assumeTrue(NativeLibrary.status().loaded(), NativeLibrary.status().reason());
        return choose(Map.of(), Map.of("PANAMARC_NATIVE", variable), NativeLibrary.status());
    }

    @Test
    void unaskedTheLastTierRuns() {
        Tier last = new Tier(Tiers.runnable().size() - 1, "");
        assertEquals(last, choose("on"));
        assertEquals(last, choose("ON"));
        assertEquals(last, choose(Map.of(), Map.of(), NativeLibrary.status()));
    }

    @Test
    void eachTierCanBeChosenByItsName() {
        List<String> tiers = Tiers.runnable();
        for (int i = 0; i < tiers.size(); i++) {
            String name = tiers.get(i);
            String advice =
                    i == tiers.size() - 1
                            ? ""
                            : "; leave that out for the fastest, " + tiers.getLast();
            assertEquals(new Tier(i, "chosen by PANAMARC_NATIVE=" + name + advice), choose(name));
            String upper = name.toUpperCase(Locale.ROOT);
            assertEquals(new Tier(i, "chosen by PANAMARC_NATIVE=" + upper + advice), choose(upper));
        }
    }

    @Test
    void thePropertyGoesBeforeTheVariable() {
        assumeTrue(NativeLibrary.status().loaded(), NativeLibrary.status().reason());
        Tiers.Choice choice =
                choose(
                        Map.of("panamarc.native", "scalar"),
                        Map.of("PANAMARC_NATIVE", "nonsense"),
                        NativeLibrary.status());
        assertEquals(
                new Tier(
                        0,
                        "chosen by -Dpanamarc.native=scalar; leave that out for the fastest, "
                                + Tiers.runnable().getLast()),
                choice);
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "avx1024", "sse2 "})
    void anotherNameIsRefusedWithThoseThatCanRun(String name) {
        Tiers.Choice choice = choose(name);
        String others =
                Stream.concat(
                                Stream.of("on", "off"),
                                Tiers.runnable().stream().limit(Tiers.runnable().size() - 1))
                        .collect(Collectors.joining(", "));
        assertEquals(
                new Refusal(
                        "PANAMARC_NATIVE=%s names no scanner that this machine can run; it can run %s or %s"
                                .formatted(name, others, Tiers.runnable().getLast())),
                choice);
    }

    @Test
    void theTierOfAnotherArchitectureIsRefused() {
        String foreign = System.getProperty("os.arch", "").equals("aarch64") ? "avx2" : "neon";
        assertEquals(Refusal.class, choose(foreign).getClass());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "on", "off"})
    void withoutTheLibraryNoTierRuns(String value) {
        assertEquals(
                new NoTier("there is none"),
                choose(Map.of(), Map.of("PANAMARC_NATIVE", value), MISSING));
    }

    @Test
    void withoutTheLibraryTheNameOfATierIsRefused() {
        assertEquals(
                new Refusal(
                        "PANAMARC_NATIVE=scalar names no scanner that this machine can run (there is none); it can run on or off"),
                choose(Map.of(), Map.of("PANAMARC_NATIVE", "scalar"), MISSING));
    }

    @Test
    void theChoiceOfTheProcessIsMadeOnce() {
        assertSame(Tiers.chosen(), Tiers.chosen());
    }
}
