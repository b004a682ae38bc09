package org.panamarc.internal.batch;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.panamarc.ReadOptions;
import org.panamarc.internal.ReadState;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.reader.BatchReader;
import org.panamarc.internal.scan.InputRange;
import org.panamarc.internal.source.Sources;

/** Packed batches for tests. */
public final class BatchOf {
    private BatchOf() {}

    /** The first batch of an input in memory, of at most 100 records. */
    public static BatchView bytes(byte[] input) throws IOException {
        try (BatchReader reader =
                new BatchReader(
                        Sources.ofSegment(MemorySegment.ofArray(input), "bytes", () -> {}),
                        ReadOptions.DEFAULT,
                        InputRange.whole(1),
                        null)) {
            if (reader.advance(100, 1 << 20) != ReadState.READY) {
                throw new AssertionError("no batch");
            }
            return BatchView.of(reader.take());
        }
    }
}
