package org.panamarc.internal.iso2709;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.panamarc.Defect;
import org.panamarc.Field;
import org.panamarc.MarcReader;
import org.panamarc.MarcRecord;
import org.panamarc.ReadOptions;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/** What repairs must not do to memory or to look-up; {@code spec/cases} has what each one gives. */
class RepairTest {
    private static final byte[] RECORD = RecordBuilder.numbered(1);

    private static List<MarcRecord> read(byte[] input, int window) throws IOException {
        try (var reader = MarcReader.of(input, ReadOptions.DEFAULT.withWindowBytes(window))) {
            return reader.stream().toList();
        }
    }

    @Test
    void aFieldWithoutDataOfItsOwnIsNotFoundByItsTag() throws IOException {
        MarcRecord record =
                read(
                                new RecordBuilder()
                                        .entry("999", 5, 90000)
                                        .entry("001", 4, 0)
                                        .data(Bytes.latin1("id1\u001E"))
                                        .build(),
                                100)
                        .getFirst();
        assertEquals("id1", record.value("001"));
        assertEquals(null, record.field("999"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x1D, 0x1E, ' ', '1'})
    void whatIsWrongAMillionTimesIsNotNotedAMillionTimes(int value) throws IOException {
        byte[] leader = Arrays.copyOf(Bytes.with(RECORD, 0, "00000"), 24);
        byte[] input = Bytes.concat(leader, Bytes.repeat(value, 1 << 20), Bytes.of(0x1E, 0x1D));
        for (MarcRecord record : read(input, 1 << 20)) {
            assertTrue(record.defects().size() < 1010, () -> "" + record.defects().size());
        }
    }

    @Test
    void manyEntriesWithoutFieldsAreReportedTogether() throws IOException {
        byte[] input =
                Bytes.concat(
                        Arrays.copyOf(RECORD, 24),
                        Bytes.repeat('0', 200_000),
                        Bytes.of(0x1E, 'x', 0x1E, 0x1D));
        MarcRecord record = read(input, 1 << 20).getFirst();
        assertEquals("x", record.value("000"));
        List<String> missing =
                record.defects().stream()
                        .filter(one -> one.kind() == Defect.Kind.MISSING_FIELD)
                        .map(Defect::message)
                        .toList();
        assertEquals(1001, missing.size());
        assertTrue(
                missing.getLast()
                        .contains(" more directory entries state fields that are not there; the"),
                missing::getLast);
    }

    @Test
    void sharedFieldsNeverMakeASmallRecordHuge() throws IOException {
        RecordBuilder builder = new RecordBuilder();
        for (int i = 0; i < 7000; i++) {
            builder.entry("500", 9999, 0);
        }
        byte[] value = Bytes.concat(Bytes.repeat('x', 9998), Bytes.of(0x1E));
        MarcRecord record = read(builder.data(value).build(), 1 << 20).getFirst();
        List<Field> fields = record.fields();
        assertTrue(fields.size() > 1 && fields.size() < 10, () -> "" + fields.size());
        assertEquals(
                "directory entry 5 states length 9999 at 00000; no field is there",
                record.defects().getFirst().message());
    }
}
