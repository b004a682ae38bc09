package org.panamarc.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.panamarc.internal.kernel.Scanners;

/** The property that chooses the scanner, in a JVM of its own each time, where it is read once. */
@DisabledIfSystemProperty(
        named = "panamarc.native",
        matches = ".+",
        disabledReason = "the child would be given this scanner")
@Timeout(120)
class ChosenScannerTest {
    @TempDir Path folder;

    static List<String> tiers() {
        return Scanners.tiers();
    }

    private Path quarantine() {
        return folder.resolve("quarantine.mrc");
    }

    /** What a JVM says: its scanner, why, what could be chosen, and the records it has read. */
    private List<String> said(String choice) throws IOException {
        List<String> flags = List.of("-Dpanamarc.native=" + choice, "-Dquarantine=" + quarantine());
        try (Child child = new Child(folder, ScannerChild.class, flags)) {
            return Stream.of(child.hear(), child.hear(), child.hear(), child.hear()).toList();
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("tiers")
    void eachTierOfThisMachineCanBeChosen(String tier) throws IOException {
        String fastest = tiers().getLast();
        String advice = tier.equals(fastest) ? "" : "; leave that out for the fastest, " + fastest;
        assertEquals(
                List.of(
                        "native " + tier,
                        "chosen by -Dpanamarc.native=" + tier + advice,
                        String.join(" ", tiers()),
                        "50"),
                said(tier));
    }

    @Test
    void offChoosesTheOneInJava() throws IOException {
        assertEquals(
                List.of(
                        "java",
                        "the native library is switched off by -Dpanamarc.native=off; leave that out to use it",
                        "",
                        "50"),
                said("off"));
    }

    @Test
    void anotherNameIsRefusedEachTimeAndNothingIsOverwritten() throws IOException {
        Files.writeString(quarantine(), "of an earlier reader");
        String why = tiers().isEmpty() ? " (" + Scanners.reason() + ")" : "";
        String refused =
                "-Dpanamarc.native=avx1024 names no scanner that this machine can run%s; it can run "
                        .formatted(why);
        String can =
                tiers().isEmpty()
                        ? "on or off"
                        : "on, off, "
                                + String.join(", ", tiers()).replaceFirst(", (?=[^,]*$)", " or ");
        assertEquals(List.of(refused + can, refused + can, refused + can, "0"), said("avx1024"));
        assertEquals("of an earlier reader", Files.readString(quarantine()));
    }
}
