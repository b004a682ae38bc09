package org.panamarc.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.panamarc.ControlField;
import org.panamarc.MarcReader;
import org.panamarc.MarcRecord;
import org.panamarc.ReadOptions;
import org.panamarc.testing.RecordBuilder;

class MarcSchemaTest {
    private static MarcReader reader(byte[]... records) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] record : records) {
            all.write(record);
        }
        return MarcReader.of(all.toByteArray(), ReadOptions.DEFAULT);
    }

    private static byte[] record(String... fields) {
        RecordBuilder built = new RecordBuilder();
        for (String field : fields) {
            built.field(field.substring(0, 3), field.substring(4).getBytes(StandardCharsets.UTF_8));
        }
        return built.build();
    }

    @Test
    void reportCountsByRuleAndPlaceAndKeepsTheFirstExamples() throws IOException {
        MarcSchema schema = MarcSchema.parse("{\"fields\": {\"001\": {\"pattern\": \"^a\"}}}");
        byte[] first = record("001 b", "002 x");
        byte[] second = record("001 a");
        byte[] third = record("001 c", "002 x", "002 y", "002 z");
        try (MarcReader reader = reader(first, second, third)) {
            SchemaReport report = reader.validate(schema);
            assertEquals(3, report.records());
            assertEquals(2, report.recordsWithIssues());
            assertEquals(6, report.issues());
            assertFalse(report.isValid());
            assertEquals(2, report.rows().size());
            SchemaReport.Row undefined = report.rows().getFirst();
            assertEquals(SchemaRule.UNDEFINED_FIELD, undefined.rule());
            assertEquals("002", undefined.place());
            assertEquals(4, undefined.times());
            assertEquals(2, undefined.records());
            assertEquals(3, undefined.examples().size());
            SchemaIssue example = report.rows().getLast().examples().getLast();
            assertEquals(
                    "<bytes>: record 3, byte %d, 001: patternMismatch: found 'c', expected a match of ^a"
                            .formatted(first.length + second.length),
                    example.toString());
            assertEquals("001", example.tag());
        }
    }

    @Test
    void rulesThatAreIgnoredGiveNoIssues() throws IOException {
        MarcSchema schema = MarcSchema.parse("{\"fields\": {\"001\": {\"pattern\": \"^a\"}}}");
        MarcSchema lenient = schema.ignoring(EnumSet.of(SchemaRule.UNDEFINED_FIELD));
        try (MarcReader reader = reader(record("001 b", "002 x"))) {
            SchemaReport report = reader.validate(lenient);
            assertEquals(1, report.issues());
            assertEquals(SchemaRule.PATTERN_MISMATCH, report.rows().getFirst().rule());
        }
        assertEquals(lenient.notes(), schema.notes());
    }

    @Test
    void aValueThatComesAgainHasTheSameAnswer() throws IOException {
        MarcSchema schema = MarcSchema.parse("{\"fields\": {\"001\": {\"pattern\": \"^a\"}}}");
        byte[][] records = new byte[2_000][];
        for (int i = 0; i < records.length; i++) {
            records[i] = record("001 " + (i % 2 == 0 ? "a" : "b") + i % 700);
        }
        try (MarcReader reader = reader(records)) {
            assertEquals(1_000, reader.validate(schema).issues());
        }
    }

    @Test
    void anInputWithoutRecordsIsValid() throws IOException {
        try (MarcReader reader = reader()) {
            assertTrue(reader.validate(MarcSchema.parse("{\"fields\": {}}")).isValid());
        }
    }

    @Test
    void placesAfterTheFirstTenThousandAreCountedTogether() throws IOException {
        MarcSchema schema = MarcSchema.parse("{\"fields\": {}}");
        int tags = SchemaReport.MOST_PLACES + 5;
        byte[][] records = new byte[tags][];
        for (int i = 0; i < tags; i++) {
            String tag = Integer.toString(0x10000 + i, 36).toUpperCase(Locale.ROOT).substring(1);
            records[i] = record(tag + " x");
        }
        try (MarcReader reader = reader(records)) {
            SchemaReport report = reader.validate(schema);
            assertEquals(tags, report.issues());
            SchemaReport.Row others = report.rows().getFirst();
            assertEquals(SchemaReport.OTHER_PLACES, others.place());
            assertEquals(5, others.times());
            assertEquals(SchemaReport.MOST_PLACES + 1, report.rows().size());
        }
    }

    @Test
    void aNewRecordIsCheckedAsItWillBeWritten() {
        MarcRecord record = MarcRecord.builder().add(new ControlField("003", "XYZ")).build();
        SchemaIssue issue =
                record.check(
                                MarcSchema.parse(
                                        "{\"fields\": {\"003\": {\"codes\": {\"A\": \"\"}}}}"))
                        .getFirst();
        assertEquals("<built>", issue.source());
        assertEquals(0, issue.recordNumber());
    }

    @Test
    void aLeaderThatIsNotAsciiIsChecked() throws IOException {
        byte[] bytes = record("001 a");
        bytes[8] = (byte) 0xE9;
        MarcSchema schema =
                MarcSchema.parse(
                        """
                        {"fields": {"001": {}, "LDR": {"positions": {"08": {"codes": {"a": ""}}}}}}
                        """);
        try (MarcReader reader = reader(bytes)) {
            SchemaReport report = reader.validate(schema);
            assertEquals("'\uFFFD'", report.rows().getFirst().examples().getFirst().found());
        }
    }

    @Test
    void aPatternThatTakesTooMuchIsAnErrorOfTheSchema() throws IOException {
        MarcSchema schema =
                MarcSchema.parse(
                        """
                        {"fields": {"001": {"pattern": "^(a+)+\\\\1$"}, "002": {"pattern": "(a|b)*c"}}}
                        """);
        try (MarcReader reader = reader(record("001 " + "a".repeat(40) + "!"))) {
            SchemaException caught =
                    assertThrows(SchemaException.class, () -> reader.validate(schema));
            assertEquals("$.fields.001.pattern", caught.path());
            assertEquals(
                    "the regular expression '^(a+)+\\1$' takes more than 20,000,000 steps on a value"
                            + " of 41 characters",
                    caught.problem());
        }
        try (MarcReader reader = reader(record("002 " + "a".repeat(90_000)))) {
            SchemaException caught =
                    assertThrows(SchemaException.class, () -> reader.validate(schema));
            assertEquals(
                    "the regular expression '(a|b)*c' takes more memory than there is for calls",
                    caught.problem());
        }
    }

    @Test
    void titleAndNotesAreThoseOfTheSchema() throws IOException {
        MarcSchema schema = MarcSchemaCasesTest.schema();
        assertEquals("A schema with each rule", schema.title());
        assertEquals(
                List.of(
                        "$.rules: rules outside of Avram: not checked",
                        "$.fields.006.types.unknown: no record has the type 'unknown': not checked",
                        "$.fields.600.subfields.0-2: codes from one to another, not in Avram"),
                schema.notes());
        assertNull(MarcSchema.parse("\uFEFF{\"fields\": {}}").title());
    }

    @Test
    void whatIsNotCheckedIsNoted() {
        MarcSchema schema =
                MarcSchema.parse(
                        """
                        {
                          "family": "other", "extra": [1, {"a": null}], "fields": {
                            "001": {"codes": "x", "rules": ["y"], "indicator1": null},
                            "002": {"codes": "x", "repeatble": true},
                            "003": {"codes": "x", "repeatble": true},
                            "008": {"positions": {
                              "00-01": {"codes": {"abc": "", "d": ""}},
                              "02-04": {"flags": {"ab": ""}},
                              "05-06": {"flags": {"a": ""}, "codes": {"b": ""}},
                              "07-08": {"codes": "x", "flags": "x"},
                              "09-10": {"codes": {"a": ""}}
                            }}
                          }
                        }
                        """);
        assertEquals(
                List.of(
                        "$.extra: the key 'extra' is unknown",
                        "$.fields.001.rules: rules outside of Avram: not checked",
                        "$.fields.001.codes: the list of codes 'x' is not in $.codelists: not checked"
                                + " (and 4 others)",
                        "$.fields.002.repeatble: the key 'repeatble' is unknown (and 1 other)",
                        "$.fields.008.positions.00-01.codes: codes of other lengths than their"
                                + " position of 2: not checked (and 1 other)",
                        "$.fields.008.positions.02-04.flags: flags whose length does not divide"
                                + " their position of 3: not checked",
                        "$.fields.008.positions.09-10.codes: codes of 1 in a position of 2"
                                + " characters: read as flags"),
                schema.notes());
    }

    @Test
    void aFileThatIsNoTextIsAnError(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("schema.json");
        assertThrows(NoSuchFileException.class, () -> MarcSchema.read(file));
        Files.write(file, new byte[] {(byte) 0xFF, 0x20});
        SchemaException caught = assertThrows(SchemaException.class, () -> MarcSchema.read(file));
        assertEquals(file + ": $: the file is not UTF-8", caught.getMessage());
    }
}
