package org.panamarc.internal.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads a source to its end. */
final class SourceReading {
    private SourceReading() {}

    /** The rest of a source, read in pieces of at most {@code atOnce} bytes. */
    static byte[] all(Source source, int atOnce) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment target = arena.allocate(atOnce + 5L);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            int got;
            while ((got = source.read(target, 5, atOnce)) > 0) {
                bytes.writeBytes(target.asSlice(5, got).toArray(ValueLayout.JAVA_BYTE));
            }
            return bytes.toByteArray();
        }
    }
}
