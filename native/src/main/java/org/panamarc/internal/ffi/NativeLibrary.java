package org.panamarc.internal.ffi;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.panamarc.internal.ffi.generated.panamarc_h;

/**
 * The shared library of the C kernels, loaded at most once in a JVM and never required.
 *
 * <p>It is, in this order,
 *
 * <ol>
 *   <li>not loaded where the system property {@code panamarc.native} or the environment variable
 *       {@code PANAMARC_NATIVE} says {@code off};
 *   <li>the file that the system property {@code panamarc.library} or the environment variable
 *       {@code PANAMARC_LIBRARY} names;
 *   <li>the one that the jar carries for this platform.
 * </ol>
 *
 * <p>A property goes before its variable. Whatever goes wrong is a {@link Status}, never an
 * exception. Safe for use by any number of threads.
 */
public final class NativeLibrary {
    /**
     * Whether the library is loaded, so that {@link panamarc_h} may be used.
     *
     * @param loaded true where it is
     * @param reason empty where it is loaded, else one sentence that says why not and what to do
     */
    public record Status(boolean loaded, String reason) {
        private static final Status LOADED = new Status(true, "");

        private static Status not(String reason) {
            return new Status(false, reason);
        }
    }

    private static final class Holder {
        private static final Status STATUS = load(Settings.ofThisProcess());
    }

    private NativeLibrary() {}

    /** How loading the library in this JVM ended; the first call loads it. */
    public static Status status() {
        return Holder.STATUS;
    }

    /** As {@link #status}, with the given settings, and loading on every call. */
    static Status load(Settings settings) {
        Settings.@Nullable Setting use = use(settings);
        if (use != null && use.value().equalsIgnoreCase("off")) {
            return Status.not(
                    "the native library is switched off by " + use + "; leave that out to use it");
        }
        Settings.@Nullable Setting path = settings.find("panamarc.library", "PANAMARC_LIBRARY");
        return path != null ? loadFile(path) : loadBundled();
    }

    /** Whether the library is to be used, and which of its tiers: see {@link Tiers}. */
    static Settings.@Nullable Setting use(Settings settings) {
        return settings.find("panamarc.native", "PANAMARC_NATIVE");
    }

    private static Status loadFile(Settings.Setting path) {
        try {
            loadAndCheck(Path.of(path.value()).toAbsolutePath());
            return Status.LOADED;
        } catch (IllegalCallerException e) {
            return accessDenied();
        } catch (LinkageError | RuntimeException e) {
            return Status.not(
                    "the native library of %s cannot be used (%s); name one built for this machine and this version, or leave that out"
                            .formatted(path, message(e)));
        }
    }

    private static Status loadBundled() {
        String platform =
                BundledLibrary.platform(
                        System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        try {
            if (!BundledLibrary.extract(platform, NativeLibrary::loadAndCheck)) {
                return Status.not(
                        "the jar holds no native library for %s; build native/ with CMake and pass -Dpanamarc.library=PATH or set PANAMARC_LIBRARY=PATH"
                                .formatted(platform));
            }
            return Status.LOADED;
        } catch (IllegalCallerException e) {
            return accessDenied();
        } catch (IOException e) {
            return Status.not(
                    "the native library of the jar cannot be unpacked (%s); name a folder that can be written with -Djava.io.tmpdir=PATH"
                            .formatted(e));
        } catch (LinkageError | RuntimeException e) {
            return Status.not(
                    "the native library of the jar cannot be used (%s); name a folder that allows execution with -Djava.io.tmpdir=PATH, or pass -Dpanamarc.library=PATH with one built for this machine"
                            .formatted(message(e)));
        }
    }

    /**
     * Loads the library and makes sure that it speaks the interface of the bindings.
     *
     * @throws LinkageError where it cannot be loaded, is not panamarc's or of another version
     */
    @SuppressWarnings("restricted") // Loading a library is what this class is for.
    private static void loadAndCheck(Path library) {
        System.load(library.toString());
        checkVersion(panamarc_h.panamarc_abi_version());
    }

    static void checkVersion(int version) {
        int needed = panamarc_h.PANAMARC_ABI_VERSION();
        if (version != needed) {
            throw new UnsatisfiedLinkError(
                    "its interface has version %d, but %d is needed".formatted(version, needed));
        }
    }

    private static Status accessDenied() {
        Module module = NativeLibrary.class.getModule();
        return Status.not(
                "this JVM denies access to native code; pass --enable-native-access=%s"
                        .formatted(module.isNamed() ? module.getName() : "ALL-UNNAMED"));
    }

    /** The message that says most: a missing symbol comes wrapped in an error without one. */
    private static String message(Throwable thrown) {
        Throwable teller = thrown;
        while (teller.getMessage() == null && teller.getCause() != null) {
            teller = teller.getCause();
        }
        String message = teller.getMessage();
        return message != null ? message : teller.getClass().getSimpleName();
    }
}
