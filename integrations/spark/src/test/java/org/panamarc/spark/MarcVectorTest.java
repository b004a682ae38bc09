package org.panamarc.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.panamarc.columns.Column;
import org.panamarc.columns.ColumnBatch;
import org.panamarc.columns.ColumnScan;

class MarcVectorTest {
    @Test
    void vectorReadsTextAndRefusesOtherTypes() throws IOException {
        try (ColumnScan scan =
                        Samples.scan(List.of(Samples.data("bu_bibs_100.mrc")))
                                .column("id", Column.of("001"))
                                .column("none", Column.of("999$z"))
                                .open();
                Arena arena = Arena.ofConfined()) {
            ColumnBatch batch = Objects.requireNonNull(scan.next(arena));
            MarcVector none = new MarcVector(batch.column(1));
            assertNull(none.getUTF8String(0));
            assertNull(none.getArray(0));
            assertNull(none.getBinary(0));
            assertEquals(none.numNulls(), batch.rows());
            MarcVector id = new MarcVector(batch.column(0));
            assertEquals(
                    String.valueOf(batch.column(0).get(5)), String.valueOf(id.getUTF8String(5)));
            for (Executable call :
                    List.<Executable>of(
                            () -> id.getByte(0),
                            () -> id.getShort(0),
                            () -> id.getFloat(0),
                            () -> id.getDouble(0),
                            () -> id.getMap(0),
                            () -> id.getDecimal(0, 1, 1))) {
                assertThrows(UnsupportedOperationException.class, call);
            }
        }
    }
}
