package org.panamarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.panamarc.internal.layout.BatchView;
import org.panamarc.internal.write.OutputForm;
import org.panamarc.internal.write.RecordOutput;
import org.panamarc.testing.RecordLines;
import org.panamarc.testing.SpecFolder;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** {@code spec/crosswalks}: records with what each crosswalk makes of them. */
class CrosswalkCasesTest {
    private static final String LEADER = "00000nam a2200000 a 4500";

    /** A case; what is not there is null. */
    record Case(Map<?, ?> about) {
        String text(String key) {
            return String.valueOf(about.get(key));
        }

        List<String> strings(String key) {
            return about.get(key) instanceof List<?> found
                    ? found.stream().map(Object::toString).toList()
                    : List.of();
        }

        @Override
        public String toString() {
            return text("name");
        }
    }

    static Stream<Case> cases() throws IOException {
        LoadSettings settings = LoadSettings.builder().setSchema(new FailsafeSchema()).build();
        String yaml = Files.readString(SpecFolder.file("crosswalks/cases.yaml"));
        List<Case> cases = new ArrayList<>();
        for (Object one : (List<?>) new Load(settings).loadFromString(yaml)) {
            cases.add(new Case((Map<?, ?>) one));
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void eachCrosswalkGivesWhatTheCaseSays(Case given) throws IOException {
        String leader = given.about.containsKey("leader") ? given.text("leader") : LEADER;
        BatchView batch = RecordLines.read(leader, given.strings("fields")).batch();
        for (MarcFormat format :
                List.of(
                        MarcFormat.DUBLIN_CORE,
                        MarcFormat.QUALIFIED_DUBLIN_CORE,
                        MarcFormat.BIBTEX,
                        MarcFormat.CSL_JSON)) {
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            try (RecordOutput output =
                    new RecordOutput(stream, "out", OutputForm.of(format, WriteOptions.DEFAULT))) {
                if (given.about.containsKey("refused")) {
                    assertEquals(
                            "out: record 1 (record 1 of <bytes>): " + given.text("refused"),
                            assertThrows(MarcWriteException.class, () -> output.write(batch, 0, 1))
                                    .getMessage());
                    continue;
                }
                output.write(batch, 0, 1);
                output.finish();
                assertEquals(
                        expected(given, format),
                        stream.toString(StandardCharsets.UTF_8),
                        format.text());
                List<String> losses = new ArrayList<>();
                if (format != MarcFormat.CSL_JSON && given.about.containsKey("characters")) {
                    losses.add(
                            given.text("characters")
                                    + " characters that the format cannot carry were replaced,"
                                    + " first in record 1");
                }
                losses.add(
                        "1 records were reduced to what the crosswalk has a place for"
                                + " (docs/crosswalks.md), first in record 1");
                assertEquals(losses, output.losses());
            }
        }
    }

    private static String expected(Case given, MarcFormat format) {
        String xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
        String dc = " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"";
        return switch (format) {
            case DUBLIN_CORE ->
                    xml
                            + "<oai_dc:dcCollection"
                            + " xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\""
                            + dc
                            + ">\n<oai_dc:dc>"
                            + String.join("", given.strings("dc"))
                            + "</oai_dc:dc>\n</oai_dc:dcCollection>\n";
            case QUALIFIED_DUBLIN_CORE ->
                    xml
                            + "<collection"
                            + dc
                            + " xmlns:dcterms=\"http://purl.org/dc/terms/\""
                            + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                            + ">\n<qualifieddc>"
                            + String.join("", given.strings("qdc"))
                            + "</qualifieddc>\n</collection>\n";
            case CSL_JSON -> "[\n" + given.text("csl").replace(", \"", ",\"") + "\n]\n";
            default -> given.text("bibtex");
        };
    }
}
