package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A writer of records in other formats than ISO 2709. */
class WriterFormatTest {
    private static final MarcRecord ONE =
            MarcRecord.builder()
                    .add(new ControlField("001", "a1"))
                    .add(DataField.of("245", "10", "a", "Äpfel & <Birnen>"))
                    .build();
    private static final MarcRecord OTHER =
            MarcRecord.builder().add(DataField.of("245", "00", "a", "Zwei")).build();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private MarcWriter writer(MarcFormat format) {
        return MarcWriter.to(out, "<test>", format, WriteOptions.DEFAULT);
    }

    @ParameterizedTest
    @EnumSource(names = {"ISO_2709", "MARCXML", "JSON", "JSON_LINES", "MARC_MAKER"})
    void recordsReadBackAsTheyWere(MarcFormat format) throws IOException {
        MarcWriter counted;
        try (MarcWriter writer = writer(format)) {
            writer.write(ONE);
            writer.writeAll(List.of(OTHER, ONE));
            writer.commit();
            counted = writer;
        }
        assertEquals(3, counted.recordsWritten());
        assertEquals(out.size(), counted.bytesWritten());
        assertEquals(List.of(), counted.losses());
        try (MarcReader reader =
                MarcReader.of(out.toByteArray(), ReadOptions.DEFAULT.withFormat(format))) {
            assertEquals(
                    List.of(ONE.fields(), OTHER.fields(), ONE.fields()),
                    reader.stream().map(MarcRecord::fields).toList());
        }
    }

    @Test
    void batchThatWasReadIsWrittenInTheFormat() throws IOException {
        try (MarcWriter writer = writer(MarcFormat.ISO_2709)) {
            writer.write(ONE);
            writer.commit();
        }
        byte[] input = out.toByteArray();
        out.reset();
        try (MarcReader reader = MarcReader.of(input, ReadOptions.DEFAULT);
                MarcWriter writer = writer(MarcFormat.JSON_LINES)) {
            writer.writeAll(reader.readBatch());
            writer.commit();
        }
        assertEquals(
                "[{\"001\":\"a1\"},{\"245\":{\"ind1\":\"1\",\"ind2\":\"0\",\"subfields\":[{\"a\":\"Äpfel & <Birnen>\"}]}}]",
                out.toString(StandardCharsets.UTF_8).replaceAll(".*\"fields\":(.*)}\\n", "$1"));
    }

    @Test
    void whatTheFormatCannotCarryIsALoss() throws IOException {
        try (MarcWriter writer = writer(MarcFormat.MARCXML)) {
            writer.write(ONE.withField(new ControlField("FMT", "BK")));
            assertEquals(
                    List.of(
                            "1 control fields of local kind were written as data fields, the data as subfield a, first in record 0"),
                    writer.losses());
            writer.commit();
        }
    }

    @Test
    void outputGoesOnWithoutARecordThatItRefuses() throws IOException {
        MarcRecord authority =
                MarcRecord.builder()
                        .leader(Leader.NEW.withTypeOfRecord('z'))
                        .add(DataField.of("100", "1 ", "a", "Doe, Jane"))
                        .build();
        try (MarcWriter writer = writer(MarcFormat.BIBTEX)) {
            MarcWriteException error =
                    assertThrows(MarcWriteException.class, () -> writer.write(authority));
            assertEquals(1, error.recordNumber());
            writer.write(OTHER);
            assertEquals(1, writer.recordsWritten());
            writer.commit();
        }
        assertEquals(1, out.toString(StandardCharsets.UTF_8).split("@", -1).length - 1);
    }

    @Test
    void formatThatIsOnlyReadIsRefused() {
        assertEquals(
                "the format aleph is only read; write another one",
                assertThrows(IllegalArgumentException.class, () -> writer(MarcFormat.ALEPH))
                        .getMessage());
    }

    @Test
    void outputThatFailsFailsTheWriter() throws IOException {
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int one) throws IOException {
                        throw new IOException("full");
                    }
                };
        MarcWriter writer = MarcWriter.to(full, "<full>", MarcFormat.MARCXML, WriteOptions.DEFAULT);
        writer.write(ONE);
        assertEquals("full", assertThrows(IOException.class, writer::commit).getMessage());
        assertEquals(
                "<full>: writing has failed before",
                assertThrows(IllegalStateException.class, () -> writer.write(ONE)).getMessage());
        writer.close();
    }
}
