package org.panamarc.internal.ffi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** The shared library that the jar carries for a platform. */
final class BundledLibrary {
    private BundledLibrary() {}

    /** A platform's folder in the jar, such as {@code linux-x86_64}, from what the JDK calls it. */
    static String platform(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.startsWith("mac")) {
            os = "macos";
        } else if (os.startsWith("windows")) {
            os = "windows";
        }
        String arch = osArch.toLowerCase(Locale.ROOT);
        return os
                + "-"
                + switch (arch) {
                    case "amd64" -> "x86_64";
                    case "arm64" -> "aarch64";
                    default -> arch;
                };
    }

    /**
     * Puts the platform's library into a temporary file that only this user can read, hands it to
     * {@code user} and deletes it: a loaded library needs its file no more. Windows keeps the file,
     * which it does not let go.
     *
     * @return false, without calling {@code user}, where the jar has no library for the platform
     * @throws IOException if the file cannot be written
     */
    static boolean extract(String platform, Consumer<Path> user) throws IOException {
        String name = System.mapLibraryName("panamarc");
        try (InputStream library =
                BundledLibrary.class.getResourceAsStream(
                        "/META-INF/native/" + platform + "/" + name)) {
            if (library == null) {
                return false;
            }
            Path file = Files.createTempFile("panamarc-", "-" + name);
            try {
                try (OutputStream out = Files.newOutputStream(file)) {
                    library.transferTo(out);
                }
                user.accept(file);
            } finally {
                if (!platform.startsWith("windows")) {
                    Files.deleteIfExists(file);
                }
            }
            return true;
        }
    }
}
