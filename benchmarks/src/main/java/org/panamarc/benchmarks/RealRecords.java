package org.panamarc.benchmarks;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/** The repository's Library of Congress records, repeated to the size that a benchmark needs. */
final class RealRecords {
    /** Records of the file. */
    static final int COUNT = 386;

    private static final String FILE = "spec/data/loc_bibliographic_386.mrc";

    private RealRecords() {}

    /** So many copies of the file, one behind the other; freed with the arena. */
    static MemorySegment copies(Arena arena, int count) throws IOException {
        MemorySegment records = MemorySegment.ofArray(Files.readAllBytes(path()));
        MemorySegment copies = arena.allocate(count * records.byteSize(), 64);
        for (long at = 0; at < copies.byteSize(); at += records.byteSize()) {
            MemorySegment.copy(records, 0, copies, at, records.byteSize());
        }
        return copies;
    }

    /** The file, looked for in the working directory and the folders above it. */
    private static Path path() {
        for (Path folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            if (Files.exists(folder.resolve(FILE))) {
                return folder.resolve(FILE);
            }
        }
        throw new IllegalStateException("run benchmarks inside the repository: no " + FILE);
    }
}
