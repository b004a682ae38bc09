package org.panamarc.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;

/** A named pipe: what has a path and is no regular file, and whose loss would harm nothing. */
public final class Fifo {
    private Fifo() {}

    /** Makes one, or leaves the test out where the system has none. */
    public static Path make(Path path) throws IOException, InterruptedException {
        try {
            int status = new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
            assumeTrue(status == 0, "this file system has no named pipes");
        } catch (IOException e) {
            assumeTrue(false, "this system has no named pipes");
        }
        return path;
    }
}
