package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.panamarc.testing.Bytes;
import org.panamarc.testing.RecordBuilder;

/** Records of more fields than a base address of five digits allows. */
class LargeDirectoryTest {
    private static final byte[] NEIGHBOUR = RecordBuilder.numbered(1);

    private static byte[] record(int fields, String base) {
        RecordBuilder builder = new RecordBuilder();
        for (int i = 0; i < fields; i++) {
            builder.field("500", "  $a" + i);
        }
        byte[] record = builder.build(); // with a base address of more than five digits
        int digits = Integer.toString(24 + 12 * fields + 1).length();
        byte[] cut = Bytes.remove(record, 12, digits - 5);
        return base.isEmpty() ? cut : Bytes.with(cut, 12, base);
    }

    @ParameterizedTest
    @CsvSource({"8332,''", "8332,99999", "20000,99999", "120000,99999", "120000,00000"})
    void allFieldsAreRead(int fields, String base) throws IOException {
        byte[] large = record(fields, base);
        byte[] input = Bytes.concat(NEIGHBOUR, large, NEIGHBOUR);
        for (int window : new int[] {4096, 1 << 20}) {
            try (MarcReader reader =
                    MarcReader.of(input, ReadOptions.DEFAULT.withWindowBytes(window))) {
                List<MarcRecord> records = reader.stream().toList();
                assertEquals(3, records.size());
                assertEquals(large.length, records.get(1).span().length());
                List<Field> found = records.get(1).fields();
                assertEquals(fields, found.size());
                assertEquals("" + (fields - 1), found.getLast().text());
                assertEquals(
                        List.of(),
                        records.get(1).defects().stream()
                                .map(Defect::kind)
                                .filter(kind ->
                                        kind != Defect.Kind.RECORD_LENGTH
                                                && kind != Defect.Kind.BASE_ADDRESS
                                                && kind != Defect.Kind.DIRECTORY)
                                .toList());
                assertEquals(List.of(), records.get(2).defects());
            }
        }
    }
}
