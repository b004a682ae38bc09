package org.panamarc.internal.ffi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.internal.ffi.generated.panamarc_h;

class NativeLibraryTest {
    private static final String PLATFORM =
            BundledLibrary.platform(System.getProperty("os.name"), System.getProperty("os.arch"));

    private static NativeLibrary.Status load(
            Map<String, String> properties, Map<String, String> environment) {
        return NativeLibrary.load(new Settings(properties::get, environment::get));
    }

    private static boolean jarHasLibrary() {
        String name = System.mapLibraryName("panamarc");
        return NativeLibrary.class.getResource("/META-INF/native/" + PLATFORM + "/" + name) != null;
    }

    @Test
    void theLibraryOfTheJarIsLoadedWhereThereIsOne() {
        NativeLibrary.Status status = load(Map.of(), Map.of());
        String missing =
                "the jar holds no native library for %s; build native/ with CMake and pass -Dpanamarc.library=PATH or set PANAMARC_LIBRARY=PATH"
                        .formatted(PLATFORM);
        assertEquals(jarHasLibrary() ? "" : missing, status.reason());
        assertEquals(jarHasLibrary(), status.loaded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "OFF"})
    void thePropertySwitchesItOff(String off) {
        NativeLibrary.Status status = load(Map.of("panamarc.native", off), Map.of());
        assertFalse(status.loaded());
        assertEquals(
                "the native library is switched off by -Dpanamarc.native=%s; leave that out to use it"
                        .formatted(off),
                status.reason());
    }

    @Test
    void theVariableSwitchesItOff() {
        NativeLibrary.Status status = load(Map.of(), Map.of("PANAMARC_NATIVE", "off"));
        assertFalse(status.loaded());
        assertEquals(
                "the native library is switched off by PANAMARC_NATIVE=off; leave that out to use it",
                status.reason());
    }

    @Test
    void thePropertyGoesBeforeTheVariable() {
        assertEquals(
                load(Map.of(), Map.of()),
                load(Map.of("panamarc.native", "on"), Map.of("PANAMARC_NATIVE", "off")));
    }

    @Test
    void anEmptySettingIsNone() {
        assertEquals(
                load(Map.of(), Map.of()),
                load(
                        Map.of("panamarc.library", ""),
                        Map.of("PANAMARC_LIBRARY", "", "PANAMARC_NATIVE", "")));
    }

    @Test
    void aNamedFileThatIsNotThereIsNamedInTheReason(@TempDir Path folder) {
        Path library = folder.resolve("libpanamarc.so");
        NativeLibrary.Status status = load(Map.of(), Map.of("PANAMARC_LIBRARY", library + ""));
        assertFalse(status.loaded());
        assertEquals(
                "the native library of PANAMARC_LIBRARY=%s cannot be used (Can't load library: %s); name one built for this machine and this version, or leave that out"
                        .formatted(library, library),
                status.reason());
    }

    @Test
    void aPathThatCannotBeOneIsReported() {
        NativeLibrary.Status status = load(Map.of("panamarc.library", "a\0b"), Map.of());
        assertFalse(status.loaded());
        assertTrue(status.reason().contains("Nul character not allowed"), status.reason());
    }

    @Test
    void anotherVersionOfTheInterfaceIsRefused() {
        Error error = assertThrows(LinkageError.class, () -> NativeLibrary.checkVersion(1000));
        assertEquals(
                "its interface has version 1000, but %d is needed"
                        .formatted(panamarc_h.PANAMARC_ABI_VERSION()),
                error.getMessage());
    }

    @Test
    void theStatusOfTheProcessIsFoundOutOnce() {
        assertSame(NativeLibrary.status(), NativeLibrary.status());
    }

    @ParameterizedTest
    @CsvSource({
        "Linux,amd64,linux-x86_64",
        "Linux,aarch64,linux-aarch64",
        "Mac OS X,aarch64,macos-aarch64",
        "Mac OS X,x86_64,macos-x86_64",
        "Windows 11,amd64,windows-x86_64",
        "FreeBSD,arm64,freebsd-aarch64",
    })
    void platformsHaveOneNameWhateverTheJdkCallsThem(String os, String arch, String platform) {
        assertEquals(platform, BundledLibrary.platform(os, arch));
    }
}
