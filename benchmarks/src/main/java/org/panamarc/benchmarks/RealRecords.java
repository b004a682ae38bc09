package org.panamarc.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Real records of the repository, in UTF-8 and in MARC-8, as often as a benchmark needs them. */
final class RealRecords {
    /** The Library of Congress's records in UTF-8. */
    static final int COUNT = 386;

    private static final String FILE = "loc_bibliographic_386.mrc";

    /** Records in MARC-8. */
    static final int MARC_8_COUNT = 2000;

    private static final String MARC_8_FILE = "uva_marc8_2000.mrc.gz";

    private RealRecords() {}

    /** A number of copies of the records in UTF-8, one after the other; freed with the arena. */
    static MemorySegment copies(Arena arena, int count) throws IOException {
        MemorySegment records = MemorySegment.ofArray(Files.readAllBytes(path(FILE)));
        MemorySegment copies = arena.allocate(count * records.byteSize(), 64);
        for (long at = 0; at < copies.byteSize(); at += records.byteSize()) {
            MemorySegment.copy(records, 0, copies, at, records.byteSize());
        }
        return copies;
    }

    /** A number of copies of the records in UTF-8, on the heap. */
    static byte[] inUtf8(int count) throws IOException {
        byte[] once = Files.readAllBytes(path(FILE));
        byte[] copies = new byte[count * once.length];
        for (int at = 0; at < copies.length; at += once.length) {
            System.arraycopy(once, 0, copies, at, once.length);
        }
        return copies;
    }

    /** The records in MARC-8. */
    static byte[] marc8() throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(path(MARC_8_FILE)))) {
            return in.readAllBytes();
        }
    }

    /** A file, looked for in the working directory and the folders above it. */
    private static Path path(String name) {
        for (Path folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            Path file = folder.resolve("spec").resolve("data").resolve(name);
            if (Files.exists(file)) {
                return file;
            }
        }
        throw new IllegalStateException("run benchmarks inside the repository: no " + name);
    }
}
