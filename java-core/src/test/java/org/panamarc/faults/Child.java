package org.panamarc.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM of its own, which may crash without taking the tests along; it has the same classes. */
final class Child implements AutoCloseable {
    private final Path folder;
    private final Process process;
    private final BufferedReader said;
    private final BufferedWriter input;

    /**
     * Starts one.
     *
     * @param folder for its report of a crash, and what it complains of
     * @param flags of the JVM
     */
    Child(Path folder, Class<?> main, List<String> flags) throws IOException {
        this.folder = folder;
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-XX:ErrorFile=" + folder.resolve("hs_err_pid%p.log"));
        command.add("--enable-native-access=ALL-UNNAMED");
        String scanner = System.getProperty("panamarc.native");
        if (scanner != null) {
            command.add("-Dpanamarc.native=" + scanner);
        }
        command.addAll(List.of("-cp", classes(), main.getName()));
        this.process =
                new ProcessBuilder(command)
                        .redirectError(folder.resolve("complaints").toFile())
                        .start();
        this.said = process.inputReader();
        this.input = process.outputWriter();
    }

    private static String classes() {
        return Stream.of(
                        Path.of(System.getProperty("basedir", "."), "target", "test-classes")
                                .toString(),
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path"))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }

    void send(String line) throws IOException {
        input.write(line + "\n");
        input.flush();
    }

    /** The next line that it says; fails where it says nothing more. */
    String hear() throws IOException {
        String line = said.readLine();
        assertTrue(line != null, () -> "the child ended: " + complaints());
        return line;
    }

    private String complaints() {
        try {
            return Files.readString(folder.resolve("complaints"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Its process, as the kernel shows it. */
    Path proc() {
        return Path.of("/proc", String.valueOf(process.pid()));
    }

    /** Fails where it does not end as it should once nothing more is sent, or has crashed. */
    @Override
    public void close() throws IOException {
        input.close();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the child does not end");
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            process.destroyForcibly();
        }
        assertEquals("", complaints());
        assertEquals(0, process.exitValue());
        try (Stream<Path> reports = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    reports.filter(path -> path.getFileName().toString().startsWith("hs_err"))
                            .toList());
        }
    }
}
