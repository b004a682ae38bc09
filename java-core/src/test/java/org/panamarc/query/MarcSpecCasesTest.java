package org.panamarc.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.panamarc.MarcRecord;
import org.panamarc.testing.RecordLines;
import org.panamarc.testing.SpecFolder;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** {@code spec/marcspec}: specs with their values, and what is no spec. */
class MarcSpecCasesTest {
    private static final String ERRORS = "errors.yaml";

    /** A spec and the values that a record has for it. */
    record Case(MarcRecord record, String where, String spec, List<String> values) {
        @Override
        public String toString() {
            return where + " " + spec;
        }
    }

    /** A text that is no spec. */
    record Wrong(String spec, String message) {}

    static Stream<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(SpecFolder.file("marcspec"))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".yaml") && !name.equals(ERRORS)) {
                    for (Object about : load(file)) {
                        addCases(map(about), name, cases);
                    }
                }
            }
        }
        return cases.stream();
    }

    private static void addCases(Map<?, ?> about, String file, List<Case> cases)
            throws IOException {
        MarcRecord record = RecordLines.read(text(about, "leader"), strings(about, "fields"));
        for (Object one : list(about, "cases")) {
            List<String> values = strings(map(one), "values");
            cases.add(
                    new Case(
                            record,
                            file + " " + text(about, "name"),
                            text(map(one), "spec"),
                            values));
        }
    }

    static Stream<Wrong> errors() throws IOException {
        return load(SpecFolder.file("marcspec/" + ERRORS)).stream()
                .map(one -> new Wrong(text(map(one), "spec"), text(map(one), "message")));
    }

    private static List<?> load(Path file) throws IOException {
        LoadSettings settings = LoadSettings.builder().setSchema(new FailsafeSchema()).build();
        return (List<?>) new Load(settings).loadFromString(Files.readString(file));
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }

    private static List<?> list(Map<?, ?> from, String key) {
        return from.get(key) instanceof List<?> found ? found : List.of();
    }

    private static List<String> strings(Map<?, ?> from, String key) {
        return list(from, key).stream().map(Object::toString).toList();
    }

    private static String text(Map<?, ?> from, String key) {
        return String.valueOf(from.get(key));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aSpecFindsItsValues(Case given) {
        MarcSpec spec = MarcSpec.parse(given.spec);
        assertEquals(given.values, spec.values(given.record));
        assertEquals(given.values, given.record.values(given.spec));
        assertEquals(
                given.values.isEmpty() ? null : given.values.getFirst(), spec.first(given.record));
        assertEquals(given.spec, spec.toString());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorPointsAtTheCharacter(Wrong given) {
        assertEquals(
                given.spec + ": " + given.message,
                assertThrows(IllegalArgumentException.class, () -> MarcSpec.parse(given.spec))
                        .getMessage());
    }

    @Test
    void thereAreCasesOfEachKind() throws IOException {
        assertTrue(cases().count() > 300);
        assertTrue(errors().count() > 100);
    }
}
