package org.panamarc.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.panamarc.MarcRecord;
import org.panamarc.testing.RecordLines;
import org.panamarc.testing.SpecFolder;

/** The examples of {@code docs/marcspec.md}. */
class MarcSpecPageTest {
    private static final String PAGE = page();
    private static final Pattern RECORD = Pattern.compile("```text\nLDR (.*)\n((?:.+\n)+?)```");
    private static final Pattern VALUES =
            Pattern.compile(
                    "(?m)^(?:\\| `([^`]+)` \\||- `([^`]+)` finds) ((?:`[^`]+`(?:, )?)+|nothing)(?: \\||\\.$)");
    private static final Pattern VALUE = Pattern.compile("`([^`]+)`");
    private static final Pattern ERROR =
            Pattern.compile("(?m)^\\| `([^`]+)` \\| `([^`]+: position [^`]+)` \\|$");

    private static String page() {
        try {
            return Files.readString(SpecFolder.file("../docs/marcspec.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A spec and what the page shows that it finds. */
    record Example(String spec, List<String> values) {}

    static Stream<Example> examples() {
        return VALUES.matcher(PAGE)
                .results()
                .filter(found -> !found.group(3).contains(": position "))
                .map(MarcSpecPageTest::example);
    }

    private static Example example(MatchResult found) {
        String spec = found.group(1) == null ? found.group(2) : found.group(1);
        return new Example(
                spec,
                VALUE.matcher(found.group(3)).results().map(value -> value.group(1)).toList());
    }

    private static MarcRecord record() throws IOException {
        MatchResult found = RECORD.matcher(PAGE).results().findFirst().orElseThrow();
        return RecordLines.read(found.group(1), found.group(2).lines().toList());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleFindsWhatThePageShows(Example example) throws IOException {
        assertEquals(example.values, record().values(example.spec));
    }

    @Test
    void textsThatAreNoSpecsRaiseTheErrorsShown() {
        List<MatchResult> errors = ERROR.matcher(PAGE).results().toList();
        assertEquals(4, errors.size());
        for (MatchResult error : errors) {
            assertEquals(
                    error.group(2),
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> MarcSpec.parse(error.group(1)))
                            .getMessage());
        }
    }

    @Test
    void noExampleIsPassedOver() {
        long rows = PAGE.lines().filter(line -> line.startsWith("| `")).count();
        long operators = 6;
        long listed = PAGE.lines().filter(line -> line.contains("` finds `")).count();
        assertEquals(rows - operators - 4 + listed, examples().count());
        assertTrue(listed > 0);
    }
}
