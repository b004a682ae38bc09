package org.panamarc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.panamarc.fuzz.FormatCheck;
import org.panamarc.testing.Dump;
import org.panamarc.testing.SpecFolder;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** The golden cases of {@code spec/formats}, whose README defines what is in them. */
class FormatCasesTest {
    @TestFactory
    Stream<DynamicTest> casesAreReadAsSpecified() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(SpecFolder.file("formats"))) {
            for (Path file : files.filter(one -> one.toString().endsWith(".yaml")).toList()) {
                LoadSettings settings =
                        LoadSettings.builder().setSchema(new FailsafeSchema()).build();
                List<?> cases = (List<?>) new Load(settings).loadFromString(Files.readString(file));
                for (Object one : cases) {
                    Map<?, ?> given = (Map<?, ?>) one;
                    tests.add(DynamicTest.dynamicTest(text(given, "name"), () -> check(given)));
                }
            }
        }
        assertFalse(tests.isEmpty());
        return tests.stream();
    }

    private static String text(Map<?, ?> given, String key) {
        return Objects.requireNonNull((@Nullable String) given.get(key), key);
    }

    private static List<?> list(Map<?, ?> given, String key) {
        Object found = given.get(key);
        return found == null ? List.of() : (List<?>) found;
    }

    private static void check(Map<?, ?> given) throws IOException {
        byte[] input = text(given, "input").getBytes(UTF_8);
        String name = (@Nullable String) given.get("format");
        ReadOptions options = ReadOptions.DEFAULT;
        if (name != null) {
            options =
                    options.withFormat(MarcFormat.valueOf(name.toUpperCase(java.util.Locale.ROOT)));
        }
        List<List<String>> records = new ArrayList<>();
        List<String> defects = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        try (MarcReader reader = MarcReader.of(input, options)) {
            for (MarcRecord record : reader) {
                records.add(Dump.fields(record));
                for (Defect defect : record.defects()) {
                    defects.add(
                            "%d: %s %s: %s"
                                    .formatted(
                                            defect.recordNumber(),
                                            defect.kind().text(),
                                            defect.tag() == null ? "-" : defect.tag(),
                                            defect.message()));
                }
            }
            for (SkippedRange range : reader.skipped()) {
                if (range.reason() != SkippedRange.Reason.FILLER) {
                    skipped.add(range.span().length() + " " + range.reason().text());
                }
            }
        }
        assertEquals(list(given, "records"), records);
        assertEquals(list(given, "defects"), defects);
        assertEquals(list(given, "skipped"), skipped);
        MarcFormat format = name == null ? MarcFormat.MARCXML : options.format();
        for (int atOnce = 1; atOnce < 8; atOnce++) {
            FormatCheck.everyByteIsAccountedFor(input, Objects.requireNonNull(format), atOnce);
        }
    }
}
