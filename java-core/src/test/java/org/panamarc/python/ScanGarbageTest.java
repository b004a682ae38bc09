package org.panamarc.python;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

/** What is collected before a scan, and what is not. */
class ScanGarbageTest {
    private static final int MUCH = 256 << 20;

    @Test
    void muchThatIsNotInUseIsCollected() {
        ScanGarbage.collect();
        WeakReference<byte[]> left = new WeakReference<>(new byte[MUCH]);
        ScanGarbage.collect();
        assertNull(left.get());
    }
}
