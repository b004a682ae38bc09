package org.panamarc.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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

/** {@code spec/schema}: records with what they break of a schema, and what is no schema. */
class MarcSchemaCasesTest {
    private static final String LEADER = "00000nam a2200000 a 4500";

    /** A record with its issues. */
    record Case(String name, MarcRecord record, List<String> issues) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A text that is no schema. */
    record Wrong(String schema, String path, String message) {}

    /** An expression, and values. */
    record Expression(String pattern, List<String> matches, List<String> others) {}

    static MarcSchema schema() throws IOException {
        return MarcSchema.read(SpecFolder.file("schema/schema.json"));
    }

    static Stream<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (Map<?, ?> about : load("cases.yaml")) {
            String leader = about.containsKey("leader") ? text(about, "leader") : LEADER;
            MarcRecord record = RecordLines.read(leader, strings(about, "fields"));
            cases.add(new Case(text(about, "name"), record, strings(about, "issues")));
        }
        return cases.stream();
    }

    static Stream<Wrong> errors() throws IOException {
        return load("errors.yaml").stream()
                .map(one ->
                        new Wrong(text(one, "schema"), text(one, "path"), text(one, "message")));
    }

    static Stream<Expression> patterns() throws IOException {
        return load("patterns.yaml").stream()
                .map(one ->
                        new Expression(
                                text(one, "pattern"),
                                strings(one, "matches"),
                                strings(one, "others")));
    }

    private static List<Map<?, ?>> load(String name) throws IOException {
        LoadSettings settings = LoadSettings.builder().setSchema(new FailsafeSchema()).build();
        String yaml = Files.readString(SpecFolder.file("schema/" + name));
        List<Map<?, ?>> found = new ArrayList<>();
        for (Object one : (List<?>) new Load(settings).loadFromString(yaml)) {
            found.add((Map<?, ?>) one);
        }
        return found;
    }

    private static List<String> strings(Map<?, ?> from, String key) {
        return from.get(key) instanceof List<?> found
                ? found.stream().map(Object::toString).toList()
                : List.of();
    }

    private static String text(Map<?, ?> from, String key) {
        return String.valueOf(from.get(key));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aRecordHasItsIssues(Case given) throws IOException {
        List<String> found =
                given.record.check(schema()).stream()
                        .map(issue ->
                                "%s %s: found %s, expected %s"
                                        .formatted(
                                                issue.rule().text(),
                                                issue.place(),
                                                issue.found(),
                                                issue.expected()))
                        .toList();
        assertEquals(given.issues, found);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorNamesThePlaceInTheJson(Wrong given) {
        SchemaException caught =
                assertThrows(SchemaException.class, () -> MarcSchema.parse(given.schema));
        assertEquals(given.path, caught.path());
        assertEquals(given.message, caught.problem());
        assertEquals("<schema>", caught.source());
        assertEquals("<schema>: " + given.path + ": " + given.message, caught.getMessage());
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void anExpressionMatchesAsInEcmaScript(Expression given) throws IOException {
        String escaped = given.pattern.replace("\\", "\\\\").replace("\"", "\\\"");
        MarcSchema schema =
                MarcSchema.parse("{\"fields\": {\"001\": {\"pattern\": \"" + escaped + "\"}}}");
        for (String value : given.matches) {
            assertEquals(List.of(), record(value).check(schema), value);
        }
        for (String value : given.others) {
            List<SchemaIssue> issues = record(value).check(schema);
            assertEquals(SchemaRule.PATTERN_MISMATCH, issues.getFirst().rule(), value);
        }
    }

    private static MarcRecord record(String value) throws IOException {
        return RecordLines.read(LEADER, List.of("001 " + value.replace("$", "{dollar}")));
    }

    @Test
    void thereIsACaseForEachRule() throws IOException {
        Set<String> broken =
                cases().flatMap(one -> one.issues.stream())
                        .map(issue -> issue.substring(0, issue.indexOf(' ')))
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> all =
                EnumSet.allOf(SchemaRule.class).stream()
                        .map(SchemaRule::text)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(all, broken);
        assertTrue(errors().count() > 40);
    }
}
