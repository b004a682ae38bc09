package org.panamarc.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/** One way to read a whole file with one library. */
@FunctionalInterface
interface Reading {
    Answers read(Path file) throws IOException;
}
