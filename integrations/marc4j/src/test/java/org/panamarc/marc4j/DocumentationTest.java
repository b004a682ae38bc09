package org.panamarc.marc4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in {@code docs/marc4j.md} run. */
class DocumentationTest {
    private static final Path PAGE = Path.of("../../docs/marc4j.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("^```java\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final String BEGINNING =
            """
            import java.nio.file.Path;
            import org.marc4j.marc.DataField;
            import org.marc4j.marc.Record;
            import org.panamarc.MarcFile;
            import org.panamarc.MarcRecord;
            import org.panamarc.marc4j.*;

            void main() throws Exception {
            """;

    @Test
    void examplesRunAsOneProgram(@TempDir Path folder) throws IOException, InterruptedException {
        Path books = folder.resolve("books.mrc");
        Files.copy(Samples.spec("data/loc_bibliographic_386.mrc"), books);
        Files.copy(Samples.spec("data/bu_bibs_100.mrc"), folder.resolve("broken.mrc"));
        String examples =
                EXAMPLE.matcher(Files.readString(PAGE))
                        .results()
                        .map((MatchResult example) -> "{\n" + example.group(1) + "}\n")
                        .collect(Collectors.joining());
        Files.writeString(folder.resolve("Examples.java"), BEGINNING + examples + "}\n");
        Path printed = folder.resolve("printed");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--class-path",
                                System.getProperty("java.class.path"),
                                "Examples.java")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(printed.toFile())
                        .start();
        assertEquals(0, process.waitFor(), () -> text(printed));
        String[] lines = text(printed).split("\n", -1);
        assertEquals("20593163 Atlas =Atlas /", lines[0].replaceAll("\\s+", " ").strip());
        assertEquals("true", lines[386]);
        assertEquals("[]", lines[lines.length - 2]);
        assertEquals(386, Samples.all(new PanamarcReader(folder.resolve("changed.mrc"))).size());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
